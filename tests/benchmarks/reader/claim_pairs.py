"""Rows of two sentences: merged, mixed up, with something added, and look-alikes."""

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from archive_sentences import Sentence
from claim_grammar import Edit, apply
from claim_rows import Row, Writer, wrong_edits
from spacy.tokens import Doc, Token

Parsed = Sequence[tuple[Sentence, Doc]]

_PEOPLE = {"he": "PERSON", "she": "PERSON"}


def pair_rows(
    kept: Parsed, lexical: Sequence[list[Edit]], writer: Writer, quota: int, rng: random.Random
) -> Iterator[Row]:
    """Rows of neighbours."""
    counts: Counter[str] = Counter()
    pairs = [
        number
        for number in range(len(kept) - 1)
        if kept[number][0].document == kept[number + 1][0].document
        and kept[number][0].place + 1 == kept[number + 1][0].place
    ]
    rng.shuffle(pairs)
    for number in pairs:
        rows = [
            *_merged(kept, lexical, number, writer, rng),
            *_mixed(kept, number, writer),
            *_resolved(kept, number, writer, rng),
        ]
        rows += _added(kept, number, writer, rng)
        for row in rows:
            kind = f"{row.source.split('+')[0]} {row.label}"
            counts[kind] += 1
            if counts[kind] <= quota:
                yield row


def _subject(doc: Doc) -> Token | None:
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None:
        return None
    found = [child for child in root.children if child.dep_ in ("nsubj", "nsubjpass")]
    return found[0] if len(found) == 1 and found[0].i < root.i else None


def _merged(
    kept: Parsed, lexical: Sequence[list[Edit]], number: int, writer: Writer, rng: random.Random
) -> Iterator[Row]:
    (one, doc), (other, after) = kept[number], kept[number + 1]
    if len(doc) + len(after) > 50 or doc.text.count(",") + after.text.count(",") > 4:
        return
    link = rng.choice([", and ", "; ", ", while "])

    def joined(first: str, second: str) -> str:
        return f"{first.rstrip('.')}{link}{second}."

    edits = lexical[number]
    right = writer.paraphrases(edits, None, rng.choice([0, 1, 2]))
    start = (apply(one.text, *right) if right else None) or one.text
    kinds = "+".join(["merged", *(edit.kind for edit in right)])
    yield writer.row(one, joined(start, writer.inside(after.text.rstrip("."))), None, "supported", kinds, other.place)
    wrong = wrong_edits(edits)
    if wrong and (claim := apply(one.text, edit := rng.choice(wrong))):
        yield writer.row(
            one,
            joined(claim, writer.inside(after.text.rstrip("."))),
            None,
            edit.label,
            f"merged+{edit.kind}",
            other.place,
        )
    far = [text for place, text in enumerate(one.around) if abs(place - one.place) > 4 and 6 < len(text.split()) < 25]
    far = [
        text
        for text in far
        if text.endswith(".") and text[0].isupper() and not re.search(r"\b(?:I|you|we)\b", text, re.I)
    ]
    if far:
        added = rng.choice(far).rstrip(".")
        added = writer.inside(added)
        claim = (
            joined(start, added)
            if rng.random() < 0.7
            else f"{added[0].upper()}{added[1:]}{link}{writer.inside(doc.text.rstrip('.'))}."
        )
        yield writer.row(one, claim, None, "unsupported", "added sentence")


def _mixed(kept: Parsed, number: int, writer: Writer) -> Iterator[Row]:
    """The subject of one sentence with what is said of another."""
    (one, doc), (other, after) = kept[number], kept[number + 1]
    first, second = _subject(doc), _subject(after)
    if first is None or second is None or first.pos_ == "PRON" or second.pos_ == "PRON":
        return
    if first.tag_ != second.tag_ or first.lemma_ == second.lemma_ or second.left_edge.i != 0 or first.left_edge.i != 0:
        return
    if len(list(first.subtree)) > 8 or len(list(second.subtree)) > 8:
        return
    end, begin = first.right_edge.idx + len(first.right_edge), second.right_edge.idx + len(second.right_edge)
    yield writer.row(one, doc.text[:end] + after.text[begin:], None, "unsupported", "another's predicate", other.place)


