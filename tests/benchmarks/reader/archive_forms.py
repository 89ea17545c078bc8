"""Questions by the forms of official documents: nominations, signed bills, purposes, topics and lists."""

import random
import re
from collections.abc import Iterator, Sequence

from archive_names import document_kind, topic
from archive_passages import Passage, Question
from archive_words import MONTH

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
_SIGNED = re.compile(rf"On (?P<day>\w+day, {MONTH} \d+, \d{{4}}), (?:the )?President")
_PROCLAIM = re.compile(r"do hereby (?:proclaim|designate|order|declare|determine) (?P<what>[^\n]{10,260}?)\.(?:\s|$)")
_PURPOSE = re.compile(r"Purpose(?: and (?:Policy|Background))?\.\s+(?P<what>[A-Z][^\n]{30,330}?[.])(?=\s|$)")
_TOPIC_LINE = re.compile(
    r"^(?P<topic>[A-Z][A-Z’,\-]+(?: [A-Z0-9’,\-.]+){2,9}):\s+(?P<what>[A-Z][^\n]{40,300}?[.])(?=\s|$)", re.MULTILINE
)
_LEAD_IN = re.compile(
    r"^(?P<lead>[A-Z][^\n:]{15,170}?)(?P<end>:)\n+(?P<items>(?:[^\n]{3,170}\n){1,9}[^\n]{3,170})", re.MULTILINE
)
_OF_DOCUMENTS = (
    (_PROCLAIM, ["What does {} declare?", "What does {} proclaim?", "What is proclaimed in {}?"]),
    (_PURPOSE, ["What is the purpose of {}?", "Why was {} issued?", "What reason does {} give?", "What is {} for?"]),
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
