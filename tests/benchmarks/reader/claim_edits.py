"""Changes of a parsed sentence that exchange words: synonyms, and the words that make it wrong."""

import random
import re
from collections.abc import Iterator

import claim_words as words
from claim_grammar import NAMES, Edit, inflect, is_denied, is_hyphenated, is_passive
from claim_verbs import verb_edits
from lemminflect import getInflection
from spacy.tokens import Doc, Token


def word_edits(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """All changes of words that the lexicon knows for a sentence."""
    for token in doc:
        if token.pos_ == "VERB":
            yield from verb_edits(token, rng)
        if not is_hyphenated(token) and token.ent_type_ not in NAMES and token.pos_ != "PROPN":
            yield from _synonyms(token)
            yield from _opposites(token, rng)
        yield from _kinds(token)
        yield from _quantifiers(token, rng)
        yield from _modals(token, rng)
    yield from _phrases(doc, rng)
    yield from _negations(doc)
    yield from _only(doc)


def _synonyms(token: Token) -> Iterator[Edit]:
    span = (token.idx, token.idx + len(token))
    for tag, (same,) in words.SAME_WORDS.get(token.lower_, ()):
        if token.tag_.startswith(tag) and tag != "VB":
            for other in same[1:]:
                yield Edit("synonym", "supported", "supported", ((*span, other),))
    has_object = any(child.dep_ == "dobj" and child.i > token.i for child in token.children)
    if token.pos_ != "VERB" or token.tag_ == "VBG" or not has_object or is_passive(token):
        return
    for tag, (same,) in words.SAME_WORDS.get(token.lemma_.lower(), ()):
        for other in same[1:]:
            if tag == "VB" and (new := inflect(other, token.tag_)):
                yield Edit("synonym verb", "supported", "supported", ((*span, new),))


def _opposites(token: Token, rng: random.Random) -> Iterator[Edit]:
    span, plural = (token.idx, token.idx + len(token)), token.tag_ == "NNS"
    lines = words.OPPOSED_WORDS.get(token.lower_) or words.OPPOSED_WORDS.get(token.lemma_.lower(), ())
    for tag, (own, *others) in lines:
        if not token.tag_.startswith(tag) or (tag == "IN" and not list(token.children)):
            continue
        for synonym in own[1:]:
            yield Edit("synonym", "supported", "supported", ((*span, _plural(synonym, plural)),))
        for group in others:
            kind = {"IN": "order", "NN": "direction"}.get(tag, "quality")
            yield Edit(kind, "refuted", "refuted", ((*span, _plural(rng.choice(group), plural)),))


def _plural(noun: str, plural: bool) -> str:
    if not plural:
        return noun
    forms = getInflection(noun, tag="NNS")
    return forms[0] if forms else noun + "s"


def _kinds(token: Token) -> Iterator[Edit]:
    """The name of a kind in place of one of the kind: it says less."""
    if token.pos_ != "NOUN" or token.lower_ not in words.KINDS or token.dep_ == "compound" or is_denied(token):
        return
    if token.i and token.nbor(-1).lower_ in ("of", "-"):
        return
    if any(child.lower_ in ("all", "every", "each", "most", "first", "largest", "any") for child in token.children):
        return
    cut = (token.idx, token.idx + len(token), words.KINDS[token.lower_])
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
        weaker = other in ("may", "could", "should", "need not", "can") or " not" in other
        back = "refuted" if weaker and token.lower_ in ("will", "must", "shall") else ""
        yield Edit("modality", "refuted", back, ((token.idx, token.idx + len(token), other),))
    verb = token.head
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if token.lower_ in ("will", "may", "should", "could") and verb.i == token.i + 1 and subject and verb.tag_ == "VB":
        plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("we", "they", "i", "you")
        done = inflect(verb.lemma_, "VBN")
        if done and verb.lemma_ != "be":
            new = f"{'have' if plural else 'has'} {done}"
            yield Edit("modality", "refuted", "", ((token.idx, verb.idx + len(verb), new),))


_BEFORE_NUMBERS = frozenset(["over", "more than", "less than", "fewer than", "at least", "up to", "nearly", "almost"])


def _phrases(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    lowered = doc.text.lower()
    for pattern, first, same, wrong in _PHRASES:
        for match in pattern.finditer(lowered):
            number = re.match(r"\s+(?:\$?\d|a |one|two|three|half|ten|twenty)", lowered[match.end() :])
            if first in _BEFORE_NUMBERS and not number:
                continue
            if first == "because" and re.search(r"\b(?:is|was|are|were) $", lowered[: match.start()]):
                continue
            for other in same:
                yield Edit("phrase", "supported", "supported", ((*match.span(), other),))
            for other in rng.sample(wrong, min(2, len(wrong))):
                yield Edit("phrase", "refuted", "", ((*match.span(), other),))


_PHRASES = [
    (re.compile(rf"(?<![\w-]){re.escape(first.lower())}(?![\w-])"), first, same, wrong)
    for first, (same, wrong) in words.PHRASES.items()
]


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
            yield Edit(
                "negation",
                "refuted",
                "refuted",
                ((helper.idx, denial.idx + len(denial), ""), (root.idx, root.idx + len(root), new)),
            )
    elif denial.lower_ in ("not", "never"):
        yield Edit("negation", "refuted", "refuted", ((denial.idx, denial.idx + len(denial), ""),))


def _only(doc: Doc) -> Iterator[Edit]:
    """'Only', where the sentence does not say it."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or is_denied(root):
        return
    for child in root.children:
        named = child.dep_ in ("nsubj", "nsubjpass") and child.left_edge.i == 0 and child.pos_ in ("NOUN", "PROPN")
        if named or child.dep_ == "dobj" and child.i > root.i and child.pos_ == "NOUN":
            place = child.left_edge.idx
            first = doc.text[place]
            name = child.left_edge.pos_ == "PROPN" or child.left_edge.ent_type_ and child.left_edge.lower_ != "the"
            first = first if name else first.lower()
            yield Edit("only", "unsupported", "supported", ((place, place + 1, f"only {first}"),))
