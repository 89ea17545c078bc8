"""Verification of quotations: what does not stand in its document, letter by letter, is not cited; all else is.

No statement is shown that rests on anything else.
An input is a list of choices: which quotation is made of which document, and what is wrong with it.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from support.toy import document

from fuzz.choices import Choices
from qa.answering.answer import Answer
from qa.answering.citations import is_verbatim, verify, verify_written
from qa.answering.draft import Draft, Quote, Statement
from qa.answering.written import Written
from qa.documents import Document
from qa.filters import Filters
from qa.gate.evidence import Claim, Evidence
from qa.gate.judge import Verdict, judge_claims
from qa.llm.claim_reader import ClaimReader
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand

TOKENS = (
    '{"text": "',
    '", "cites": ["S1"]}',
    "[S2]",
    "(S1, S3)",
    "<think>",
    '"not_in_sources": true',
    "“",
    "”",
    "\n- ",
)
_TEXTS = {
    "a.md": (
        "# Ferries\n\nMS. BIRCH: The ferry leaves at seven. She said so. The ferry leaves at seven.\n\n"
        "Q And the café in Ångström’s house?\n\nMS. BIRCH: The café opened on March 4, 2021; it cost $1,250.\n\n"
        "| Boat | Hour |\n| --- | --- |\n| Heron | 7 |\n| Gull | 8 |\n"
    ),
    "b.md": (
        "# Ferries\n\nThe ferry leaves at seven. The cafe\u0301 closed “for good”, said no one. "
        "ﬁne print: 1½ miles — or 2.\n\n"
        "שלום עולם. The ferry leaves at eight. 👩‍👩‍👧 came. It did not rain.\n"
    ),
    "A.md": "The ferry leaves at nine. Тhe ferry leaves at seven. It is 100\u00a0% sure. straße STRASSE\n",
}
_CONFUSABLE = str.maketrans("aeocpTH-'\"1", "аеосрТН–’”l")


@cache
def _documents() -> dict[str, Document]:
    return {name: document(text, name) for name, text in _TEXTS.items()}


def _swapped(text: str) -> str:
    return text[1:2] + text[:1] + text[2:]


_CHANGES: tuple[Callable[[str], str], ...] = (
    *(lambda text, form=form: unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")),
    *(str.lower, str.upper, str.casefold, str.swapcase, str.strip, _swapped),
    *(lambda text: text.translate(_CONFUSABLE), lambda text: text.replace(" ", "\u00a0")),
    *(lambda text: text.replace(" ", "  ", 1), lambda text: text.replace(" ", "\n", 1), lambda text: text + " "),
    *(lambda text: text[:1] + "\u200b" + text[1:], lambda text: "\ufeff" + text, lambda text: text + "\u0301"),
    *(
        lambda text: text.replace(".", "…"),
        lambda text: text.replace("not", ""),
        lambda text: text[:-1],
        lambda text: "",
    ),
)
_SHIFTS = (0, 1, -1, 2, -2, 7, -7, 1000, -1000, 2**31, -(2**31), 2**64)


def seeds() -> list[bytes]:
    """Inputs to begin with."""
    return [
        bytes(40),
        bytes(range(200)),
        b"\1\0\2\0\3\0" * 20,
        b"\0\0\5\0\x20\0\0\0\0\0\0\0" * 4 + b"The ferry leaves at seven [S1]",
    ]


def check(data: bytes) -> None:
    """Verify a draft and what a language model wrote.

    Raises:
        AssertionError: Something is shown that does not stand in the documents, or something else is rejected.
    """
    choices, documents = Choices(data), _documents()
    made = [_quote(choices, documents) for _ in range(1 + choices.below(5))]
    quotes = tuple(quote for quote, _ in made)
    question = understand("When does the ferry leave?", "When does the ferry leave?", Filters())
    search = Search(question, (), IndexState(3, 1.0), {})
    draft = Draft(quotes, 0.9, abstains=choices.below(4) == 1)
    answer = verify(draft, search, documents)
    _check_answer(answer, documents)
    shown = [quote for quote in quotes if quote not in answer.rejected]
    for quote, is_whole in made:
        assert (quote in shown) == _stands(quote, documents), "rejected what stands there, or the reverse"
        assert not is_whole or quote in shown, "rejected what is as it was"
    _check_written(choices, documents, quotes, answer)


def _quote(choices: Choices, documents: dict[str, Document]) -> tuple[Quote, bool]:
    """A quotation, and whether it is made rightly."""
    name = choices.one_of(tuple(documents))
    text = documents[name].text
    start = choices.below(len(text))
    end = start + 1 + choices.below(len(text) - start)
    words, answer, context = text[start:end], None, None
    if choices.below(2):
        first = start + choices.below(end - start)
        answer = first, first + 1 + choices.below(end - first)
    is_whole = choices.below(3) != 1
    if not is_whole:
        before = text[:start].rstrip()
        context = before[-1 - choices.below(len(before) or 1) :]
    quote = Quote(name, start, end, words, context, answer)
    while choices.below(4) and not choices.is_over:
        is_whole, quote = False, _changed(quote, choices, documents)
    return quote, is_whole


def _changed(quote: Quote, choices: Choices, documents: dict[str, Document]) -> Quote:
    """A quotation of which one thing is another."""
    match choices.below(7):
        case 0:
            return replace(quote, text=choices.one_of(_CHANGES)(quote.text))
        case 1:
            return replace(quote, start=quote.start + choices.one_of(_SHIFTS))
        case 2:
            return replace(quote, end=quote.end + choices.one_of(_SHIFTS))
        case 3:
            return replace(quote, document=choices.one_of((*documents, "a.MD", "./a.md", "", "c.md", "a.md\u200b")))
        case 4:
            return replace(quote, text=choices.text(60))
        case 5:
            return replace(quote, context=choices.one_of(_CHANGES)(quote.context or "") or choices.text(20))
        case _:
            answer = quote.start + choices.one_of(_SHIFTS), quote.end + choices.one_of(_SHIFTS)
            return replace(quote, answer=answer)


def _stands(quote: Quote, documents: dict[str, Document]) -> bool:
    """Whether a quotation is right, found out in another way than the program does."""
    found = documents.get(quote.document)
    if found is None or not quote.text or quote.start < 0 or quote.end - quote.start != len(quote.text):
        return False
    if not found.text.startswith(quote.text, quote.start):
        return False
    if quote.answer is not None:
        first, last = quote.answer
        if not (quote.start <= first < last <= quote.end):
            return False
    if quote.context is None:
        return True
    before = found.text[: quote.start].rstrip()
    if not quote.context or not before.endswith(quote.context):
        return False
    return found.speaker_at(len(before) - len(quote.context)) == found.speaker_at(quote.start)


def _check_answer(answer: Answer, documents: dict[str, Document]) -> None:
    for citation in (*answer.citations, *answer.withheld):
        text = documents[citation.document].text
        assert citation.quote, "a quotation of nothing"
        assert text[citation.start : citation.end] == citation.quote, "a quotation of other words"
        assert citation.sha256 == documents[citation.document].sha256, "a hash of another file"
        assert "".join(citation.parts()) == citation.quote, "parts of other words"
        if citation.answer:
            assert citation.parts()[1] == text[slice(*citation.answer)], "a short answer of other words"
        if citation.context:
            is_before = text[: citation.start].rstrip().endswith(citation.context)
            assert is_before or citation.context == documents[citation.document].columns_at(citation.start)
    for citation in answer.citations:
        assert f"[{citation.marker}]" in answer.text, "a quotation without its marker"
    assert answer.abstained == (not answer.citations), "an answer of nothing"
    json.dumps(answer.to_dict(), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _check_written(choices: Choices, documents: dict[str, Document], quotes: tuple[Quote, ...], answer: Answer) -> None:
    evidence = tuple(
        Evidence(f"S{number}", one.text, one.document, "Ferries", date(2021, 3, 4), None, one.start, one.end, one.text)
        for number, one in enumerate(quotes, start=1)
    )
    reader = ClaimReader()
    claims: list[Claim] = []
    while not choices.is_over:
        claims += reader.feed(choices.text(40))
    claims += reader.finish()
    claims += [Claim(one.text, (one.id,)) for one in evidence if one.text.strip()]
    statements = []
    for judged in judge_claims(claims, evidence, None):
        rests_on = tuple(Quote(one.document, one.start, one.end, one.text) for one in judged.evidence)
        if judged.verdict is not Verdict.REJECTED:
            statements.append(Statement(judged.claim.text, rests_on, is_weak=judged.verdict is Verdict.WEAK))
    written = Written((), 0, abstains=choices.below(5) == 4, model="m", tokens=0, seconds=0.0, problem=None)
    found = verify_written(statements, written, answer, documents)
    _check_written_answer(found, documents)
    right = [one for one in statements if one.quotes and all(is_verbatim(quote, documents) for quote in one.quotes)]
    shown = found.written.statements if found.written else ()
    assert not written.abstains or not shown, "statements of a model that gives none"
    assert written.abstains or [one.text for one in shown] == [one.text for one in right], "other statements are shown"


def _check_written_answer(answer: Answer, documents: dict[str, Document]) -> None:
    if answer.written and answer.written.statements:
        markers = {citation.marker for citation in answer.citations}
        for statement in answer.written.statements:
            assert statement.markers, "a statement that rests on nothing"
            assert set(statement.markers) <= markers, "a statement that rests on what is not shown"
    for citation in answer.citations:
        assert documents[citation.document].text[citation.start : citation.end] == citation.quote, "other words"
