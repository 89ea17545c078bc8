"""Changes of a parsed sentence's build: voice, order, length, and who does what to whom."""

from collections.abc import Iterator

from claim_edits import Cut, Edit, inflect, is_denied, is_passive
from spacy.tokens import Doc, Token

_OBJECT_FORMS = {"he": "him", "she": "her", "they": "them", "we": "us", "i": "me", "it": "it", "who": "whom"}
_STATES = frozenset("have be include want need lack mean say become remain cost weigh contain let get like see".split())
_TO_VERBS = {"give": "receive", "send": "receive", "lend": "borrow", "sell": "buy", "award": "receive", "offer": "receive",
             "provide": "receive", "pay": "receive", "grant": "receive", "deliver": "receive", "donate": "receive",
             "present": "receive", "teach": "learn"}
_FROM_VERBS = {"receive": "give", "borrow": "lend", "buy": "sell", "get": "give", "purchase": "sell"}
_LINKS = {("lead", "to"), ("result", "in"), ("contribute", "to"), ("depend", "on"), ("rely", "on"), ("belong", "to"),
          ("report", "to"), ("respond", "to"), ("stem", "from"), ("come", "before"), ("come", "after"), ("call", "on")}
_CONDITIONS = frozenset("if unless until provided once whether except".split())


