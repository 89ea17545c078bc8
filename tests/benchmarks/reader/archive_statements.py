"""Statements turned into the questions that they answer."""

import random
from collections.abc import Iterable, Iterator

from archive_adjuncts import ask_dates, ask_places, ask_reasons
from archive_arguments import ask_agents, ask_directives, ask_lists, ask_objects, ask_reports, ask_subjects
from archive_clauses import Made, Turner, Unclear, clauses
from archive_identities import ask_definitions, ask_roles
from archive_names import speaker_name
from archive_parses import Sentence
from archive_passages import Question
from archive_quantities import ask_quantities
from archive_words import capitalised
from spacy.tokens import Doc


def statement_questions(doc: Doc, speaker: str, chance: random.Random) -> Iterator[Made]:
    """The questions that a parsed sentence answers."""
    for clause in clauses(doc):
        turner = Turner(clause, speaker, chance)
        for rule in (
            ask_dates,
            ask_places,
            ask_quantities,
            ask_subjects,
            ask_agents,
            ask_reasons,
            ask_objects,
            ask_directives,
            ask_definitions,
            ask_reports,
            ask_lists,
        ):
            try:
                yield from rule(turner, doc)
            except Unclear:
                continue
    yield from ask_roles(doc)


def ask_statements(parsed: Iterable[tuple[Sentence, Doc]], chance: random.Random) -> Iterator[Question]:
    """The questions that parsed sentences answer, with answers in their passages; of a sentence at most four."""
    for sentence, doc in parsed:
        made = list(statement_questions(doc, speaker_name(sentence.passage), chance))
        if len(made) > 4:
            made = chance.sample(made, 4)
        for text, kind, spans in made:
            answers = tuple(dict.fromkeys((sentence.start + a, sentence.start + b) for a, b in spans if b > a))
            if answers:
                yield Question(capitalised(text), sentence.passage, answers, kind)
