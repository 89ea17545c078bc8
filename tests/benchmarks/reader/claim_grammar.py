"""What every change of a sentence needs: its form, how it is applied, and what the grammar says of a word."""

import re
from dataclasses import dataclass

from lemminflect import getInflection
from spacy.tokens import Token

NAMES = ("ORG", "GPE", "PERSON", "LAW", "WORK_OF_ART", "FAC", "EVENT")
"""The entities that are names."""
Cut = tuple[int, int, str]
"""Start and end in the sentence, half-open, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a sentence.

    Attributes:
        kind: What is changed.
        label: What the sentence says of the changed one: supported, refuted or unsupported.
        back: What the changed sentence says of the unchanged one; empty where it is not known.
        cuts: Without overlap, in order.
    """

    kind: str
    label: str
    back: str
    cuts: tuple[Cut, ...]


def wrong(kind: str, span: tuple[int, int], new: str) -> Edit:
    """An edit after which a sentence and its original contradict each other."""
    return Edit(kind, "refuted", "refuted", ((*span, new),))


def apply(text: str, *edits: Edit) -> str | None:
    """The sentence after some changes; None where they meet."""
    cuts = sorted(cut for edit in edits for cut in edit.cuts)
    if any(after[0] < before[1] for before, after in zip(cuts, cuts[1:], strict=False)):
        return None
    for start, end, new in reversed(cuts):
        if start == 0 and new and text[:1].isupper():
            new = new[0].upper() + new[1:]
        before = text[:start]
        if new and (article := re.search(r"\b([Aa])n? $", before)) and text[start - 2 : start].strip(" an") == "":
            spoken = new.lstrip("$")
            vowel = re.match(r"[aeiou8]|1[18]\b", spoken, re.I) and not re.match(r"(?:uni|use|one|eu)", new, re.I)
            before = before[: article.start()] + article[1] + ("n " if vowel else " ")
        text = before + new + text[end:]
    text = re.sub(r"\s+([,.;])", r"\1", re.sub(r" {2,}", " ", text)).strip()
    return text if text.endswith(".") else f"{text}."


def inflect(phrase: str, tag: str) -> str | None:
    """A verb in the form of a Penn tag; only its first word changes."""
    first, _, rest = phrase.lstrip("~").partition(" ")
    if first == "not":
        return None
    forms = getInflection(first, tag="VB" if tag == "VBP" else tag)
    if not forms:
        return None
    form = "quit" if first == "quit" and tag in ("VBD", "VBN") else forms[0]
    return f"{form} {rest}".strip()


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive, as a predicate or as a participle after a noun."""
    passive = any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children)
    return passive or (verb.tag_ == "VBN" and verb.dep_ == "acl")


def is_denied(token: Token) -> bool:
    """Whether a word that denies or limits stands in the clause of a token."""
    clause = [token, *token.ancestors]
    return any(
        child.dep_ == "neg" or child.lower_ in ("no", "never", "only", "neither", "nor", "without", "few", "cannot")
        for one in clause
        for child in one.subtree
    )


def is_hyphenated(token: Token) -> bool:
    """Whether a hyphen ties a word to another."""
    text = token.doc.text
    return "-" in (text[token.idx - 1 : token.idx], text[token.idx + len(token) : token.idx + len(token) + 1])
