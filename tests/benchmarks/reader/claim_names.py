"""Changes of a sentence's names: into others of their kind, and of two with each other."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from claim_grammar import Edit, wrong
from spacy.tokens import Doc, Span

STATES = (
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois "
    "Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri "
    "Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming"
).split()
COUNTRIES = (
    "Afghanistan Argentina Australia Austria Belgium Brazil Canada Chile China Colombia Denmark Egypt Ethiopia Finland "
    "France Germany Greece Guatemala Haiti Honduras Hungary India Indonesia Iran Iraq Ireland Israel Italy Japan "
    "Jordan Kenya Lebanon Mexico Morocco Nigeria Norway Pakistan Panama Peru Poland Qatar Russia Somalia Spain Sudan "
    "Sweden Switzerland Syria Taiwan Thailand Turkey Ukraine Venezuela Vietnam Yemen"
).split()
PEOPLES = (
    "American Chinese Russian Ukrainian Japanese Korean Indian Iranian Israeli Mexican Canadian British French German "
    "Italian Polish Australian European African Brazilian Egyptian Saudi Turkish Irish"
).split()

Pools = dict[str, list[str]]
"""Names that occur often enough, by kind."""


def pool_of(label: str, name: str) -> str:
    """The pool of the names that may stand for a name."""
    return f"{label} {min(len(name.split()), 4)} {name.startswith('the ')} {name.isupper()}"


def name_pools(docs: Iterable[Doc]) -> Pools:
    """Names that stand in at least three sentences, by kind, length and article."""
    counts: Counter[tuple[str, str]] = Counter()
    for doc in docs:
        for name in doc.ents:
            plain = all(token.text[0].isupper() or token.lower_ in ("the", "of", "and", "for") for token in name)
            if (
                plain
                and name.label_ in ("PERSON", "GPE", "ORG", "LOC", "EVENT")
                and not name.text.endswith(("’s", "'s"))
            ):
                counts[name.label_, name.text] += 1
    surnames = {text.split()[-1] for label, text in counts if label == "PERSON" and " " in text}
    pools: Pools = defaultdict(list)
    for (label, text), count in sorted(counts.items()):
        word = " " not in text
        if count < 3 or not text.isascii() or word and not fits_alone(label, text, surnames):
            continue
        if label != "PERSON" or text.replace(" ", "").replace(".", "").isalpha():
            pools[pool_of(label, text)].append(text)
    return pools


def fits_alone(label: str, name: str, surnames: set[str]) -> bool:
    """Whether a name of one word is surely one of its kind."""
    return {"PERSON": name in surnames, "ORG": name.isupper(), "GPE": len(name) > 3}.get(label, False)


def name_edits(doc: Doc, pools: Pools, rng: random.Random) -> Iterator[Edit]:
    """Names exchanged for others of their kind, and exchanged with each other."""
    names = [one for one in doc.ents if one.label_ in ("PERSON", "GPE", "ORG", "NORP", "LOC", "EVENT")]
    for name in names:
        enclosed = doc.text[max(0, name.start_char - 1) : name.start_char] in ("(", "/", "-", "“")
        if name.root.tag_ in ("NNP", "NNPS") and not enclosed and (other := _other_name(name, pools, rng)):
            yield wrong("name", (name.start_char, name.end_char), other)
    for one, other in combinations(names, 2):
        if one.label_ != other.label_ or one.label_ == "EVENT" or one.text in other.text or other.text in one.text:
            continue
        if _are_on_a_par(one, other) or one.text.lower().startswith("the ") != other.text.startswith("the "):
            continue
        yield Edit(
            "names exchanged",
            "refuted",
            "refuted",
            ((one.start_char, one.end_char, other.text), (other.start_char, other.end_char, _inside(one.text))),
        )


def _inside(name: str) -> str:
    return "the " + name[4:] if name.startswith("The ") else name


_MUTUAL = frozenset(
    "meet speak talk discuss join agree partner cooperate marry work be between negotiate converse hold share connect "
    "engage consult collaborate".split()
)


def _are_on_a_par(one: Span, other: Span) -> bool:
    """Whether two names may change places without changing what is said."""
    between = one.doc[one.end : other.start]
    heads = {token.lemma_.lower() for name in (one, other) for token in name.root.ancestors}
    if heads & _MUTUAL or any(token.lower_ == "between" for token in one.doc):
        return True
    ancestors = [one.root, *one.root.ancestors]
    related = other.root in ancestors or one.root in other.root.ancestors
    listed = all(token.dep_ in ("cc", "punct", "conj", "det", "appos", "compound") for token in between)
    return listed or related and other.root.dep_ in ("conj", "appos", "compound")


def _other_name(name: Span, pools: Pools, rng: random.Random) -> str | None:
    text = name.text
    for group in (STATES, COUNTRIES, PEOPLES):
        if text in group:
            pool = group
            break
    else:
        pool = pools.get(pool_of(name.label_, text), [])
        if " " not in text and text not in pool:
            return None
    for _ in range(10):
        other = rng.choice(pool) if pool else text
        if other.lower() not in name.doc.text.lower() and not text.endswith(("'s", "’s")):
            return other
    return None
