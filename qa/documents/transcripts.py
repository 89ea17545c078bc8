"""Speaker turns of a transcript, from the labels that open them."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from qa.documents.document import TextBlock

QUESTION_LABEL = "Q"
"""The label of a reporter's question."""

_LABEL = re.compile(
    r"(?P<name>(?:[A-Z][A-Z.’'\-]*[A-Z.]|[A-Z]|Mc[A-Z]+)(?: (?:[A-Z][A-Z.’'\-]*|Mc[A-Z]+|AND)){0,5})"
    r"(?: \([^()]{1,60}\))?:(?=\s|$)"
    r"|(?P<question>Q)(?=\s+\S)"
)
# A label in capitals is a person only in a transcript ('FACT:', 'NOTE:' open paragraphs elsewhere): these words
# show that the document is one.
_PERSON = re.compile(
    r"\b(?:MR|MS|MRS|DR|PRESIDENT|SECRETARY|SENATOR|REPRESENTATIVE|CONGRESSM[AE]N|CONGRESSWOM[AE]N|GOVERNOR|MAYOR"
    r"|AMBASSADOR|MINISTER|CHANCELLOR|DIRECTOR|ADMINISTRATOR|ADMIRAL|GENERAL|CHAIR(?:MAN|WOMAN)?|JUSTICE|LADY"
    r"|GENTLEMAN|OFFICIAL|MODERATOR|AUDIENCE|OPERATOR|PARTICIPANT|REPORTER|INTERVIEWER|SPEAKER|QUESTION)\b"
)


def find_turns(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[str | None]]:
    """Mark the paragraphs that open a turn, and say who speaks in each block.

    A text is a transcript when at least two of its lines open with a label and one of the labels is a
    reporter's `Q` or names a person by title; a paragraph whose lines open turns of their own is
    divided there.

    Returns:
        The blocks, those that open a turn of kind `turn`, and the speaker of each (None before the
        first turn, and everywhere in a text that is no transcript).
    """
    labels = [label for block in blocks for line in block.text.split("\n") if (label := turn_label(line))]
    if len(labels) < 2 or not any(label == QUESTION_LABEL or _PERSON.search(label) for label in labels):
        return list(blocks), [None] * len(blocks)
    marked: list[TextBlock] = []
    speakers: list[str | None] = []
    speaker: str | None = None
    for part in (part for block in blocks for part in _divide(block)):
        label = turn_label(part.text) if part.kind == "paragraph" else None
        if label is not None:
            speaker, part = label, TextBlock("turn", part.text, part.level, part.place, part.links)
        marked.append(part)
        speakers.append(speaker)
    return marked, speakers


def spoken_by(text: str, speakers: Set[str]) -> list[tuple[int, int]]:
    """Where some speakers speak in a text: from a line that their label opens to the next line with a label.

    A speech with the label of its only speaker counts here, while `find_turns` takes it for prose.

    Args:
        text: Canonical text.
        speakers: Labels, as they stand in the text.

    Returns:
        (start, end) of each run, half-open, in order.
    """
    runs: list[tuple[int, int]] = []
    position, start = 0, None
    for line in text.split("\n"):
        if (label := turn_label(line)) is not None:
            if start is not None:
                runs.append((start, position))
            start = position if label in speakers else None
        position += len(line) + 1
    return runs if start is None else [*runs, (start, len(text))]


def turn_label(line: str) -> str | None:
    """The speaker's label that a line opens with ('MS. PSAKI', 'Q'), None when there is none."""
    match = _LABEL.match(line)
    return match["name"] or match["question"] if match else None


def label_length(line: str) -> int:
    """Characters of the label that a line opens with, and of the space behind it; 0 without one."""
    match = _LABEL.match(line)
    if match is None:
        return 0
    return match.end() + len(line[match.end() :]) - len(line[match.end() :].lstrip())


def _divide(block: TextBlock) -> list[TextBlock]:
    if block.kind != "paragraph" or "\n" not in block.text:
        return [block]
    parts: list[list[str]] = []
    for line in block.text.split("\n"):
        if not parts or turn_label(line):
            parts.append([])
        parts[-1].append(line)
    return [replace(block, text="\n".join(lines)) for lines in parts]
