"""Documents to passages. A token is a word, where nothing else is said."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.toy import ToyEncoder, document

from embeddings import SentenceTransformerEncoder
from qa.documents import Document
from qa.documents.passages import CountTokens, Passage, split
from qa.errors import UnreadableFileError

count_words = ToyEncoder().count_tokens


def count_trigrams(texts: Sequence[str]) -> list[int]:
    """Three letters of a word are a token, so that a word can be too long."""
    return [sum(-(-len(word) // 3) for word in text.split()) for text in texts]


def size(count: CountTokens, text: str) -> int:
    """Tokens of a text, and one more for every 24 characters that have none of their own."""
    return max(count([text])[0], -(-len(text) // 24))


def words(word: str, count: int, end: str = ".") -> str:
    return " ".join([word] * count) + end


def passages(markdown: str, max_tokens: int = 40, count: CountTokens = count_words) -> list[Passage]:
    found = document(markdown)
    return checked(found, split(found, count, max_tokens), max_tokens, count)


def checked(found: Document, made: list[Passage], max_tokens: int, count: CountTokens) -> list[Passage]:
    """The laws of passages, whatever the document."""
    position = 0
    for passage in made:
        assert found.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert not found.text[position : passage.start].strip()
        assert len(passage.text) <= 24 * max_tokens
        assert count([passage.encoded_text])[0] <= max_tokens
        position = passage.end
    assert not found.text[position:].strip()
    for block in found.blocks:
        text = found.text[block.start : block.end]
        holders = [p for p in made if p.start < block.end and block.start < p.end]
        if size(count, text) <= max_tokens // 2:  # no context is longer than that
            start = block.end - len(text.lstrip())
            assert [(p.start <= start, block.end <= p.end) for p in holders] == [(True, True)]
    return made


def texts(markdown: str, max_tokens: int = 40, count: CountTokens = count_words) -> list[str]:
    return [passage.text for passage in passages(markdown, max_tokens, count)]


def test_a_short_document_is_one_passage() -> None:
    assert passages("# Title\n\nOne.\n\nTwo.") == [
        Passage(0, 17, "Title\n\nOne.\n\nTwo.", "Title", "Title", None, None)
    ]


def test_the_context_is_title_date_section_and_speaker() -> None:
    found = passages(
        "---\ntitle: Press Briefing\ndate: 2021-03-09\n---\n## Vaccines\n\nMS. PSAKI: We have more.\n\nQ How many?\n"
    )
    assert [(p.context, p.section, p.speaker) for p in found] == [
        ("Press Briefing. March 9, 2021. Vaccines. MS. PSAKI", "Vaccines", "MS. PSAKI")
    ]
    assert found[0].encoded_text == f"{found[0].context}\n{found[0].text}"


def test_blocks_are_packed_whole_as_far_as_they_fit() -> None:
    # 40 tokens less 1 of the title leave 39.
    a, b, c, d = words("a", 20), words("b", 19), words("c", 20), words("d", 20)
    assert texts(f"{a}\n\n{b}\n\n{c}\n\n{d}") == [f"{a}\n\n{b}", c, d]


def test_a_block_that_is_too_long_is_divided_between_sentences() -> None:
    sentences = [words(word.upper() + " " + word, 10) for word in "abcd"]  # 20 words each
    assert texts(" ".join(sentences)) == sentences


def test_a_sentence_that_is_too_long_is_divided_between_words() -> None:
    found = texts(words("word", 100, end=""))
    assert " ".join(found) == words("word", 100, end="")
    assert 3 <= len(found) <= 4


def test_an_endless_word_is_divided_between_letters() -> None:
    found = texts("x" * 1000, 40, count_trigrams)
    assert "".join(found) == "x" * 1000
    assert len(found) < 20


def test_a_heading_stays_with_what_it_heads() -> None:
    found = texts(f"{words('a', 30)}\n\n## One\n\n### Two\n\n{words('b', 30)}")
    assert found == [words("a", 30), f"One\n\nTwo\n\n{words('b', 30)}"]


@pytest.mark.parametrize(("kind", "size"), [("## ", 12), ("Q ", 11)])
def test_of_many_headings_or_questions_the_last_stays_with_what_follows(kind: str, size: int) -> None:
    chain = "\n\n".join(kind + words(letter, size) for letter in "abc")
    found = texts(f"MS. PSAKI: So.\n\n{chain}\n\nMS. PSAKI: {words('answer', 11)}")
    assert "answer answer" in next(text for text in found if "c c c" in text)


def test_a_new_section_begins_a_new_passage_when_enough_stands_before() -> None:
    found = passages(f"# One\n\n{words('a', 100)}\n\n# Two\n\n{words('b', 20)}", 400)
    assert [(p.section, p.text.split()[0]) for p in found] == [("One", "One"), ("Two", "Two")]


def test_little_text_takes_in_the_next_section() -> None:
    assert len(passages("# One\n\nLittle.\n\n# Two\n\nMore.", 400)) == 1


def test_a_lead_in_stays_with_its_list() -> None:
    found = texts(f"{words('a', 30)}\n\nThe plan will:\n\n- {words('b', 10)}\n- {words('c', 10)}")
    assert found == [words("a", 30), f"The plan will:\n\n{words('b', 10)}\n{words('c', 10)}"]


def test_a_question_stays_with_the_beginning_of_its_answer() -> None:
    found = passages(f"MS. PSAKI: {words('a', 20)}\n\nQ {words('why', 5)}\n\nMS. PSAKI: {words('b', 15)}")
    assert [p.text.split()[0] for p in found] == ["MS.", "Q"]
    assert [p.speaker for p in found] == ["MS. PSAKI", "MS. PSAKI"]
    assert "b." in found[1].text


def test_the_speaker_is_who_says_most_and_a_question_only_where_it_stands_alone() -> None:
    assert passages("MR. A: one two\n\nMS. B: one two three\n\nQ one two three four five six")[0].speaker == "MS. B"
    alone = passages(f"MR. A: {words('a', 25)}\n\nQ {words('q', 25)}")
    assert [p.speaker for p in alone] == ["MR. A", "Q"]
    assert "Q" not in alone[1].context.split()


def test_a_long_title_is_cut_in_the_context() -> None:
    (found,) = passages(f"---\ntitle: {words('title', 200)}\n---\nText.", 200)
    assert found.context.endswith("…")
    assert len(found.context) <= 240


@pytest.mark.parametrize("title", ["x" * 100_000, words("title", 60), words("long", 39)])
def test_a_title_that_leaves_no_room_is_left_out_of_the_context(title: str) -> None:
    found = passages(f"---\ntitle: {title}\n---\n{words('text', 100)}")
    assert {p.context.removeprefix("…") for p in found} == {""}


@pytest.mark.parametrize("text", [words("word", 20_000, ""), words("A word.", 10_000, ""), "x" * 100_000])
@pytest.mark.parametrize("count", [count_words, count_trigrams])
def test_long_text_is_counted_a_few_times_only(text: str, count: CountTokens) -> None:
    counted = 0

    def counting(texts: Sequence[str]) -> list[int]:
        nonlocal counted
        counted += sum(map(len, texts))
        return count(texts)

    split(document(text), counting, 200)
    assert counted < 12 * len(text)


@pytest.mark.parametrize("text", ["x" * 100_000, "x." * 50_000, "x" + " " * 100_000 + "y", "x_" * 50_000])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_no_passage_is_longer_than_its_tokens_may_be(text: str, name: str) -> None:
    found = document(text, name)
    made = checked(found, split(found, lambda texts: [1 for _ in texts], 40), 40, lambda texts: [1 for _ in texts])
    assert sum(len("".join(passage.text.split())) for passage in made) == len("".join(found.text.split()))


def test_contexts_are_made_of_sections_and_speakers_that_meet(
    within: Callable[[float], AbstractContextManager[None]],
) -> None:
    text = "MR. A: x\n\n" + "".join(
        f"# {n}\n\nMS. {'ABCDEFGHIJ'[n % 10]}{chr(65 + n // 10 % 26)}{chr(65 + n // 260)}: x\n\n" for n in range(3000)
    )
    with within(5):
        made = passages(text, 40)
    assert len({passage.speaker for passage in made}) > 300
    assert all(passage.context.endswith(str(passage.speaker)) for passage in made)


def test_code_keeps_its_indentation_within_a_passage() -> None:
    assert texts("Code:\n\n<pre>  if a:\n      b\n</pre>") == ["Code:\n\n  if a:\n      b"]
    assert texts("<pre>  if a:\n      b\n</pre>") == ["if a:\n      b"]


WORDS = st.sampled_from(["a", "word", "U.S.", "End.", "Sec. 2.", "x" * 60, "law:", "so"])
RUN = st.lists(WORDS, min_size=1, max_size=60)
BLOCK = st.tuples(
    st.sampled_from(["", "# ", "## ", "- ", "1. ", "Q ", "MS. PSAKI: ", "THE PRESIDENT: ", "| a |\n|---|\n| b "]),
    RUN.map(" ".join),
).map("".join)


@given(
    st.lists(BLOCK, min_size=1, max_size=12).map("\n\n".join),
    st.integers(8, 120),
    st.sampled_from([count_words, count_trigrams]),
    st.text("t ", max_size=80),
)
def test_passages_keep_their_laws_for_any_document_and_budget(
    markdown: str, max_tokens: int, count: CountTokens, title: str
) -> None:
    try:
        found = document(f"---\ntitle: '{title}'\n---\n{markdown}")
    except UnreadableFileError:
        return
    made = checked(found, split(found, count, max_tokens), max_tokens, count)
    ends = {block.end: index for index, block in enumerate(found.blocks)}
    for passage in made[:-1]:
        index = ends.get(passage.end)
        if index is None or found.blocks[index].kind != "heading":
            continue
        following = found.blocks[index + 1]
        pair = found.text[found.blocks[index].start : following.end]
        moved_on = following.kind == "heading" or following.speaker == "Q" or pair.endswith(":")
        assert moved_on or size(count, pair) > max_tokens // 2, "a heading was parted from what it heads"


PIECES = [
    "word",
    "internationalization",
    "国",
    "é",
    "e\u0301",
    "-",
    "😀",
    "👩‍🚀",
    "x" * 150,
    "ß",
    "ﬁ",
    "3.14",
    " ",
    "\u0627\u0644",
]


@pytest.mark.model
@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=20, max_size=400).map("".join), st.sampled_from([16, 60, 254]))
def test_no_text_gives_a_passage_that_the_model_cannot_read(
    model: SentenceTransformerEncoder, text: str, max_tokens: int
) -> None:
    try:
        found = document(text)
    except UnreadableFileError:
        return
    checked(found, split(found, model.count_tokens, max_tokens), max_tokens, model.count_tokens)


def test_rows_deep_in_a_table_know_their_columns() -> None:
    rows = "".join(f"| boat{number} | {number} m |\n" for number in range(30))
    made = passages(f"# Boats\n\n| Name | Length |\n|---|---|\n{rows}\nEnd.\n\n## Sails\n\n| Sail |\n|---|\n| jib |")
    assert len(made) > 3
    assert {passage.columns for passage in made[:-1]} == {"Name | Length"}
    assert made[1].text.startswith("boat")
    assert made[1].encoded_text.startswith("Boats. Name | Length\nboat")
    assert passages("Text.\n\n| Sail |\n|---|\n| jib |\n\nMore.")[0].columns == "Sail"
    assert passages("Text only.")[0].columns is None


def test_names_of_columns_in_two_rows_are_told_together() -> None:
    table = (
        "<table><tr><th>Boat</th><th>Sails</th></tr><tr><th></th><th>old</th></tr><tr><td>a</td><td>1</td></tr></table>"
    )
    assert passages(table)[0].columns == "Boat | Sails | old"


def test_a_sentence_over_two_lines_is_one_line_of_what_is_encoded() -> None:
    text = "The old mill stands behind the bridge, and its wheel has not turned since\nthe flood of that year."
    (passage,) = split(document(text, "mill.txt"), count_words, 40)
    assert passage.text == text
    assert passage.encoded_lines == f"mill\n{text.replace(chr(10), ' ')}"
