"""Changes of both sides: how many, how sure and whether at all, in the evidence and, otherwise, in the claim."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from claim_grammar import Edit, inflect
from spacy.tokens import Doc, Token

_STEPS = {
    "all": ("all", "all of"),
    "nearly all": ("nearly all", "nearly all of"),
    "most": ("most", "most of"),
    "majority": ("a majority of", "a majority of"),
    "many": ("many", "many of"),
    "half": ("half of all", "half of"),
    "some": ("some", "some of"),
    "several": ("several", "several of"),
    "minority": ("a minority of", "a minority of"),
    "few": ("few", "few of"),
    "hardly any": ("hardly any", "hardly any of"),
    "none": ("no", "none of"),
}
"""How many: before a noun, and before 'the'."""
_TRUE = {
    "all": "all most majority many some several",
    "nearly all": "most majority many some several",
    "most": "majority some many",
    "majority": "most some",
    "many": "some several",
    "half": "some several",
    "some": "several",
    "several": "some",
    "minority": "some",
    "few": "hardly",
    "hardly any": "few",
    "none": "",
}
_OPEN = {
    ("many", "most"),
    ("many", "majority"),
    ("many", "minority"),
    ("many", "half"),
    ("many", "nearly all"),
    ("some", "many"),
    ("some", "most"),
    ("some", "majority"),
    ("some", "half"),
    ("some", "minority"),
    ("several", "many"),
    ("several", "most"),
    ("several", "majority"),
    ("several", "half"),
    ("several", "minority"),
    ("most", "nearly all"),
    ("majority", "nearly all"),
    ("majority", "many"),
    ("minority", "few"),
    ("minority", "several"),
    ("some", "nearly all"),
    ("several", "nearly all"),
}
_UNCLEAR = {
    ("all", "nearly all"),
    ("all", "half"),
    ("nearly all", "half"),
    ("most", "half"),
    ("majority", "half"),
    ("half", "many"),
    ("few", "some"),
    ("few", "several"),
    ("few", "minority"),
    ("hardly any", "some"),
    ("hardly any", "several"),
    ("hardly any", "minority"),
    ("some", "few"),
    ("several", "few"),
    ("most", "several"),
    ("majority", "several"),
    ("minority", "many"),
    ("minority", "hardly any"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A change of the evidence and another of the claim.

    Attributes:
        kind: What is changed.
        label: What the one says of the other.
        evidence: Of the sentence that is to be the evidence.
        claim: Of the same sentence, to be the claim.
    """

    kind: str
    label: str
    evidence: Edit
    claim: Edit


