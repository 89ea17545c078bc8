"""The same question in other words, with a hint at its document, as keywords or carelessly typed."""

import random
import re
from dataclasses import replace

from archive_names import document_kind, topic
from archive_passages import Passage, Question
from archive_synonyms import SYNONYMS
from archive_words import STOP, spoken_month, stems

_LEADS = {
    "when": ["date", "when"],
    "who": ["who", "name of the person", "name"],
    "where": ["where", "location", "place"],
    "why": ["reason", "why"],
    "how many": ["number of", "how many"],
    "how much": ["amount", "how much"],
}


def varied(question: Question, chance: random.Random) -> Question:
    """The question in other words, with a hint at its document, as keywords or carelessly typed; or unchanged."""
    text = question.text.rstrip("?")
    vague = len(stems(text)) < 4 or len(re.findall(r"\b[A-Z0-9]", text[1:])) < 1
    if chance.random() < 0.6:
        text = _with_synonyms(text, chance)
    if (
        question.kind not in ("title", "near-miss")
        and chance.random() < (0.75 if vague else 0.18)
        and len(text.split()) < 20
    ):
        text = _with_hint(text, question.passage, chance)
    draw = chance.random()
    if draw < 0.07 and len(text.split()) < 18:
        return replace(question, text=_keywords(text, chance))
    if draw < 0.13 and len(text.split()) > 8:
        text = _shortened(text, chance)
    if draw > 0.75:
        text = text.lower()
    elif draw > 0.68:
        text = text[:1].lower() + text[1:]
    elif 0.60 < draw <= 0.66 and not re.match(r"(?:in|on|at|according)\b", text, re.I):
        opening = chance.choice(["Tell me", "Can you tell me", "I want to know", "Do you know", "Could you say"])
        if re.match(r"(?:who|which) (?!is\b|was\b)", text, re.I):
            return replace(question, text=f"{opening} {text[:1].lower()}{text[1:]}?")
    return replace(question, text=text + ("" if chance.random() < 0.2 + 0.4 * (draw > 0.75) else "?"))


def _with_synonyms(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for number, word in enumerate(words):
        bare = word.rstrip(",")
        if number and bare in SYNONYMS and chance.random() < 0.55:
            if bare[0].isupper() and (
                number + 1 == len(words) or words[number + 1][:1].isupper() or words[number - 1][:1].isupper()
            ):
                continue
            words[number] = chance.choice(SYNONYMS[bare]) + word[len(bare) :]
    swapped = " ".join(words).replace("ex- ", "ex-")
    swapped = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", swapped)
    return re.sub(r"\b([Aa])n (?=[bcdfgjklpqtvwyz][a-z])", r"\1 ", swapped)


def _with_hint(text: str, passage: Passage, chance: random.Random) -> str:
    name, kind = topic(passage), document_kind(passage)
    month = spoken_month(passage.date) if passage.date else None
    lowered = text if re.match(r"[A-Z][a-z]*(?: [A-Z]|’)", text) else text[:1].lower() + text[1:]
    hints = []
    if name is not None:
        hints += [
            f"According to {name}, {lowered}",
            f"{text} according to {name}",
            f"{text} in {name}",
            f"In {name}, {lowered}",
        ]
    if kind == "briefing" and month:
        hints += [f"At the {month} briefing, {lowered}", f"{text} at the press briefing in {month}"]
    elif month and kind:
        hints += [f"{text}, according to the {kind} of {month}"]
    if month and month.split()[1] not in text and not re.search(r"\b(?:19|20)\d\d\b", text):
        hints += [f"{text} ({month})", f"In {month}, {lowered}", f"{text} as of {month}"]
    return chance.choice(hints) if hints else text


def _keywords(text: str, chance: random.Random) -> str:
    lead = next((lead for lead in _LEADS if text.lower().startswith(lead)), None)
    rest = text[len(lead) :] if lead else text
    words = [word for word in re.findall(r"[\w$%’.\-&]+", rest) if word.lower() not in STOP or word[0].isupper()]
    return " ".join(([chance.choice(_LEADS[lead])] if lead else []) + words[:9]).lower()


def _shortened(text: str, chance: random.Random) -> str:
    """Without one or two of the small words in its second half."""
    words = text.split(" ")
    small = [
        n
        for n, word in enumerate(words)
        if n > 3 and word in ("the", "a", "an", "new", "also", "its", "their", "additional")
    ]
    for number in sorted(chance.sample(small, min(2, len(small))), reverse=True):
        words.pop(number)
    return " ".join(words)
