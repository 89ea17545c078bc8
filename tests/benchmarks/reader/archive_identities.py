"""Questions for who or what a name stands for: definitions and appositions."""

import re
from collections.abc import Iterator

from archive_clauses import Made, Turner, extent, slim, wording
from spacy.tokens import Doc

_ROLE_WORD = re.compile(
    r"\b(?:Secretary|Director|Administrator|President|Minister|Ambassador|CEO|Chief|Senator|Governor|Mayor|Advis[eo]r"
    r"|Chair\w*|Representative|Commissioner|Judge|Deputy|Officer|Founder|Leader|General|Coordinator|Professor|Speaker"
    r"|Envoy|Counsel|Manager|Commander)\b"
)


def ask_definitions(turner: Turner, doc: Doc) -> Iterator[Made]:
    """Questions for what a name means, or who a person is."""
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
            yield question, "definition", [extent(tokens)]


def ask_roles(doc: Doc) -> Iterator[Made]:
    """Questions for who holds an office and which office a person holds, by apposition."""
    for token in doc:
        if token.dep_ != "appos":
            continue
        head = token.head
        role, name = list(token.subtree), slim(head)
        if head.ent_type_ != "PERSON" and token.ent_type_ == "PERSON" and head.pos_ in ("PROPN", "NOUN"):
            role, name = slim(head), slim(token)
        elif head.ent_type_ != "PERSON" or token.ent_type_ == "PERSON":
            continue
        first, last = extent(role)
        start, end = extent(name)
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
