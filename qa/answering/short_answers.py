"""The amount, the date or the name in a quote that a question asks for; pure.

A wrong mark misleads more than a missing one, so nothing is marked where two things fit equally well.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from qa.english.amounts import AmountKind, find_amounts
from qa.english.calendar import Unit
from qa.english.names import TITLES, find_names
from qa.english.periods import find_time_phrases
from qa.english.sentences import sentence_spans
from qa.english.spans import Span
from qa.english.stems import stem
from qa.english.units import MEASURES, TIMES
from qa.english.words import FUNCTION_WORDS, lower_words, word_spans
from qa.understanding.answer_types import AnswerType

_AS_NEAR_AS_BEST = 0.9
"""Share of the best one's nearness from which another mention makes it unsure which is meant."""
_NEAR_ENOUGH = 0.25
"""Nearness that a name needs: a text is full of names."""
_CLAUSE = 3
"""Words for which the end of a clause counts."""
_CLAUSE_WORDS = frozenset("and but or while than versus".split())
_CLAUSE_MARK = re.compile(r"[,;:—()]")


_AGE, _COUNT, _DURATION, _MEASURE, _MONEY = (
    frozenset({AmountKind[name]}) for name in "AGE COUNT DURATION MEASURE MONEY".split()
)
_SHARE = frozenset({AmountKind.SHARE, AmountKind.POINTS})
_AMOUNTS: tuple[tuple[re.Pattern[str], tuple[frozenset[AmountKind], ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (r"\bhow old\b|\bwhat age\b", (_AGE,)),
        (rf"\bhow many (?:\w+ )?(?:{TIMES})\b", (_DURATION,)),
        (r"\bhow long\b", (_DURATION, _MEASURE)),
        (rf"\bhow many (?:\w+ )?(?:{MEASURES})\b", (_MEASURE,)),
        (r"\bhow many (?:\w+ )?dollars\b", (_MONEY,)),
        (r"\b(?:percent|percentage|share|stake|proportion|fraction)\b", (_SHARE,)),
        (r"\bhow much of\b", (_SHARE, _MEASURE, _MONEY)),
        (r"\bhow many\b|\bnumber of\b", (_COUNT,)),
        (r"\bhow (?:far|high|tall|deep|wide|heavy|fast)\b", (_MEASURE,)),
        (r"\bhow (?:large|big)\b|\bsize\b", (_MEASURE, _MONEY)),
        (r"\bhow much\b", (_MONEY, _SHARE, _MEASURE)),
        (r"", (_MONEY, _SHARE, _COUNT)),
    )
)
"""What counts as an answer to a question for a number; of several kinds the first that the quote holds."""
_ASKS_PERSON = re.compile(
    r"(?:^|[,;:?.–—]|\b(?:and|by|for|from|of|to|with))\W{0,9}who(?:m|se)?\b"
    rf"|\b(?:which|what)\b(?: [\w.’'-]+){{0,2}}? (?:person|{'|'.join(sorted(TITLES))})\b",
    re.IGNORECASE,
)
_ASKS_PLACE = re.compile(
    r"^\W*where\b|\b(?:which|what)\b(?: [\w.’'-]+){0,2}? (?:country|nation|city|town|state|county|island|river)\b",
    re.IGNORECASE,
)
_ASKS_ORGANISATION = re.compile(
    r"\b(?:which|what)\b(?: [\w.’'-]+){0,2}? (?:company|firm|team|agency|department|university|school|hospital|bank"
    r"|organi[sz]ation)\b",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(r"\b(?:without|except|excluding|other than|unlike)\b((?: [\w’'-]+){1,3})", re.IGNORECASE)
_AFTER_PLACE_WORD = re.compile(r"(?:\b(?:in|at|of|from|near|outside|on)(?: the)?|[a-z],) $", re.IGNORECASE)
_INSTITUTIONS = frozenset(
    "act administration agency america american americans award awards bank bill board bureau center city coast "
    "college commission committee conference congress corporation council country court cross day department district "
    "division executive federal force foundation fund government house institute law medal ministry nation national "
    "nations office order party plan program republic school senate service society state states street supreme team "
    "treaty union united university war washington white".split()
)
_ENUMERATES = re.compile(r"(?:[^,;]{1,200}[,;] ){2}(?:(?:and|or) )?[^,;]{1,200}[,;]? (?:and|or) ")
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"\b[A-Z]")
_MOST_WORDS = 8
"""Words of a short answer that is no number, date or name."""
_COMMON = FUNCTION_WORDS | frozenset("exactly give said say says take tell".split())


def short_answer(question: str, answer_type: AnswerType, quote: str) -> Span | None:
    """Where in a quote that stands which is asked for.

    A question for a number is answered by an amount of the kind that it names (money, a share, a time, a count),
    one for a time by a date, one for a person or a place by a name that the question does not hold. Of several
    the one is taken whose neighbours share most with the question.

    Args:
        question: The standalone question.
        answer_type: What kind of thing would answer it.
        quote: Words that answer it.

    Returns:
        Start and end within the quote; None when nothing fits, or it is unsure what does.
    """
    if answer_type is AnswerType.NUMBER:
        found, least = _amounts(question, quote), 0.0
    elif answer_type is AnswerType.DATE:
        found, least = _dates(question, quote), 0.0
    else:
        kind = _kind_of_name(question, answer_type)
        if kind is None:
            return None
        found, least = kind(question, quote), _NEAR_ENOUGH
    others = _about_others(question, quote)
    return _nearest(question, quote, [span for span in found if not _lies_in(span, others)], least)


def may_be_short_answer(answer_type: AnswerType, words: str) -> bool:
    """Whether words are of the kind that is asked for, so that they may be shown as the short answer.

    Args:
        answer_type: What kind of thing would answer.
        words: What was found in a quotation.
    """
    if answer_type in (AnswerType.REASON, AnswerType.WORDS, AnswerType.LIST):
        return False  # a clause, somebody's words, and a list are the quotation itself
    if answer_type is AnswerType.NUMBER:
        return bool(find_amounts(words)) or bool(_DIGIT.search(words))
    if answer_type is AnswerType.DATE:
        return any(day.span for phrase in find_time_phrases(words) for day in phrase.dates)
    if answer_type in (AnswerType.PERSON, AnswerType.PLACE):
        return bool(_CAPITAL.search(words))
    return len(words.split()) <= _MOST_WORDS


def fits(question: str, answer_type: AnswerType, text: str) -> float:
    """Whether a text holds the kind of thing that is asked for: 1 if it does, 0 if not, 0.5 where it cannot be told.

    Args:
        question: The standalone question.
        answer_type: What kind of thing would answer it.
        text: A sentence that may answer it.
    """
    if answer_type is AnswerType.NUMBER:
        return float(bool(_amounts(question, text)))
    if answer_type is AnswerType.DATE:
        return float(bool(_dates(question, text)))
    kind = _kind_of_name(question, answer_type)
    return 0.5 if kind is None else float(bool(kind(question, text)))


def is_list(quote: str) -> bool:
    """Whether a quotation is a list, line by line or in one sentence."""
    return "\n" in quote or _names_several(quote)


def _names_several(text: str) -> bool:
    """Whether a text leads in a list, or names several things in a row."""
    return text.endswith(":") or bool(_ENUMERATES.search(text))


def _kind_of_name(question: str, answer_type: AnswerType) -> Callable[[str, str], list[Span]] | None:
    """What finds the names that are asked for; None where no name is."""
    if answer_type not in (AnswerType.PERSON, AnswerType.PLACE, AnswerType.ENTITY, AnswerType.OTHER):
        return None
    if _ASKS_ORGANISATION.search(question):
        return _organisations
    if answer_type is AnswerType.PERSON or _ASKS_PERSON.search(question):
        return _people
    if answer_type is AnswerType.PLACE or _ASKS_PLACE.search(question):
        return _names
    return None


def _about_others(question: str, quote: str) -> list[Span]:
    """Sentences of a quote that except what is asked about: 'those without a car' where the cars are asked about."""
    if _EXCEPTS.search(question):
        return []
    asked = {stem(word) for word in lower_words(question) if word not in _COMMON}
    return [
        (start, end)
        for start, end in sentence_spans(quote)
        if any(asked & {stem(word) for word in lower_words(m[1])} for m in _EXCEPTS.finditer(quote[start:end]))
    ]


def _lies_in(span: Span, places: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in places)


def _amounts(question: str, quote: str) -> list[Span]:
    kinds = next(kinds for pattern, kinds in _AMOUNTS if pattern.search(question))
    asked = question.lower()
    stated = [amount for amount in find_amounts(quote) if quote[slice(*amount.whole)].lower() not in asked]
    found = (list(dict.fromkeys(amount.whole for amount in stated if amount.kind in of)) for of in kinds)
    return next((spans for spans in found if spans), [])


def _dates(question: str, quote: str) -> list[Span]:
    """Dates that say more than the question does; the fullest kind of them."""
    found = [
        (phrase.dates[0].start, phrase.last.end)
        for phrase in find_time_phrases(quote)
        if phrase.last.year or phrase.last.unit in (Unit.DAY, Unit.RANGE)
    ]
    words = {span: set(lower_words(quote[slice(*span)])) - FUNCTION_WORDS for span in found}
    words = {span: own for span, own in words.items() if not own <= set(lower_words(question))}
    most = max(map(len, words.values()), default=0)
    return [span for span, own in words.items() if len(own) >= min(most, 2)]


def _names(question: str, quote: str) -> list[Span]:
    """Names without a word of the question, titles aside; a capital that only opens a sentence makes no name."""
    asked = {stem(word) for word in lower_words(question) if word not in TITLES}
    found = []
    for name in find_names(quote):
        span, words = (name.start, name.end), lower_words(name.words)
        known = asked & {stem(word) for word in words} or set(words) <= _COMMON | TITLES
        if not known and (len(words) > 1 or not _opens_sentence(quote, span[0])):
            found.append(span)
    return found


def _people(question: str, quote: str) -> list[Span]:
    """Names of two to five words, none of which is a word of institutions; with the title asked for, if one has it."""
    names = {span: set(lower_words(quote[slice(*span)])) for span in _names(question, quote)}
    people = [span for span, words in names.items() if 2 <= len(words) <= 5 and not _INSTITUTIONS & words]
    titles = TITLES & set(lower_words(question))
    return [span for span in people if titles & names[span]] or people


def _organisations(question: str, quote: str) -> list[Span]:
    """Names, those of places ('in Ohio', 'Dayton, Ohio') and of offices ('Secretary of Labor') left out."""
    return [
        span
        for span in _names(question, quote)
        if not _AFTER_PLACE_WORD.search(quote[: span[0]]) and lower_words(quote[slice(*span)])[0] not in TITLES
    ]


def _opens_sentence(quote: str, start: int) -> bool:
    before = quote[:start].rstrip(' “"‘(')
    return not before or before[-1] in ".!?:;\n•"


def _nearest(question: str, quote: str, found: Sequence[Span], least: float = 0.0) -> Span | None:
    """The mention whose neighbours share most with the question, or none; of amounts and dates also the only one."""
    if not least and len(found) == 1:
        return found[0]
    wanted = {stem(word) for word in lower_words(question) if word not in _COMMON}
    words = list(_placed(quote))
    scored = sorted(((_nearness(span, words, wanted), -span[0], span) for span in found), reverse=True)
    if not scored or scored[0][0] <= least:
        return None
    (best, _, span), *others = scored
    rivals = [other for score, _, other in others if score >= _AS_NEAR_AS_BEST * best]
    return span if all(quote[slice(*other)] == quote[slice(*span)] for other in rivals) else None


def _placed(quote: str) -> Iterator[tuple[int, int, int, str]]:
    """Start and end of each word, its place in the quote, and its stem; places are further apart across clauses."""
    place, last = 0, 0
    for match in word_spans(quote):
        place += 1 + _CLAUSE * (match[0] in _CLAUSE_WORDS or bool(_CLAUSE_MARK.search(quote[last : match.start()])))
        last = match.end()
        yield match.start(), match.end(), place, stem(match[0].lower())


def _nearness(span: Span, words: Sequence[tuple[int, int, int, str]], wanted: set[str]) -> float:
    """Sum over the question's words of one over the distance to the nearest place where each stands."""
    inside = [place for start, end, place, _ in words if start < span[1] and end > span[0]]
    if not inside:
        return 0.0
    nearest: dict[str, int] = {}
    for start, end, place, word in words:
        if word in wanted and not (start < span[1] and end > span[0]):
            distance = max(inside[0] - place, place - inside[-1])
            nearest[word] = min(distance, nearest.get(word, distance))
    return sum(1 / (1 + distance) for distance in nearest.values())