def _resolved(kept: Parsed, number: int, writer: Writer, rng: random.Random) -> Iterator[Row]:
    """A pronoun replaced by the name that it stands for, or by another one."""
    (one, doc), (other, after) = kept[number], kept[number + 1]
    pronoun, subject = _subject(after), _subject(doc)
    if pronoun is None or subject is None or pronoun.i != 0 or not after.text[len(pronoun) :].startswith(" "):
        return
    word = pronoun.lower_
    plural = subject.tag_ in ("NNS", "NNPS")
    fits = (word in _PEOPLE and subject.ent_type_ == "PERSON") or (
        word in ("it", "they")
        and subject.pos_ in ("NOUN", "PROPN")
        and subject.ent_type_ != "PERSON"
        and plural == (word == "they")
    )
    if not fits or subject.left_edge.i != 0 or len(list(subject.subtree)) > 8:
        return
    if word == "it" and any(child.dep_ in ("ccomp", "acomp", "advcl") for child in pronoun.head.children):
        return
    name = doc.text[: subject.right_edge.idx + len(subject.right_edge)]
    yield writer.row(other, name + after.text[len(pronoun) :], None, "supported", "pronoun resolved", one.place)
    others = [ent.text for ent in doc.ents if ent.label_ == (subject.ent_type_ or "ORG") and ent.text not in name]
    if others:
        wrong = rng.choice(others)
        claim = wrong[0].upper() + wrong[1:] + after.text[len(pronoun) :]
        yield writer.row(other, claim, None, "refuted", "pronoun resolved wrongly", one.place)


def _added(kept: Parsed, number: int, writer: Writer, rng: random.Random) -> Iterator[Row]:
    """A place, a time or a reason from another sentence of the document."""
    one, doc = kept[number]
    details = []
    for sentence, parsed in kept[max(0, number - 6) : number + 8]:
        if sentence.document == one.document and abs(sentence.place - one.place) > 3:
            for token in parsed:
                if (
                    token.dep_ in ("prep", "advcl")
                    and token.right_edge.i == len(parsed) - 2
                    and token.head.pos_ == "VERB"
                ):
                    text = parsed[token.left_edge.i : token.right_edge.i + 1].text
                    if 2 <= len(text.split()) <= 12 and _opens(token) and text.lower() not in one.text.lower():
                        details.append(text)
    if details and "," not in doc.text:
        detail = rng.choice(details)
        yield writer.row(one, f"{one.text.rstrip('.')} {detail}.", None, "unsupported", "added detail")


def _opens(token: Token) -> bool:
    """Whether a phrase may follow another sentence as well: a time, a place, a reason or a purpose."""
    dated = any(one.ent_type_ in ("DATE", "TIME", "GPE", "LOC") for one in token.subtree)
    word = token.left_edge.lower_
    if token.dep_ == "advcl":
        return word in ("because", "after", "before", "since") or (word == "to" and token.tag_ == "VB")
    return word in ("because", "during", "after", "before", "since", "due") or (
        word in ("in", "on", "at", "near", "across") and dated
    )


def look_alikes(
    kept: Parsed, lexical: Sequence[list[Edit]], writer: Writer, quota: int, rng: random.Random
) -> Iterator[Row]:
    """A sentence as a claim, beside sentences that share its words and do not say it."""
    holders: dict[str, list[int]] = defaultdict(list)
    words = [_content(doc) for _, doc in kept]
    for number, own in enumerate(words):
        for word in own:
            holders[word].append(number)
    weight = {word: math.log(len(kept) / len(where)) for word, where in holders.items()}
    for number in rng.sample(range(len(kept)), min(quota, len(kept))):
        scores: Counter[int] = Counter()
        for word in sorted(words[number]):
            if len(holders[word]) < 300:
                for other in holders[word]:
                    scores[other] += weight[word]
        sentence = kept[number][0]
        best = [other for other, _ in scores.most_common(12) if _differs(kept, number, other, words, weight)]
        if not best:
            continue
        other = kept[rng.choice(best[:4])][0]
        extra = writer.paraphrases(lexical[number], None, rng.choice([0, 1, 1]))
        claim = (apply(sentence.text, *extra) if extra else None) or sentence.text
        yield writer.row(other, claim, None, "unsupported", "+".join(["look-alike", *(edit.kind for edit in extra)]))


def _content(doc: Doc) -> frozenset[str]:
    return frozenset(token.lemma_.lower() for token in doc if token.pos_ in ("NOUN", "PROPN", "VERB", "NUM", "ADJ"))


def _differs(kept: Parsed, number: int, other: int, words: Sequence[frozenset[str]], weight: dict[str, float]) -> bool:
    """Whether a sentence is far enough from a claim not to say it."""
    if kept[other][0].document == kept[number][0].document and abs(kept[other][0].place - kept[number][0].place) < 5:
        return False
    whole = sum(weight[word] for word in sorted(words[number]))
    shared = sum(weight[word] for word in sorted(words[number] & words[other]))
    return 0.15 < shared / whole < 0.6 if whole else False
