"""Documents that a question names by their files; pure."""

import re

from qa.understanding.clues import Clue
from qa.understanding.vocabulary import Vocabulary

_ENDING = re.compile(r"(?<=[\w)])\.[a-z][a-z0-9]{1,7}(?![\w/])", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w./-])[\w./-]+")
_MOST_WORDS = 12
"""Words of the longest file name that is looked for."""


def name_by_titles(text: str, vocabulary: Vocabulary) -> tuple[str, list[Clue]]:
    """A question with the titles of the documents whose files it names, and a clue for each of these documents.

    'What does travel.md say?' is answered as 'What does Travel policy say?', since the text knows nothing of its file.
    A name of several words counts with its ending too, and one with folders where the document has such a name. Where
    documents of several titles have the name, it stays.

    Args:
        text: The standalone question.
        vocabulary: The collection's own words.
    """
    parts: list[str] = []
    clues: list[Clue] = []
    position = length = 0
    for ending in _ENDING.finditer(text):
        starts = [word.start() for word in _WORD.finditer(text, position, ending.end())][-_MOST_WORDS:]
        found = next(
            ((start, named) for start in starts if (named := _named(text[start : ending.end()], vocabulary))), None
        )
        if found is None:
            continue
        start, named = found
        words = text[start : ending.end()]
        titles = set(named.values())
        shown = titles.pop() if len(titles) == 1 else words
        parts += [text[position:start], shown]
        length += start - position
        clues += [Clue("document", name, words, length, length + len(shown)) for name in sorted(named)]
        length += len(shown)
        position = ending.end()
    return "".join([*parts, text[position:]]), clues


def _named(words: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The documents of a file's name, with their titles."""
    within = words.lower().removeprefix("./").lstrip("/")
    known = vocabulary.files.get(within.rpartition("/")[2], {})
    return {name: title for name, title in known.items() if f"/{name.lower()}".endswith(f"/{within}")}
