"""Changes of a parsed sentence's build: voice, order, length, and who does what to whom."""

from collections.abc import Iterator

from claim_grammar import Edit
from claim_lengths import conditions, shortened
from claim_order import reordered
from claim_roles import compared, plans, roles
from claim_voice import to_active, to_passive
from spacy.tokens import Doc


def structure_edits(doc: Doc) -> Iterator[Edit]:
    """All changes of the build of a sentence."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or not doc.text.endswith("."):
        return
    yield from shortened(doc, root)
    yield from reordered(doc, root)
    yield from conditions(doc)
    yield from compared(doc)
    if root.pos_ == "VERB":
        yield from to_passive(doc, root)
        yield from to_active(doc, root)
        yield from roles(doc, root)
        yield from plans(root)
