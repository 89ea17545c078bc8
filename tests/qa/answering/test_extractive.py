"""Answers made of sentences. What weighs how much is tuned elsewhere; here is what must hold however it is."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toy import ToyEncoder, document
from support.toy_reader import ToyReader

from qa.answering.citations import verify
from qa.answering.confidence import THRESHOLD
from qa.answering.draft import Draft, Quote
from qa.answering.extractive import ExtractiveAnswerer
from qa.documents.passages import Passage, split
from qa.english.sentences import sentence_spans
from qa.errors import UnreadableFileError
from qa.filters import Filters
from qa.retrieval.matching import TermStatistics
from qa.retrieval.retriever import Hit, VectorSource
from qa.retrieval.search import IndexState, Search
from qa.store.passage_vectors import PassageVector
from qa.understanding.questions import understand

# All their vowels are a, so their vectors are the question's.
GOOD, ALSO = "Bananas had a sharp tang at all.", "A tang that bananas had was apt."
THIRD, FOURTH = "Can bananas tan? A tang can.", "Bananas and a tang ran past camp."
# Theirs hold none.
BAD = ["Figs in this pit fill his big rich ship.", "Dull buds hung much up but up.", "Odd fools took shots from rooms."]
QUESTION = "What tang had bananas?"


class _Words(TermStatistics):
    """Terms are words in lower case, all equally rare."""

    def terms(self, text: str) -> list[str]:
        return [word.strip(".,?!").lower() for word in text.split() if len(word) > 3]

    def idf(self, terms: Sequence[str]) -> list[float]:
        return [1.0] * len(terms)


def hits(*texts: str) -> list[Hit]:
    found: list[Hit] = []
    for text in texts:
        made = document(text, f"{len(found)}.md")
        for passage in split(made, ToyEncoder().count_tokens, 40):
            found.append(Hit(passage, made.info, 1 / (len(found) + 1), len(found) + 1))
    return found


class _Vectors:
    """All passages are encoded, sentence by sentence."""

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        return [self._vector(passage.text) for passage in passages]

    def _vector(self, text: str) -> PassageVector:
        sentences = [text[start:end] for start, end in sentence_spans(text)]
        return PassageVector(ToyEncoder().encode_queries([text])[0], ToyEncoder().encode_queries(sentences))


class _Nothing:
    """Nothing is encoded."""

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        return [None for _ in passages]


def draft(
    question: str, found: Sequence[Hit], vectors: VectorSource | None = None, reader: ToyReader | None = None
) -> Draft:
    vector = ToyEncoder().encode_queries(["a" if "bananas" in question else question])
    answerer = ExtractiveAnswerer(vectors or _Vectors(), _Words(), reader)
    return answerer.draft(understand(question, question, Filters()), vector, found)


def quoted(*texts: str, question: str = QUESTION) -> list[str]:
    return [quote.text for quote in draft(question, hits(*texts)).quotes]


def test_the_sentence_that_answers_is_quoted_with_its_place() -> None:
    found = draft(QUESTION, hits(f"{BAD[0]} {BAD[1]}", f"# A heading\n\n{BAD[2]} {GOOD} {BAD[0]}"))
    start = len(f"A heading\n\n{BAD[2]} ")
    assert found.quotes == (Quote("1.md", start, start + len(GOOD), GOOD),)
    assert not found.abstains
    assert THRESHOLD <= found.confidence <= 1


def test_it_abstains_without_hits() -> None:
    assert draft(QUESTION, []) == Draft((), 0.0, abstains=True)


def test_it_abstains_where_no_hit_is_encoded() -> None:
    assert draft(QUESTION, hits(GOOD), _Nothing()) == Draft((), 0.0, abstains=True)


@pytest.mark.parametrize("text", ["Too short.", f"{GOOD[:-1]}?", "Bananas had tang at https://a.na/tang and apart."])
def test_it_abstains_where_nothing_can_be_quoted(text: str) -> None:
    assert draft(QUESTION, hits(text)) == Draft((), 0.0, abstains=True)


def test_it_abstains_where_nothing_is_like_the_question() -> None:
    found = draft(QUESTION, hits(*BAD))
    assert found.abstains
    assert found.confidence < THRESHOLD


def test_a_better_match_is_not_less_sure() -> None:
    answered, guessed = draft(QUESTION, hits(GOOD)), draft(QUESTION, hits(BAD[0]))
    assert answered.confidence > guessed.confidence


def test_neighbours_make_one_quote() -> None:
    assert quoted(f"{BAD[0]} {GOOD} {ALSO} {BAD[1]}") == [f"{GOOD} {ALSO}"]


def test_sentences_apart_make_quotes_of_their_own() -> None:
    assert quoted(f"{ALSO} {BAD[0]} {GOOD}") == [ALSO, GOOD]
    assert quoted(f"{ALSO}\n\n{GOOD}") == [ALSO, GOOD]


def test_no_more_than_three_sentences_are_quoted() -> None:
    found = quoted(f"{GOOD} {BAD[0]} {ALSO} {BAD[1]} {FOURTH} {BAD[2]} {GOOD[:-1]}!")
    assert 1 <= len(found) <= 3


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many bananas had a tang?", "Bananas that had a tang at last, 500."),
        ("When had bananas a tang?", "Bananas had a tang last May 7, 2021."),
    ],
)
def test_a_number_or_a_date_is_preferred_where_one_is_asked_for(question: str, answer: str) -> None:
    assert answer in " ".join(quoted(f"{GOOD} {BAD[0]} {answer}", question=question))


SENTENCE = st.sampled_from(
    [GOOD, ALSO, THIRD, *BAD, "MS. PSAKI: Bananas had tang.", "Q Had bananas tang?", "“Bananas!”"]
)


@given(st.lists(st.lists(SENTENCE, max_size=4).map(" ".join), max_size=4).map("\n\n".join))
def test_every_quote_of_it_passes_verification(markdown: str) -> None:
    try:
        found = document(markdown, "0.md")
    except UnreadableFileError:
        return
    made = draft(QUESTION, hits(markdown))
    question = understand(QUESTION, QUESTION, Filters())
    answer = verify(made, Search(question, (), IndexState(1, 1.0), {}), {"0.md": found})
    assert answer.rejected == ()
    spans = sorted((c.start, c.end) for c in answer.citations)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


# With a reader


def marked(found: Draft, *texts: str) -> list[str | None]:
    """The short answer of each quote, as it stands in its document."""
    sources = {f"{number}.md": document(text, f"{number}.md").text for number, text in enumerate(texts)}
    return [sources[q.document][slice(*q.answer)] if q.answer is not None else None for q in found.quotes]


def test_the_sentence_with_the_readers_best_span_is_preferred_and_the_span_is_marked() -> None:
    texts = (f"# A heading\n\n{BAD[0]} {GOOD} {BAD[1]} {ALSO}",)
    for sentence, word in ((GOOD, "sharp"), (ALSO, "apt")):
        found = draft(QUESTION, hits(*texts), reader=ToyReader({word: 12.0}))
        assert [quote.text for quote in found.quotes] == [sentence]
        assert marked(found, *texts) == [word]


def test_the_reader_is_asked_the_standalone_question() -> None:
    reader = ToyReader({})
    draft(QUESTION, hits(GOOD), reader=reader)
    assert reader.asked == [QUESTION, QUESTION]  # once for passages, once for their best sentences


@pytest.mark.parametrize(("margin", "mark"), [(-4.0, "sharp"), (-4.5, None)])
def test_a_span_that_the_reader_is_not_sure_enough_of_is_not_marked(margin: float, mark: str | None) -> None:
    assert marked(draft(QUESTION, hits(GOOD), reader=ToyReader({"sharp": margin})), GOOD) == [mark]


def test_without_a_reader_the_short_answer_is_found_by_its_kind_and_with_one_only_where_it_reads_it() -> None:
    question, text = "How many bananas had a tang?", "Bananas that had a tang at last, 500."
    assert marked(draft(question, hits(text)), text) == ["500"]
    assert marked(draft(question, hits(text), reader=ToyReader({})), text) == [None]


@given(st.permutations(range(3)))
def test_the_order_of_hits_does_not_change_the_marks(order: list[int]) -> None:
    texts = [f"{BAD[0]} {GOOD}", f"{ALSO} {BAD[1]}", f"{BAD[2]} {FOURTH}"]
    reader = ToyReader({"sharp": 4.0, "apt": 3.0, "camp": 2.0})
    found = [replace(hit, score=1.0) for hit in hits(*texts)]
    made = draft(QUESTION, [found[number] for number in order], reader=reader)
    assert dict(zip([q.text for q in made.quotes], marked(made, *texts), strict=True)) == {
        GOOD: "sharp",
        ALSO: "apt",
        FOURTH: "camp",
    }


def test_sentences_far_below_the_best_are_left_out() -> None:
    text = f"{GOOD} {BAD[0]} {ALSO}"
    near = draft(QUESTION, hits(text), reader=ToyReader({"sharp": 12.0, "apt": 11.0}))
    far = draft(QUESTION, hits(text), reader=ToyReader({"sharp": 12.0, "apt": -20.0}))
    assert [quote.text for quote in near.quotes] == [GOOD, ALSO]
    assert [quote.text for quote in far.quotes] == [GOOD]


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_higher_margin_is_not_less_sure(a: float, b: float) -> None:
    low, high = (draft(QUESTION, hits(GOOD), reader=ToyReader({"sharp": each})).confidence for each in sorted((a, b)))
    assert low <= high
    assert (low < high) or abs(a - b) < 1e-3


def test_the_question_of_a_reporter_is_never_quoted_however_well_it_reads() -> None:
    text = f"MS. PSAKI: {GOOD}\n\nQ Bananas had a tang that was apt, and that was all.\n\nMS. PSAKI: {BAD[0]}"
    found = draft(QUESTION, hits(text), reader=ToyReader({"apt": 20.0}))
    assert GOOD in [quote.text for quote in found.quotes]
    assert not any("apt" in quote.text for quote in found.quotes)


def test_a_row_is_marked_in_the_column_that_is_asked_for_and_a_heading_is_not_quoted() -> None:
    table = "| Fruit | Tang | Span |\n| --- | --- | --- |\n| Bananas at hand | 7 | 20 |\n"
    made = document(f"# Bananas and all that tang apart\n\n{table}")
    found = [Hit(passage, made.info, 1.0, 1) for passage in split(made, ToyEncoder().count_tokens, 80)]
    answerer = ExtractiveAnswerer(_Vectors(), _Words(), ToyReader({"20": 9.0}), lambda _: made)
    vector = ToyEncoder().encode_queries(["a"])
    drafted = answerer.draft(understand(QUESTION, QUESTION, Filters()), vector, found)
    assert [quote.text for quote in drafted.quotes] == ["Bananas at hand | 7 | 20"]
    start, end = drafted.quotes[0].answer or (0, 0)
    assert made.text[start:end] == "7"