def structure_edits(doc: Doc) -> Iterator[Edit]:
    """All changes of the build of a sentence."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or not doc.text.endswith("."):
        return
    yield from _shortened(doc, root)
    yield from _reordered(doc, root)
    yield from _conditions(doc)
    yield from _compared(doc)
    if root.pos_ == "VERB":
        yield from _to_passive(doc, root)
        yield from _to_active(doc, root)
        yield from _roles(doc, root)
        yield from _plans(root)


def _span(token: Token) -> tuple[int, int]:
    """Where the phrase of a token stands in the text."""
    last = token.right_edge
    return token.left_edge.idx, last.idx + len(last)


def _phrase(token: Token) -> str:
    """The words of a phrase as they stand inside a sentence."""
    start, end = _span(token)
    text = token.doc.text[start:end]
    first = token.left_edge
    keeps = first.pos_ == "PROPN" or first.ent_type_ or first.lower_ == "i" or text[1:2].isupper()
    return text if keeps and first.lower_ != "the" else text[0].lower() + text[1:]


def _one(verb: Token, *deps: str) -> Token | None:
    found = [child for child in verb.children if child.dep_ in deps]
    return found[0] if len(found) == 1 else None


def _is_plural(noun: Token) -> bool:
    plural = noun.tag_ in ("NNS", "NNPS") or noun.lower_ in ("they", "we", "these", "those")
    return plural or any(child.dep_ == "conj" for child in noun.children)


def _is_plain(noun: Token, longest: int = 12) -> bool:
    """Whether a phrase is short and without clauses, so that it may stand elsewhere."""
    words = list(noun.subtree)
    clause = any(one.dep_ in ("relcl", "ccomp", "advcl", "parataxis", "csubj") or one.text in ",;:—()" for one in words)
    return len(words) <= longest and not clause and noun.right_edge.i - noun.left_edge.i + 1 == len(words)


def _to_passive(doc: Doc, verb: Token) -> Iterator[Edit]:
    subject, thing = _one(verb, "nsubj"), _one(verb, "dobj")
    others = {child.dep_ for child in verb.children}
    if subject is None or thing is None or verb.lemma_ in _STATES or subject.i > verb.i:
        return
    if others & {"neg", "conj", "ccomp", "xcomp", "dative", "oprd", "prt", "expl"} or thing.pos_ == "PRON":
        return
    if not _is_plain(subject, 10) or not _is_plain(thing, 14) or thing.left_edge.i != verb.i + 1:
        return
    if subject.pos_ == "PRON" and subject.lower_ not in _OBJECT_FORMS or subject.lower_ == "it":
        return
    helpers = [child for child in verb.children if child.dep_ == "aux"]
    if len(helpers) > 1 or subject.right_edge.i + 1 + len(helpers) != verb.i:
        return
    plural, done = _is_plural(thing), inflect(verb.lemma_, "VBN")
    if helpers and helpers[0].tag_ == "MD":
        being = f"{helpers[0].text} be"
    elif helpers and helpers[0].lemma_ == "have":
        being = {"had": "had been"}.get(helpers[0].lower_, "have been" if plural else "has been")
    elif not helpers and verb.tag_ in ("VBD", "VBZ", "VBP"):
        past = verb.tag_ == "VBD"
        being = ("were" if plural else "was") if past else ("are" if plural else "is")
    else:
        return
    actor = _OBJECT_FORMS.get(subject.lower_, _phrase(subject))
    start, end = _span(subject)[0], _span(thing)[1]
    new = f"{_phrase(thing)} {being} {done} by {actor}"
    yield Edit("passive", "supported", "supported", ((start, end, new),))
    if subject.pos_ != "PRON":
        backwards = f"{_phrase(subject)} {_agreed(being, _is_plural(subject))} {done} by {_phrase(thing)}"
        kind = "roles exchanged" if _are_actors(subject, thing) else "things exchanged"
        yield Edit(kind, "refuted", "refuted", ((start, end, backwards),))


def _are_actors(*nouns: Token) -> bool:
    """Whether all phrases are of people, places or bodies, so that any of them may act."""
    kinds = ("PERSON", "ORG", "GPE", "NORP")
    return all(noun.pos_ == "PROPN" or any(one.ent_type_ in kinds for one in noun.subtree) for noun in nouns)


def _agreed(being: str, plural: bool) -> str:
    forms = {"was": "were", "is": "are", "has been": "have been"}
    backwards = {value: key for key, value in forms.items()}
    return forms.get(being, being) if plural else backwards.get(being, being)


def _to_active(doc: Doc, verb: Token) -> Iterator[Edit]:
    subject, agent = _one(verb, "nsubjpass"), _one(verb, "agent")
    actor = _one(agent, "pobj") if agent is not None else None
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if subject is None or actor is None or not helpers or any(c.dep_ in ("neg", "conj") for c in verb.children):
        return
    if not _is_plain(subject) or not _is_plain(actor) or agent is None or agent.i != verb.i + 1 or subject.pos_ == "PRON":
        return
    if subject.right_edge.i + 1 != helpers[0].i or helpers[-1].i + 1 != verb.i or actor.tag_ == "VBG":
        return
    plural, said = _is_plural(actor), [one.lower_ for one in helpers]
    if said in (["was"], ["were"]):
        done = inflect(verb.lemma_, "VBD")
    elif said in (["is"], ["are"]):
        done = inflect(verb.lemma_, "VBP" if plural else "VBZ")
    elif said in (["has", "been"], ["have", "been"]):
        done = f"{'have' if plural else 'has'} {inflect(verb.lemma_, 'VBN')}"
    elif len(said) == 2 and helpers[0].tag_ == "MD" and said[1] == "be":
        done = f"{helpers[0].text} {verb.lemma_}"
    else:
        return
    start, end = _span(subject)[0], _span(actor)[1]
    yield Edit("active", "supported", "supported", ((start, end, f"{_phrase(actor)} {done} {_phrase(subject)}"),))
    if _is_plural(subject) == plural:
        wrong = f"{_phrase(subject)} {done} {_phrase(actor)}"
        yield Edit("roles exchanged", "refuted", "refuted", ((start, end, wrong),))


def _exchange(kind: str, one: Token, other: Token, label: str = "refuted") -> Edit:
    cuts = ((*_span(one), _phrase(other)), (*_span(other), _phrase(one)))
    return Edit(kind, label, label, cuts)


def _may_change_places(one: Token, other: Token) -> bool:
    plain = _is_plain(one, 8) and _is_plain(other, 8) and one.pos_ != "PRON" and other.pos_ != "PRON"
    return plain and _is_plural(one) == _is_plural(other) and one.left_edge.lower_ not in ("this", "these", "that")


def _roles(doc: Doc, verb: Token) -> Iterator[Edit]:
    subject, thing = _one(verb, "nsubj"), _one(verb, "dobj")
    if subject is None or subject.i > verb.i:
        return
    mutual = verb.lemma_ in ("meet", "join", "marry", "resemble", "equal", "be")
    if thing is not None and not mutual and _may_change_places(subject, thing) and thing.i > verb.i:
        kind = "roles exchanged" if _are_actors(subject, thing) else "things exchanged"
        yield _exchange(kind, subject, thing)
    for prep in (child for child in verb.children if child.dep_ in ("prep", "dative") and child.i > verb.i):
        other = _one(prep, "pobj")
        if other is None:
            continue
        if (verb.lemma_, prep.lower_) in _LINKS and _may_change_places(subject, other):
            yield _exchange("cause and effect" if verb.lemma_ in ("lead", "result") else "roles exchanged", subject, other)
        converse = {"to": _TO_VERBS, "from": _FROM_VERBS}.get(prep.lower_, {}).get(verb.lemma_)
        if converse and _may_change_places(subject, other):
            yield _exchange("roles exchanged", subject, other)
            yield from _conversed(verb, subject, thing, prep, other, converse)
    origin = next((child for child in verb.subtree if child.lower_ == "from" and child.dep_ == "prep"), None)
    goal = next((child for child in verb.subtree if child.lower_ == "to" and child.dep_ == "prep"), None)
    if origin is not None and goal is not None and (one := _one(origin, "pobj")) and (two := _one(goal, "pobj")):
        apart = two.left_edge.i > one.right_edge.i or one.left_edge.i > two.right_edge.i
        if apart and "DATE" not in (one.ent_type_, two.ent_type_) and abs(one.i - two.i) < 8 and _is_plain(one, 6) and _is_plain(two, 6):
            yield _exchange("from and to", one, two)


def _conversed(
    verb: Token, subject: Token, thing: Token | None, prep: Token, other: Token, converse: str
) -> Iterator[Edit]:
    """The same act told from its other side: 'lent to' as 'borrowed from'."""
    if thing is None or thing.left_edge.i != verb.i + 1 or thing.right_edge.i + 1 != prep.i:
        return
    if any(child.dep_ in ("aux", "neg", "conj") for child in verb.children) or subject.right_edge.i + 1 != verb.i:
        return
    done = inflect(converse, "VBP" if _is_plural(other) and verb.tag_ in ("VBZ", "VBP") else verb.tag_)
    back = {"to": "from", "from": "to"}[prep.lower_]
    start, end = _span(subject)[0], _span(other)[1]
    right = f"{_phrase(other)} {done} {_phrase(thing)} {back} {_phrase(subject)}"
    wrong = f"{_phrase(subject)} {done} {_phrase(thing)} {back} {_phrase(other)}"
    yield Edit("converse", "supported", "supported", ((start, end, right),))
    yield Edit("roles exchanged", "refuted", "refuted", ((start, end, wrong),))


def _plans(verb: Token) -> Iterator[Edit]:
    """What somebody plans, told as done."""
    goal = _one(verb, "xcomp")
    if verb.lemma_ not in ("plan", "propose", "intend", "seek", "promise", "aim", "want", "hope", "pledge", "vow", "agree"):
        return
    if goal is None or goal.tag_ != "VB" or goal.i != verb.i + 2 or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return
    if any(child.dep_ in ("neg", "aux") for child in verb.children) or goal.lemma_ == "be":
        return
    start, end = verb.idx, goal.idx + len(goal)
    has = "have" if verb.tag_ == "VBP" else "has"
    for done in (inflect(goal.lemma_, "VBD"), f"{has} {inflect(goal.lemma_, 'VBN')}"):
        yield Edit("modality", "refuted", "", ((start, end, str(done)),))


def _drop(token: Token) -> Cut | None:
    """The cut that takes a phrase out, with the commas around it."""
    text, (start, end) = token.doc.text, _span(token)
    if end >= len(text) or text[end:].startswith((" and ", ", and ", " or ")):
        return None
    if start and text[:start].endswith(", ") and text[end] in ",.":
        start -= 2
        end += text[end] == ","
    elif start == 0 and text[end : end + 2] == ", ":
        end += 2
        return (0, end + 1, text[end].upper())
    elif start and text[start - 1] == " ":
        start -= 1
        if text[end : end + 1] == "," or text[:start].endswith(","):
            return None
    else:
        return None
    return (start, end, "")


def _shortened(doc: Doc, root: Token) -> Iterator[Edit]:
    for token in doc:
        if token is root or len(list(token.subtree)) > len(doc) * 0.7:
            continue
        if token.right_edge.i - token.left_edge.i + 1 != len(list(token.subtree)):
            continue
        kind = _detail(token)
        if kind and not is_denied(token) and (cut := _drop(token)):
            yield Edit(kind, "supported", "unsupported", (cut,))
    yield from _last_part(doc, root)


def _detail(token: Token) -> str:
    """What kind of detail a phrase is that can be left out; empty where it can't."""
    marks = {child.lower_ for child in token.subtree if child.dep_ in ("mark", "advmod", "prep", "pcomp")}
    if marks & _CONDITIONS or any(child.lower_ in _CONDITIONS for child in token.children):
        return ""
    before = token.doc[token.left_edge.i - 1].text if token.left_edge.i else ""
    if token.dep_ == "relcl" and before == ",":
        return "clause left out"
    if token.dep_ == "appos" and before == ",":
        return "apposition left out"
    if token.dep_ == "advcl" and (before == "," or token.left_edge.i == 0 or token.tag_ == "VB"):
        return "clause left out"
    if token.dep_ == "prep" and token.head.pos_ == "VERB" and token.head.dep_ in ("ROOT", "conj", "advcl", "relcl"):
        needs = token.head.i + 1 == token.i and not any(child.dep_ == "dobj" for child in token.head.children)
        if needs or token.lower_ in ("of", "to", "as", "like", "than", "without", "except", "under", "by", "from", "against"):
            return ""
        return "detail left out"
    if token.dep_ == "npadvmod" and token.ent_type_ in ("DATE", "TIME") and token.head.pos_ == "VERB":
        return "detail left out"
    return ""


