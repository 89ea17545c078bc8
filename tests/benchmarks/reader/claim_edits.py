"""Changes of a parsed sentence that exchange words: synonyms, and the words that make it wrong."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import claim_words as words
from lemminflect import getInflection
from spacy.tokens import Doc, Token

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
            vowel = new[0].lower() in "aeiou" and not re.match(r"(?:uni|use|one|eu)", new, re.I)
            before = before[: article.start()] + article[1] + ("n " if vowel else " ")
        text = before + new + text[end:]
    text = re.sub(r"\s+([,.;])", r"\1", re.sub(r" {2,}", " ", text)).strip()
    return text if text.endswith(".") else f"{text}."


def word_edits(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """All changes of words that the lexicon knows for a sentence."""
    for token in doc:
        if token.pos_ == "VERB":
            yield from _verbs(token, rng)
        yield from _other_words(token, rng)
        yield from _kinds(token)
        yield from _quantifiers(token, rng)
        yield from _modals(token, rng)
    yield from _phrases(doc, rng)
    yield from _negations(doc)


def _groups(table: str) -> dict[str, list[list[list[str]]]]:
    """For each word that opens a line, the groups of the line; its own is the first."""
    lines: dict[str, list[list[list[str]]]] = {}
    for line in table.strip().splitlines():
        groups = [[word.strip() for word in group.split("=")] for group in line.split(" | ")]
        lines.setdefault(groups[0][0], []).append(groups)
    return lines


OPPOSED = _groups(words.OPPOSED_VERBS)
OTHER = _groups(words.OTHER_VERBS)
INTRANSITIVE = _groups(words.INTRANSITIVE_VERBS)
INFINITIVE = _groups(words.INFINITIVE_VERBS)
SAME: dict[str, list[tuple[str, str]]] = {}
for _entry in words.SAME_WORDS.replace("\n", " | ").split(" | "):
    if _entry.strip():
        _tag, _rest = _entry.strip().split(" ", 1)
        _first, *_others = _rest.split("=")
        SAME.setdefault(_first, []).extend((_tag, other) for other in _others)
WORDS: dict[str, list[tuple[str, list[list[str]]]]] = {}
for _line in words.OPPOSED_WORDS.strip().splitlines():
    _tag, _rest = _line.split(" ", 1)
    _parts = [group.split("=") for group in _rest.split(" | ")]
    WORDS.setdefault(_parts[0][0], []).append((_tag, _parts))
KINDS: dict[str, str] = {}
for _entry in words.KINDS.replace("\n", " | ").split(" | "):
    if ":" in _entry:
        _names, _kind = (half.strip() for half in _entry.split(":"))
        _singular, *_plural = _names.split()
        _halves = _kind.split()
        _middle = max(1, len(_halves) // 2) if _plural else len(_halves)
        KINDS[_singular] = " ".join(_halves[:_middle])
        if _plural:
            KINDS[_plural[0]] = " ".join(_halves[_middle:])


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


def _verbs(verb: Token, rng: random.Random) -> Iterator[Edit]:
    particle = next((child for child in verb.children if child.dep_ == "prt" and child.i == verb.i + 1), None)
    end = particle.idx + len(particle) if particle is not None else verb.idx + len(verb)
    lemma = verb.lemma_.lower() + (f" {particle.lower_}" if particle is not None else "")
    objects = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    passive = is_passive(verb)
    infinitive = any(child.dep_ == "xcomp" and child.tag_ == "VB" and child.i > verb.i for child in verb.children)
    if any(child.dep_ in ("dative", "oprd", "prep") and child.i == verb.i + 1 for child in verb.children):
        if not passive:
            return
    if infinitive and not objects and not passive:
        tables = [(INFINITIVE, "refuted")]
    elif passive or (objects and objects[0].i > verb.i and objects[0].pos_ != "PRON"):
        tables = [(OPPOSED, "refuted"), (OTHER, "unsupported")]
    elif not objects and not any(child.dep_ in ("ccomp", "xcomp", "acomp", "attr") for child in verb.children):
        tables = [(INTRANSITIVE, "refuted")]
    else:
        return
    with_what = lemma in ("provide", "supply") and any(child.lower_ == "with" for child in verb.children)
    if verb.dep_ in ("amod", "compound") or with_what or _is_hyphenated(verb):
        return
    for table, label in tables:
        for own, *others in table.get(lemma, ()):
            yield from _exchanged(verb, end, own, others, label, passive, rng)


def _exchanged(
    verb: Token, end: int, own: list[str], others: list[list[str]], label: str, passive: bool, rng: random.Random
) -> Iterator[Edit]:
    """A synonym of a verb, another verb of its frame, and the denial of that."""
    wished = any(child.dep_ == "xcomp" for child in verb.children)

    def cut(phrase: str, tag: str = verb.tag_) -> tuple[Cut, ...]:
        if passive and phrase.startswith("~"):
            return ()
        new = inflect(phrase, tag)
        return ((verb.idx, end, new),) if new else ()

    for synonym in own[1:]:
        if cuts := cut(synonym):
            yield Edit("synonym verb", "supported", "supported", cuts)
    for group in others:
        if cuts := cut(rng.choice(group)):
            kind = "verb" if label == "refuted" else "other verb"
            yield Edit(kind, label, label, cuts)
    if label == "refuted" and not (wished and own[0] not in ("agree", "refuse", "fail")):
        group = rng.choice(others)
        for phrase, says in ((rng.choice(group), "supported"), (rng.choice(own), "refuted")):
            kind = "negated antonym" if says == "supported" else "negation"
            if (denial := _denied(verb, phrase, end, passive)) is not None:
                yield Edit(kind, says, "" if says == "supported" else "refuted", denial)


def _denied(verb: Token, phrase: str, end: int, passive: bool) -> tuple[Cut, ...] | None:
    """The cuts that deny another verb in place of a predicate."""
    if verb.dep_ != "ROOT" or any(child.dep_ in ("neg", "conj") for child in verb.children):
        return None
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if passive and phrase.startswith("~"):
        return None
    if helpers:
        new = inflect(phrase, verb.tag_)
        place = helpers[0].idx + len(helpers[0])
        if helpers[0].lower_ in ("'s", "’s", "'ll", "’ll", "'ve", "’ve", "to") or new is None:
            return None
        if place + 1 == verb.idx:
            return ((place, end, f" not {new}"),)
        return ((place, place, " not"), (verb.idx, end, new))
    do = {"VBD": "did", "VBZ": "does", "VBP": "do"}.get(verb.tag_)
    new = inflect(phrase, "VB")
    return ((verb.idx, end, f"{do} not {new}"),) if do and new else None


def _other_words(token: Token, rng: random.Random) -> Iterator[Edit]:
    span = (token.idx, token.idx + len(token))
    if _is_hyphenated(token):
        return
    if token.ent_type_ in ("ORG", "GPE", "PERSON", "LAW", "WORK_OF_ART", "FAC", "EVENT") or token.pos_ == "PROPN":
        return
    for tag, other in SAME.get(token.lower_, ()):
        if token.tag_.startswith(tag) and tag != "VB":
            yield Edit("synonym", "supported", "supported", ((*span, other),))
    if token.pos_ == "VERB" and token.tag_ not in ("VBG",):
        has_object = any(child.dep_ == "dobj" and child.i > token.i for child in token.children)
        for tag, other in SAME.get(token.lemma_.lower(), ()):
            if tag == "VB" and has_object and not is_passive(token) and (new := inflect(other, token.tag_)):
                yield Edit("synonym verb", "supported", "supported", ((*span, new),))
    key = token.lower_
    for singular in (key, token.lemma_.lower()):
        for tag, groups in WORDS.get(singular, ()):
            if not token.tag_.startswith(tag) or (tag == "IN" and not list(token.children)):
                continue
            own, *others = groups
            plural = token.tag_ == "NNS"
            for synonym in own[1:]:
                yield Edit("synonym", "supported", "supported", ((*span, _plural(synonym, plural)),))
            for group in others:
                kind = {"IN": "order", "NN": "direction"}.get(tag, "quality")
                yield Edit(kind, "refuted", "refuted", ((*span, _plural(rng.choice(group), plural)),))
        if singular in WORDS:
            break


def _is_hyphenated(token: Token) -> bool:
    text = token.doc.text
    return "-" in (text[token.idx - 1 : token.idx], text[token.idx + len(token) : token.idx + len(token) + 1])


def _plural(noun: str, plural: bool) -> str:
    if not plural:
        return noun
    forms = getInflection(noun, tag="NNS")
    return forms[0] if forms else noun + "s"


def _kinds(token: Token) -> Iterator[Edit]:
    """The name of a kind in place of one of the kind: it says less."""
    if token.pos_ != "NOUN" or token.lower_ not in KINDS or token.dep_ == "compound" or is_denied(token):
        return
    if token.i and token.nbor(-1).lower_ in ("of", "-"):
        return
    if any(child.lower_ in ("all", "every", "each", "most", "first", "largest", "any") for child in token.children):
        return
    cut = (token.idx, token.idx + len(token), KINDS[token.lower_])
    yield Edit("hypernym", "supported", "unsupported", (cut,))


def _quantifiers(token: Token, rng: random.Random) -> Iterator[Edit]:
    word = token.lower_
    end = token.idx + len(token)
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if after is None:
        return
    if word in ("thousands", "millions", "hundreds", "dozens") and after.lower_ == "of":
        word, end = f"{word} of", after.idx + 2
    elif token.dep_ not in ("det", "amod", "nummod") or token.head.i <= token.i or after.lower_ in ("the", "of"):
        return
    elif word in ("all", "most", "some", "no") and token.head.tag_ != "NNS":
        return
    if word not in words.QUANTIFIERS or (token.i and token.nbor(-1).lower_ in _NOT_BEFORE_QUANTIFIERS):
        return
    true, wrong = words.QUANTIFIERS[word]
    denied = word != "no" and is_denied(token)
    if not denied:
        for other in true:
            same = (word, other) in (("every", "each"), ("each", "every"), ("few", "hardly any"), ("no", "not any"))
            if other != "not any":
                yield Edit("quantifier", "supported", "supported" if same else "refuted", ((token.idx, end, other),))
    for other in rng.sample(wrong, min(2, len(wrong))):
        yield Edit("quantifier", "refuted", "", ((token.idx, end, other),))


_NOT_BEFORE_QUANTIFIERS = frozenset("the at a not these so as too how of".split())


def _modals(token: Token, rng: random.Random) -> Iterator[Edit]:
    if token.tag_ != "MD" or token.lower_ not in words.MODALS:
        return
    if any(child.dep_ == "neg" for child in token.head.children) or token.lower_ == "cannot":
        return
    if token.lower_ in ("shall", "must"):
        other = {"shall": "must", "must": "shall"}[token.lower_]
        yield Edit("modality", "supported", "supported", ((token.idx, token.idx + len(token), other),))
    for other in rng.sample(words.MODALS[token.lower_], 2):
        yield Edit("modality", "refuted", "", ((token.idx, token.idx + len(token), other),))
    verb = token.head
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if token.lower_ in ("will", "may", "should", "could") and verb.i == token.i + 1 and subject and verb.tag_ == "VB":
        plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("we", "they", "i", "you")
        done = inflect(verb.lemma_, "VBN")
        if done and verb.lemma_ != "be":
            new = f"{'have' if plural else 'has'} {done}"
            yield Edit("modality", "refuted", "", ((token.idx, verb.idx + len(verb), new),))


def _phrases(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    lowered = doc.text.lower()
    for pattern, first, same, wrong in PHRASES:
        for match in pattern.finditer(lowered):
            if first in ("over", "under", "more than", "less than", "fewer than", "at least", "up to", "nearly", "almost"):
                if not re.match(r"\s+(?:\$?\d|a |one|two|three|half|ten|twenty)", lowered[match.end() :]):
                    continue
            if first == "because" and re.search(r"\b(?:is|was|are|were) $", lowered[: match.start()]):
                continue
            for other in same:
                yield Edit("phrase", "supported", "supported" if "one of" not in other else "refuted", ((*match.span(), other),))
            for other in rng.sample(wrong, min(2, len(wrong))):
                yield Edit("phrase", "refuted", "", ((*match.span(), other),))


def _compile() -> Iterator[tuple[re.Pattern[str], str, list[str], list[str]]]:
    for line in words.PHRASES.strip().splitlines():
        first, *others = (part.strip() for part in line.split(" | "))
        same = [one[2:] for one in others if one.startswith("= ")]
        wrong = [one[2:] for one in others if one.startswith("x ")]
        yield re.compile(rf"(?<![\w-]){re.escape(first.lower())}(?![\w-])"), first, same, wrong


PHRASES = list(_compile())


def _negations(doc: Doc) -> Iterator[Edit]:
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return
    denial = next((child for child in root.children if child.dep_ == "neg"), None)
    if denial is None:
        if any(child.dep_ == "conj" for child in root.children):
            return
        helpers = [child for child in root.children if child.dep_ in ("aux", "auxpass")]
        if helpers and helpers[0].lower_.isalpha() and helpers[0].lower_ != "to":
            place = helpers[0].idx + len(helpers[0])
            yield Edit("negation", "refuted", "refuted", ((place, place, " not"),))
        elif root.lemma_ == "be" and root.lower_ in ("is", "are", "was", "were"):
            place = root.idx + len(root)
            yield Edit("negation", "refuted", "refuted", ((place, place, " not"),))
        elif not helpers and (do := {"VBD": "did", "VBZ": "does", "VBP": "do"}.get(root.tag_)) and root.lemma_ != "be":
            yield Edit("negation", "refuted", "refuted", ((root.idx, root.idx + len(root), f"{do} not {root.lemma_}"),))
        return
    helper = next((child for child in root.children if child.dep_ in ("aux", "auxpass")), None)
    if helper is not None and helper.lower_ in ("do", "does", "did") and denial.i == helper.i + 1:
        tag = {"do": "VBP", "does": "VBZ", "did": "VBD"}[helper.lower_]
        if new := inflect(root.lemma_, tag):
            yield Edit("negation", "refuted", "refuted", ((helper.idx, denial.idx + len(denial), ""), (root.idx, root.idx + len(root), new)))
    elif denial.lower_ in ("not", "never"):
        yield Edit("negation", "refuted", "refuted", ((denial.idx, denial.idx + len(denial), ""),))


Finder = Callable[[Doc, random.Random], Iterator[Edit]]


def join(finders: Sequence[Finder], doc: Doc, rng: random.Random) -> list[Edit]:
    """What several finders find."""
    return [edit for finder in finders for edit in finder(doc, rng)]
