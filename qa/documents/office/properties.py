"""What the properties of an office document say of it."""

from collections.abc import Mapping
from dataclasses import replace
from zipfile import ZipFile

from lxml import etree

from qa.documents.content import Metadata
from qa.documents.metadata.days import day_of
from qa.documents.metadata.fields import read_fields
from qa.documents.whitespace import fold

_FILE_ENDINGS = tuple(f".{end}" for end in "doc docx dvi indd odt pdf ppt pptx ps pub qxd rtf tex".split())
_WRITTEN_BY_PROGRAMS = ("microsoft word -", "powerpoint presentation", "untitled")
_SET_DOWN = ("created", "modified")
"""What programs set down when they make and save a file; the first counts."""
_CORE, _OWN = "docProps/core.xml", "docProps/custom.xml"


def parse_xml(source: bytes) -> etree._Element:
    """The root of an XML text; nothing that it names is fetched or put in its place."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(source, parser)


def own_title(title: str | None) -> str | None:
    """A title as its author wrote it; None for what programs write by themselves: a name of a file, or none."""
    plain = fold(title or "")
    is_none = plain.lower().endswith(_FILE_ENDINGS) or plain.lower().startswith(_WRITTEN_BY_PROGRAMS)
    return None if is_none else plain or None


def office_properties(parts: ZipFile) -> Metadata:
    """What the properties of a Word, PowerPoint or Excel file say: its own and those that its author has added."""
    names = parts.namelist()
    found: dict[str, str] = {}
    if _CORE in names:
        found |= {etree.QName(node).localname: node.text or "" for node in parse_xml(parts.read(_CORE)).iter("{*}*")}
    if _OWN in names:
        own = parse_xml(parts.read(_OWN))
        found |= {node.get("name", ""): "".join(node.itertext()) for node in own.iterchildren("{*}property")}
    return read_properties(found)


def read_properties(properties: Mapping[str, str]) -> Metadata:
    """What properties say, by name."""
    said = {name: value for name, value in properties.items() if name not in _SET_DOWN}
    found = read_fields({**said, "title": own_title(properties.get("title"))}, "properties")
    days = (day_of(properties.get(name, "")) for name in _SET_DOWN)
    return replace(found, made=next((day for day in days if day), None))
