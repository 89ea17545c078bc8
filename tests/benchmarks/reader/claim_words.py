"""The words that a claim may exchange, as `lexicon.txt` lists them."""

from collections import defaultdict
from pathlib import Path

Groups = list[list[str]]
"""Words that may stand for each other, then those that contradict them."""


def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = defaultdict(list)
    name = ""
    for line in Path(__file__).with_name("lexicon.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            sections[name].append(line)
    return sections


def _groups(lines: list[str]) -> dict[str, list[Groups]]:
    """For each word that opens a line, the groups of the line; its own is the first."""
    found: dict[str, list[Groups]] = defaultdict(list)
    for line in lines:
        groups = [[word.strip() for word in group.split("=")] for group in line.split(" | ")]
        found[groups[0][0]].append(groups)
    return dict(found)


def _tagged(lines: list[str]) -> dict[str, list[tuple[str, Groups]]]:
    """The same, with the part of speech that opens the line."""
    found: dict[str, list[tuple[str, Groups]]] = defaultdict(list)
    for line in lines:
        tag, rest = line.split(" ", 1)
        groups = [[word.strip() for word in group.split("=")] for group in rest.split(" | ")]
        found[groups[0][0]].append((tag, groups))
    return dict(found)


def _marked(lines: list[str]) -> dict[str, tuple[list[str], list[str]]]:
    """What says the same or less, and what is wrong, for each phrase."""
    found = {}
    for line in lines:
        first, *others = line.split(" | ")
        same = [one[2:] for one in others if one.startswith("= ")]
        found[first] = (same, [one[2:] for one in others if one.startswith("x ")])
    return found


_SECTIONS = _sections()
OPPOSED_VERBS = _groups(_SECTIONS["opposed verbs"])
"""Verbs with an object, or in the passive."""
OTHER_VERBS = _groups(_SECTIONS["other verbs"])
"""Verbs of one frame, of which none says anything about the others."""
INTRANSITIVE_VERBS = _groups(_SECTIONS["intransitive verbs"])
INFINITIVE_VERBS = _groups(_SECTIONS["infinitive verbs"])
"""Verbs that an infinitive follows."""
OPPOSED_WORDS = _tagged(_SECTIONS["opposed words"])
SAME_WORDS = _tagged(_SECTIONS["same words"])
KINDS = dict(line.split(" < ") for line in _SECTIONS["kinds"])
"""The name of its kind for a word: true where the word is, but says less."""
QUANTIFIERS = _marked(_SECTIONS["quantifiers"])
PHRASES = _marked(_SECTIONS["phrases"])
MODALS = {word: wrong for word, (_, wrong) in _marked(_SECTIONS["modals"]).items()}
