"""What the properties of an office document say of it."""

from collections.abc import Mapping
from datetime import date
from zipfile import ZipFile

from lxml import etree

from qa.documents.content import Metadata
from qa.documents.whitespace import fold

_DATES = ("published", "publicationdate", "publishedtime", "date", "created", "modified")
"""In this order: what its author says, then what the program that wrote it does."""
_CORE, _OWN = "docProps/core.xml", "docProps/custom.xml"


def parse_xml(source: bytes) -> etree._Element:
    """The root of an XML text; nothing that it names is fetched or put in its place."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(source, parser)


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
    """Title and date, from properties by name."""
    plain = {name.replace("_", "").replace(" ", "").lower(): value for name, value in properties.items()}
    days = (_day(plain.get(name, "")) for name in _DATES)
    return Metadata(title=fold(plain.get("title", "")) or None, date=next((day for day in days if day), None))


def _day(stamp: str) -> date | None:
    try:
        return date.fromisoformat(stamp.strip()[:10])
    except ValueError:
        return None
