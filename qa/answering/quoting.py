"""Chosen sentences to the quotes of a draft; pure.

Neighbours are quoted together, lists with their items, pronouns with what they refer to; the short answer is marked.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from qa.answering.draft import Quote
from qa.answering.hit_sentences import Sentence, sentences
from qa.answering.lists import with_items, with_siblings
from qa.answering.short_answers import short_answer
from qa.understanding.answer_types import AnswerType
from qa.understanding.questions import UnderstoodQuestion

FindShortAnswer = Callable[[Sentence], tuple[int, int] | None]
"""Where in the document the short answer of a sentence stands; None where there is none to be marked."""

_SHORTEST_SENTENCE = 20
"""Letters; those of Chinese and Japanese, of which each is a syllable or a word, count three times."""
_FULL_WIDTH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_FIELD = re.compile(r"[^\s:][^:\n]{0,40}: \S")
"""A name with its value."""
_RECORD = re.compile(r"\S ?\| ?\S|\S\t+\S|^\[?\d+[-:/.]\d\S*\s\S")
"""A row of a table, a line of a log: short, and all that there is to say."""
# A quotation must be the same for everyone who looks at the source, and an address in angle brackets is
# text for one renderer and nothing for another.
_ADDRESS = re.compile(r"://|\S@\S|\bwww\.")
_ADDRESS_ASKED = re.compile(
    r"\baddress(?:es)? (?:of|for)\b|\b(?:e-?mail|mail|web)[ -]?(?:address|site|page)|\be-?mail (?:of|for)\b|\burl\b"
    r"|\blinks? (?:to|of|for)\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"[“\"‘(\[]*(?:"
    r"(?:He|She|They|It|His|Hers?|Theirs?|Its|Both|These|Those|Such|Neither|Either)\b"
    # 'This week' and 'that said' refer to nothing before them.
    r"|This\b(?! (?:week|weekend|month|year|morning|afternoon|evening|fall|spring|summer|winter|day)\b)"
    r"|That\b(?! said\b)"
    r"|The (?i:same|former|latter|two|three|act|action|agreement|award|bill|deal|effort|fund|initiative|investment"
    r"|law|legislation|letter|measure|memorandum|order|plan|policy|program|project|proclamation|proposal|report"
    r"|rule|statute|study)(?:[’']s)? (?!(?:of|on|for|to|in|by|from|between|with|that|which)\b)[a-z]"
    r")"
)
_STOP = re.compile(r"[.!?…][”\"’')\]]*$")


def quotes(
    chosen: Sequence[Sentence], question: UnderstoodQuestion, short: FindShortAnswer | None = None
) -> tuple[Quote, ...]:
    """Quotes of chosen sentences, the one with the best sentence first.

    Neighbours become one quote. A lead-in is quoted with its list; so is an item, where the question asks
    for a list. A quote that opens with a word that refers back comes with the sentence before it.

    Args:
        chosen: Sentences that answer, the best first; the short answer is looked for in that order.
        question: What is asked.
        short: Finds the short answer in a sentence; None for by its kind (`short_answers`).
    """
    find = short or partial(_by_kind, question)
    runs: list[Sentence] = []
    for sentence in sorted((_in_list(s, question) for s in chosen), key=lambda s: (s.hit.rank, s.start)):
        if runs and runs[-1].hit is sentence.hit and (sentence.start < runs[-1].end or sentence.adjoins(runs[-1])):
            runs[-1] = replace(runs[-1], end=max(runs[-1].end, sentence.end))
        else:
            runs.append(sentence)
    ranked = sorted(runs, key=lambda run: min(place for place, s in enumerate(chosen) if _holds(run, s)))
    return tuple(_quote(run, chosen, find) for run in ranked)


def can_be_quoted(sentence: Sentence, found: Sequence[Sentence], *, with_address: bool = False) -> bool:
    """Whether a sentence may be quoted: no scrap, no question, no lead-in without its list, no address.

    Args:
        sentence: One of those found.
        found: All sentences of the same hit.
        with_address: Whether an address may stand in it, since one is asked for.
    """
    text = sentence.text
    if text.endswith(":"):
        whole = with_items(sentence, found)
        return whole is not None and not holds_address(whole.text)
    may_hold = with_address or not holds_address(text)
    is_said = _says_something(text) or _list_of_scraps(sentence, found) is not None
    return is_said and not text.endswith(("?", "？")) and may_hold


def _list_of_scraps(sentence: Sentence, found: Sequence[Sentence]) -> Sentence | None:
    """The list of an item that is too short to be quoted alone ('Ann Lee'); None for others."""
    return None if _says_something(sentence.text) else with_siblings(sentence, found)


def asks_for_address(question: str) -> bool:
    """Whether a question asks for a web or mail address."""
    return bool(_ADDRESS_ASKED.search(question))


def _says_something(text: str) -> bool:
    """Whether a sentence is no scrap ('Thank you.')."""
    return len(text) + 2 * len(_FULL_WIDTH.findall(text)) >= _SHORTEST_SENTENCE or bool(
        _FIELD.match(text) or _RECORD.search(text)
    )


def holds_address(text: str) -> bool:
    """Whether a web or mail address stands in words, which then are not quoted."""
    return bool(_ADDRESS.search(text))


def refers_back(text: str) -> bool:
    """Whether words open with one that is understood only with those before it ('She', 'This')."""
    return bool(_REFERS_BACK.match(text))


def context_of(quoted: Sentence) -> Sentence | None:
    """What stands before a quote that is not understood without it; None for other quotes, and where nothing does.

    Before one that opens with a word that refers back it is the sentence before: of the same speaker, with a stop,
    since a heading explains nothing. Before a name with its value ('Default: 3') and before a list of names it is the
    heading that says of what.
    """
    lines = quoted.text.split("\n")
    is_field = all(len(line) < _SHORTEST_SENTENCE and (len(lines) > 1 or _FIELD.match(line)) for line in lines)
    if not is_field and not refers_back(quoted.text):
        return None
    before = [sentence for sentence in sentences(quoted.hit) if sentence.end <= quoted.start]
    passage = quoted.hit.passage
    if not before or before[-1].speaker != quoted.speaker or is_field is bool(_STOP.search(before[-1].text)):
        return None
    between = passage.text[before[-1].end - passage.start : quoted.start - passage.start]
    is_next = between == "\n\n" if is_field else between.isspace()
    return before[-1] if is_next and not holds_address(before[-1].text) else None


def _in_list(sentence: Sentence, question: UnderstoodQuestion) -> Sentence:
    """The sentence, or the list that is quoted in its place."""
    found = sentences(sentence.hit)
    whole = with_items(sentence, found) or _list_of_scraps(sentence, found)
    if whole is None and question.answer_type is AnswerType.LIST:
        whole = with_siblings(sentence, found)
    return whole if whole is not None and not holds_address(whole.text) else sentence


def _holds(run: Sentence, sentence: Sentence) -> bool:
    return sentence.hit is run.hit and run.start <= sentence.start and sentence.end <= run.end


def _quote(run: Sentence, chosen: Sequence[Sentence], find: FindShortAnswer) -> Quote:
    context = context_of(run)
    inside = [sentence for sentence in chosen if _holds(run, sentence)]
    answers = (find(each) for each in (*inside, run))
    return Quote(
        run.hit.document.name,
        run.start,
        run.end,
        run.text,
        context.text if context is not None else None,
        next((answer for answer in answers if answer is not None), None),
    )


def _by_kind(question: UnderstoodQuestion, quoted: Sentence) -> tuple[int, int] | None:
    """Where the short answer stands in the document."""
    span = short_answer(question.interpreted, question.answer_type, quoted.text)
    return (quoted.start + span[0], quoted.start + span[1]) if span is not None else None
