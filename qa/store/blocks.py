"""A document's blocks as the catalog keeps them: JSON, a list of lists."""

import json
from collections.abc import Sequence

from qa.documents import Block, Place


def blocks_json(blocks: Sequence[Block]) -> str:
    """[kind, start, end, level, speaker] each, and kind and value of its place where it has one."""
    rows = [
        [b.kind, b.start, b.end, b.level, b.speaker, *((b.place.kind, b.place.value) if b.place else ())]
        for b in blocks
    ]
    return json.dumps(rows, separators=(",", ":"))


def blocks_from_json(text: str) -> tuple[Block, ...]:
    """The blocks that `blocks_json` has written, now or before blocks had places."""
    return tuple(
        Block(kind, start, end, level, speaker, Place(*place) if place else None)
        for kind, start, end, level, speaker, *place in json.loads(text)
    )