def _last_part(doc: Doc, root: Token) -> Iterator[Edit]:
    """A predicate that is joined to the first one by 'and' is left out."""
    conj = _one(root, "conj")
    cc = _one(root, "cc")
    if conj is None or cc is None or cc.lower_ != "and" or conj.pos_ != "VERB" or conj.right_edge.i < len(doc) - 2:
        return
    if cc.i > conj.i or any(child.dep_ == "neg" for child in root.children) or is_passive(root) != is_passive(conj):
        return
    if any(child.dep_ == "xcomp" for child in root.children) and conj.tag_ == "VB":
        return
    start = doc[cc.i - 1].idx + (0 if doc[cc.i - 1].text == "," else len(doc[cc.i - 1]))
    yield Edit("part left out", "supported", "unsupported", ((start, len(doc.text), "."),))


def _conditions(doc: Doc) -> Iterator[Edit]:
    """A condition that is left out."""
    for token in doc:
        if token.dep_ != "advcl" or not any(child.lower_ in ("if", "unless", "provided") for child in token.children):
            continue
        if len(list(token.subtree)) < len(doc) * 0.7 and (cut := _drop(token)):
            yield Edit("condition left out", "unsupported", "", (cut,))


def _reordered(doc: Doc, root: Token) -> Iterator[Edit]:
    text = doc.text
    for token in root.children:
        if token.dep_ not in ("advcl", "prep", "npadvmod") or token.pos_ == "VERB" and token.tag_ == "VBN":
            continue
        start, end = _span(token)
        rest = len(doc) - len(list(token.subtree))
        if start == 0 and text[end : end + 2] == ", " and rest > 4:
            subject = _one(root, "nsubj", "nsubjpass")
            marked = any(child.dep_ in ("mark", "advmod") for child in token.children)
            if subject is None or token.dep_ == "advcl" and (token.tag_ == "VBG" or not marked):
                continue
            first = doc.char_span(end + 2, end + 2 + len(doc[token.right_edge.i + 2])) if token.right_edge.i + 2 < len(doc) else None
            if first is None:
                continue
            body = text[end + 2 : -1]
            yield Edit("reordered", "supported", "supported", ((0, len(text), f"{body} {_phrase(token)}."),))
        elif end == len(text) - 1 and token.dep_ != "npadvmod" and _may_open(token) and rest > 4 and start:
            body = text[:start].rstrip(" ,")
            head = doc[0]
            keeps = head.pos_ == "PROPN" or head.ent_type_ and head.lower_ != "the" or head.lower_ == "i"
            body = body if keeps else body[0].lower() + body[1:]
            front = text[start].upper() + text[start + 1 : end]
            yield Edit("reordered", "supported", "supported", ((0, len(text), f"{front}, {body}."),))
    for token in doc:
        other = _one(token, "conj")
        cc = _one(token, "cc")
        if other is None or cc is None or cc.lower_ not in ("and", "or") or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        if other.pos_ != token.pos_ or list(other.children) or any(c.i > token.i for c in token.children if c not in (cc, other)):
            continue
        if cc.i == token.i + 1 and other.i == cc.i + 1 and (token.pos_ != "PROPN" or not list(token.children) == 2):
            first, last = (token.idx, token.idx + len(token)), (other.idx, other.idx + len(other))
            if token.ent_type_ and token.ent_type_ == other.ent_type_ and token.ent_iob_ != other.ent_iob_ == "I":
                continue
            if "respectively" in text or [c for c in token.children if c.dep_ in ("compound", "amod", "nmod")]:
                continue
            yield Edit("reordered", "supported", "supported", ((*first, other.text), (*last, token.text)))


def _may_open(token: Token) -> bool:
    """Whether a phrase at the end may as well open the sentence."""
    if token.dep_ == "advcl":
        return any(child.lower_ in ("because", "after", "before", "when", "while", "if", "although", "since") for child in token.children)
    holds = any(child.ent_type_ in ("DATE", "TIME") for child in token.children)
    return token.lower_ in ("in", "on", "during", "after", "before", "since", "because", "at") and holds


def _compared(doc: Doc) -> Iterator[Edit]:
    """The two sides of a comparison change places."""
    for than in doc:
        if than.lower_ != "than" or than.dep_ != "prep" or (other := _one(than, "pobj")) is None:
            continue
        verb = next((one for one in than.ancestors if one.pos_ in ("VERB", "AUX")), None)
        subject = _one(verb, "nsubj") if verb is not None else None
        if subject is not None and not other.like_num and other.ent_type_ not in ("DATE", "MONEY", "PERCENT", "CARDINAL"):
            if _is_plain(subject, 8) and _is_plain(other, 8) and "PRON" not in (subject.pos_, other.pos_) and subject.i < other.i:
                yield _exchange("comparison", subject, other)