def pairs(doc: Doc, rng: random.Random) -> Iterator[Pair]:
    """The pairs that a sentence gives."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or any(child.dep_ == "neg" for child in root.children):
        return
    yield from _how_many(root, rng)
    yield from _whether(root, rng)
    yield from _how_sure(root, rng)


def _change(kind: str, *cuts: tuple[int, int, str]) -> Edit:
    return Edit(kind, "", "", cuts)


def _how_many(root: Token, rng: random.Random) -> Iterator[Pair]:
    subject = next((child for child in root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.tag_ != "NNS" or subject.i > root.i or subject.ent_type_:
        return
    first = subject.left_edge
    if first.dep_ == "det" and first.lower_ == "the":
        start, form = first.idx, 1
    elif first.lower_ in ("all", "most", "many", "some", "several", "few", "no") and first.nbor(1).lower_ not in (
        "of",
        "the",
    ):
        start, form = first.nbor(1).idx, 0
    elif first.dep_ in ("amod", "compound") and first.tag_ in ("JJ", "NN") or first is subject:
        start, form = first.idx, 0
    else:
        return
    if any(child.dep_ == "nummod" for child in subject.children) or first.lower_ in (
        "other",
        "such",
        "more",
        "fewer",
        "these",
        "those",
    ):
        return

    def said(step: str) -> Edit:
        words = _STEPS[step][form]
        rest = root.doc.text[start].lower() if root.doc.text[start : start + 2].istitle() else root.doc.text[start]
        return _change("how many", (first.idx, start + 1, f"{words} {rest}"))

    for step in rng.sample(sorted(_STEPS), 4):
        other = rng.choice(sorted(_STEPS))
        if (step, other) in _UNCLEAR:
            continue
        true = other == step or other in _TRUE[step].split() or (step, other) == ("few", "hardly any")
        label = "supported" if true else "unsupported" if (step, other) in _OPEN else "refuted"
        yield Pair("how many", label, said(step), said(other))
    true_steps = [one for one in _TRUE["most"].split()]
    yield Pair("how many", "supported", said("most"), said(rng.choice(true_steps)))
    yield Pair("how many", "supported", said("all"), said(rng.choice(_TRUE["all"].split())))


_PAST = {
    "did": "{past}",
    "managed": "managed to {base}",
    "did not": "did not {base}",
    "refused": "refused to {base}",
    "declined": "declined to {base}",
    "failed": "failed to {base}",
    "planned": "planned to {base}",
    "tried": "tried to {base}",
    "considered": "considered {gerund}",
    "promised": "promised to {base}",
    "agreed": "agreed to {base}",
    "was about": "was expected to {base}",
}
_DONE = {
    ("did", "managed"): "supported", ("managed", "did"): "supported", ("refused", "did not"): "supported",
    ("declined", "did not"): "supported", ("failed", "did not"): "supported", ("refused", "declined"): "supported",
    ("declined", "refused"): "supported", ("did", "did not"): "refuted", ("did not", "did"): "refuted",
    ("refused", "did"): "refuted", ("declined", "did"): "refuted", ("failed", "did"): "refuted",
    ("did", "refused"): "refuted", ("did", "declined"): "refuted", ("did", "failed"): "refuted",
    ("planned", "did"): "unsupported", ("tried", "did"): "unsupported", ("considered", "did"): "unsupported",
    ("promised", "did"): "unsupported", ("agreed", "did"): "unsupported", ("was about", "did"): "unsupported",
    ("agreed", "refused"): "refuted", ("refused", "agreed"): "refuted", ("promised", "planned"): "unsupported",
    ("did not", "failed"): "supported", ("did not", "refused"): "unsupported", ("agreed", "declined"): "refuted",
    ("planned", "considered"): "unsupported", ("considered", "planned"): "unsupported",
}  # fmt: skip


def _whether(root: Token, rng: random.Random) -> Iterator[Pair]:
    """Somebody did it, refused to, only tried to."""
    subject = next((child for child in root.children if child.dep_ == "nsubj"), None)
    thing = next((child for child in root.children if child.dep_ == "dobj" and child.i > root.i), None)
    if (
        root.tag_ != "VBD"
        or subject is None
        or thing is None
        or root.lemma_ in ("have", "be", "see", "know", "receive")
    ):
        return
    if any(child.dep_ in ("aux", "conj", "xcomp", "ccomp") for child in root.children) or not subject.ent_type_:
        return
    forms = {
        "past": root.text,
        "base": inflect(root.lemma_, "VB"),
        "gerund": inflect(root.lemma_, "VBG"),
    }
    cut = (root.idx, root.idx + len(root))
    for step, other in rng.sample(sorted(_DONE), 6):
        yield Pair(
            "whether",
            _DONE[step, other],
            _change("whether", (*cut, _PAST[step].format(**forms))),
            _change("whether", (*cut, _PAST[other].format(**forms))),
        )


_SURE = ("will", "must", "may", "might", "could", "should", "can")
_LESS_SURE = {
    ("will", "will"): "supported", ("may", "might"): "supported", ("may", "could"): "supported",
    ("might", "may"): "supported", ("could", "might"): "supported", ("may", "will"): "refuted",
    ("might", "will"): "refuted", ("could", "will"): "refuted", ("should", "must"): "refuted",
    ("may", "must"): "refuted", ("can", "must"): "refuted", ("should", "will"): "refuted",
    ("must", "may"): "refuted", ("might", "must"): "refuted", ("can", "will"): "unsupported",
    ("must", "shall"): "supported", ("may", "may"): "supported", ("must", "should"): "refuted",
    ("must", "has to"): "supported", ("must", "is required to"): "supported", ("may", "is allowed to"): "supported",
    ("will", "is going to"): "supported", ("should", "ought to"): "supported", ("may", "has to"): "refuted",
    ("can", "is able to"): "supported", ("should", "is encouraged to"): "supported",
    ("is encouraged to", "must"): "refuted", ("is expected to", "will"): "unsupported",
    ("is expected to", "is likely to"): "supported", ("plans to", "will"): "unsupported",
    ("plans to", "intends to"): "supported", ("is likely to", "will"): "unsupported", ("will", "may not"): "refuted",
    ("is required to", "must"): "supported", ("is required to", "may"): "refuted", ("has to", "must"): "supported",
    ("is free to", "must"): "refuted", ("is allowed to", "may"): "supported", ("is going to", "will"): "supported",
}  # fmt: skip


def _how_sure(root: Token, rng: random.Random) -> Iterator[Pair]:
    """What is done or will be, told as possible, asked for or certain."""
    modal = next((child for child in root.children if child.tag_ == "MD"), None)
    subject = next((child for child in root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if modal is None or modal.lower_ not in _SURE or subject is None or subject.i > modal.i:
        return
    plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("we", "they", "you")
    plural = plural or any(child.dep_ == "conj" for child in subject.children)
    cut = (modal.idx, modal.idx + len(modal))
    for step, other in rng.sample(sorted(_LESS_SURE), 6):
        said = [_numbered(form, plural) for form in (step, other)]
        kind = "how sure"
        yield Pair(kind, _LESS_SURE[step, other], _change(kind, (*cut, said[0])), _change(kind, (*cut, said[1])))


def _numbered(form: str, plural: bool) -> str:
    first, _, rest = form.partition(" ")
    plurals = {"is": "are", "has": "have", "plans": "plan", "intends": "intend"}
    return f"{plurals.get(first, first)} {rest}".strip() if plural else form
