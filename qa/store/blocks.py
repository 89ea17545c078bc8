"""A document's blocks as the catalog keeps them: JSON, a list of lists."""

import json
from collections.abc import Sequence

from qa.documents import Block, Place


def blocks_json(blocks: Sequence[Block]) -> str:
    """[kind, start, end, level, speaker] each, and where it has a place its kind and value, and the number printed."""
    rows = [[b.kind, b.start, b.end, b.level, b.speaker, *_place(b.place)] for b in blocks]
    return json.dumps(rows, separators=(",", ":"))


def _place(place: Place | None) -> list[str]:
    if place is None:
        return []
    return [place.kind, place.value, *([place.printed] if place.printed else [])]


def blocks_from_json(text: str) -> tuple[Block, ...]:
    """The blocks that `blocks_json` has written, now or before blocks had places."""
    return tuple(
        Block(kind, start, end, level, speaker, Place(*place) if place else None)
        for kind, start, end, level, speaker, *place in json.loads(text)
    )
