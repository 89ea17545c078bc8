"""Questions for the arguments of a clause: its subject, agent and object, and what it directs, reports or lists."""

import re
from collections.abc import Iterator

from archive_clauses import Made, Turner, extent, slim, wording
from spacy.tokens import Doc, Token

_TITLE_WORD = re.compile(
    r"\b(?:President|Secretary|Senator|Governor|Dr|Mr|Ms|Mrs|Representative|Congress(?:wo)?man|Ambassador|General"
    r"|Administrator|Director|Minister|Chancellor|King|Queen|Pope|Justice|Judge|Mayor|Lady|Advisor|Chair\w*)\b"
)
_AGENCY_WORD = re.compile(
    r"\b(?:Department|Agency|Administration|Bureau|Commission|Office|Corps|Service|Council|Committee|USDA|EPA|FEMA|HHS"
    r"|CDC|FDA|DOJ|DOE|DOT|DHS|HUD|SBA|Centers|Board|Reserve|Treasury)\b"
)
_HEADS_OF_STATE = re.compile(r"Biden|Trump|Harris|Vance|President|United States|Administration|America|White House")
_LIGHT = frozenset("take make have give do play get see know think want need like let keep put mean thank urge".split())
_DIRECTIVES = frozenset(
    "direct require instruct order encourage allow enable authorize help task permit prohibit ask".split()
)
_REPORTING = frozenset(
    "say announce find show estimate report note confirm state warn project predict declare reveal determine "
    "conclude".split()
)


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


def ask_subjects(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for who or which body does something."""
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
    yield question, "who", [extent(tokens)]


def ask_agents(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for the agent of a passive clause, or for a person who is the object."""
    clause = turner.clause
    for part in clause.trailing:
        name = next((t for t in part.children if t.dep_ == "pobj"), None)
        if part.dep_ == "agent" and name is not None and name.pos_ == "PROPN":
            opening = _opening_for_name(name) or "Who"
            yield (
                turner.ask(turner.chance.choice([opening, "By whom"]), {t.i for t in part.subtree}),
                "who",
                [extent(slim(name))],
            )
        elif part.dep_ in ("dobj", "oprd") and part.ent_type_ == "PERSON":
            yield turner.ask("Who", {t.i for t in part.subtree}), "who", [extent(slim(part))]


def ask_objects(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for what is done, made or given."""
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
        yield turner.ask(opening, {t.i for t in tokens}), "what", [extent(tokens)]


def ask_directives(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for what somebody is directed, allowed or helped to do."""
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
        yield question[:-1] + " to do?", "directive", [extent(tokens)]


def ask_reports(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for what was said about a topic."""
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
        yield question[:-1] + f" about {about}?", "said", [extent(tokens)]


def ask_lists(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for what something includes."""
    clause = turner.clause
    if clause.verb.lemma_ != "include" or clause.auxiliaries and clause.auxiliaries[-1].lower_ != "will":
        return
    for part in clause.trailing:
        tokens = list(part.subtree)
        if part.dep_ == "dobj" and any(t.dep_ == "conj" for t in part.children):
            yield turner.ask("What", {t.i for t in tokens}), "list", [extent(tokens)]
