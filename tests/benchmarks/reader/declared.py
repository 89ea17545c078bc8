"""Claims made from questions and their answers: right ones, wrong ones, and ones that the passage says nothing of.

The words of a question differ from those of its passage as a reader's claim differs from its source, which claims made
by changing sentences do not. As in Demszky, Guu and Liang, 'Transforming question answering datasets into natural
language inference datasets', 2018, but by a few rules, so that the grammar is rough.
"""

import random
import re
from collections.abc import Iterator, Sequence

_ASKING = re.compile(
    r"^(?P<word>who|what|which(?: \w+)?|when|where|how (?:many|much|long|old|far|often)(?: \w+)?|in (?:what|which) \w+"
    r"|why|what (?:year|country|city|company|kind of \w+|type of \w+|percentage of \w+))\s+"
    r"(?P<aux>did|does|do|was|were|is|are|can|could|has|have|had|will|would|should)?\s*(?P<rest>.+?)\s*\?*$",
    re.IGNORECASE,
)
_KIND = re.compile(r"(?P<date>\b(?:1[5-9]|20)\d\d\b)|(?P<number>\d)|(?P<name>^[A-Z])")
_CANDIDATE = re.compile(
    r"\$?\b\d[\d,.]*\d?(?: ?%| percent| million| billion)?|\b[A-Z][\w-]+(?:(?: of| the)* [A-Z][\w-]+)*"
)
_FIRST_WORDS = frozenset(
    "the a an in on at it its this that these those he she they we his her their and but as for if when".split()
)


def declared(question: str, answer: str) -> str | None:
    """A question with its answer as one statement; None where the question is of another form."""
    found = _ASKING.match(question.strip())
    if found is None or len(answer.split()) > 12:
        return None
    word, aux, rest = found["word"].lower(), (found["aux"] or "").lower(), found["rest"]
    noun = word.split()[-1] if word.startswith(("how many", "how much")) and len(word.split()) == 3 else ""
    answered = f"{answer} {noun}".strip()
    if word == "why":
        return f"{rest} because {answer}."
    if not aux:
        return f"{answered} {rest}."
    if aux in ("did", "does", "do"):
        joint = "in " if word in ("when", "where") and not answer.lower().startswith(("in ", "on ", "at ")) else ""
        return f"{rest} {joint}{answered}."
    if word in ("who", "what", "which"):
        return f"{answered} {aux} {rest}."
    return f"{rest} {aux} {answered}."


def wrong_answer(answer: str, text: str, chance: random.Random) -> str | None:
    """Another name or number of the text in the answer's place; None where there is none."""
    kind = _KIND.search(answer)
    others = sorted({match[0].rstrip(".,") for match in _CANDIDATE.finditer(text)})
    others = [other for other in others if other.lower() not in _FIRST_WORDS]
    if kind is None:
        return None
    digits = kind.lastgroup in ("date", "number")
    fitting = [
        other
        for other in others
        if any(map(str.isdigit, other)) == digits
        and other.lower() not in answer.lower()
        and answer.lower() not in other.lower()
    ]
    if kind.lastgroup == "date":
        fitting = [other for other in fitting if re.fullmatch(r"(?:1[5-9]|20)\d\d", other)] or fitting
    return chance.choice(fitting) if fitting else None


def claims(
    question: str, answers: Sequence[str], text: str, other: str | None, chance: random.Random
) -> Iterator[tuple[str, str, str]]:
    """Claim, evidence and label: a right one, a wrong one, and one that another text says nothing of."""
    answer = chance.choice(answers)
    right = declared(question, answer)
    if right is None:
        return
    yield right, text, "supported"
    wrong = wrong_answer(answer, text, chance)
    stated = declared(question, wrong) if wrong else None
    if stated:
        yield stated, text, "refuted"
    if other:
        yield right, other, "unsupported"
