"""What documents and their speakers are called in a question."""

import re

from archive_passages import Passage

_KINDS = (
    (re.compile(r"^fact sheet", re.I), "fact sheet"),
    (re.compile(r"proclamation|, 20\d\d$", re.I), "proclamation"),
    (re.compile(r"executive order", re.I), "executive order"),
    (re.compile(r"memorandum", re.I), "memorandum"),
    (re.compile(r"readout", re.I), "readout"),
    (re.compile(r"briefing|gaggle|press call", re.I), "briefing"),
    (re.compile(r"statement", re.I), "statement"),
    (re.compile(r"remarks|toast|speech", re.I), "remarks"),
    (re.compile(r"message|letter", re.I), "message"),
)
_TITLE_HEAD = re.compile(
    r"^(?:fact sheet: |icymi: |joint statement on (?:the )?|a proclamation on |proclamation on |executive order"
    r" (?:on|to) |memorandum (?:on|for) (?:the )?"
    r"|(?:joint )?statement (?:by|from|of) .+? (?:on|regarding) |remarks (?:as prepared for delivery )?by .+?"
    r" (?:on|at|in|during|before|after) "
    r"|readout of |message to the congress on |background press call (?:by .+? )?(?:on|previewing) |presidential"
    r" message on "
    r"|(?:the )?(?:biden-\u2060?harris|trump) administration (?:announces|highlights|takes) |president (?:donald"
    r" j\. )?(?:trump|biden) (?:announces )?)+",
    re.I,
)


def document_kind(passage: Passage) -> str | None:
    """What its readers call a document of its kind; None where the title does not tell."""
    title = passage.title
    for pattern, kind in _KINDS:
        if pattern.search(title):
            return kind
    return {"fact-sheets": "fact sheet", "articles": "article", "releases": "release", "blog": "blog post"}.get(
        passage.category
    )


def topic(passage: Passage) -> str | None:
    """A document by its kind and subject ('the proclamation on World AIDS Day'); None where that takes too long."""
    kind = document_kind(passage)
    name = _TITLE_HEAD.sub("", passage.title.replace("\u2060", "")).strip(" .")
    if (
        kind is None
        or kind == "briefing"
        or not 1 <= len(name.split()) <= 11
        or len(name) == len(passage.title)
        and kind == "remarks"
    ):
        return None
    if re.match(r"(?:Announces|Approves|Takes|Highlights|Restores|Signs|[A-Z][a-z]+s )", name):
        return None
    joined = {"remarks": "at", "readout": "of"}.get(kind, "on")
    return f"the {kind} {joined} {re.sub(r'^(?:The|A|An) ', lambda word: word[0].lower(), name)}"


def speaker_name(passage: Passage) -> str:
    """Who says 'I' in a passage, as a question would call them."""
    president = "President Biden" if passage.date < "2025-01-20" else "President Trump"
    vice_president = "Vice President Harris" if passage.date < "2025-01-20" else "Vice President Vance"
    label = passage.speaker
    if label is None:
        match = re.search(
            r"(?:Statement|Remarks|Message|Op-Ed) (?:by|from|of) (.+?)(?= (?:on|at|in|for|to|and|regarding"
            r"|during|before|After|after|Following)\b|,|$)",
            passage.title,
        )
        return match[1] if match and len(match[1].split()) <= 6 else president
    if "VICE PRESIDENT" in label:
        return vice_president
    if re.fullmatch(r"(?:THE )?PRESIDENT(?: (?:BIDEN|TRUMP))?", label):
        return president
    if label == "THE FIRST LADY":
        return "the First Lady"
    if "OFFICIAL" in label:
        return "a senior administration official"
    name = label.title()
    return re.sub(r"^(?:Mr|Ms|Mrs)\. ", "", name) if label.startswith("M") else re.sub(r"^The ", "the ", name)
