"""What the properties of an office document say of it."""

from zipfile import ZipFile

from lxml import etree

from qa.documents.content import Metadata
from qa.documents.metadata_fields import read_fields

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
    return read_fields(found, "properties")
