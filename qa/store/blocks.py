"""A document's blocks as the catalog keeps them: JSON, a list of lists."""

import json
from collections.abc import Sequence

from qa.documents import Block, Place
from qa.documents.document import Link


def blocks_json(blocks: Sequence[Block]) -> str:
    """[kind, start, end, level, speaker] each.

    Where a block has a place, its kind and value follow, and the number printed; where it has links, a list of them.
    """
    rows = [[b.kind, b.start, b.end, b.level, b.speaker, *_place(b.place), *_links(b.links)] for b in blocks]
    return json.dumps(rows, separators=(",", ":"))


def _place(place: Place | None) -> list[str]:
    if place is None:
        return []
    return [place.kind, place.value, *([place.printed] if place.printed else [])]


def blocks_from_json(text: str) -> tuple[Block, ...]:
    """The blocks that `blocks_json` has written, now or before blocks had places or links."""
    blocks = []
    for kind, start, end, level, speaker, *more in json.loads(text):
        links = more.pop() if more and isinstance(more[-1], list) else []
        place = Place(*more) if more else None
        blocks.append(Block(kind, start, end, level, speaker, place, tuple(Link(*link) for link in links)))
    return tuple(blocks)


def _links(links: Sequence[Link]) -> list[list[list[str | int]]]:
    return [[[link.text, link.target, *([link.skipped] if link.skipped else [])] for link in links]] if links else []
