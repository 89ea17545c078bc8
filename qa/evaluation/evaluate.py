"""Asks questions whose documents and evidence are known, and measures the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from qa.answering.answer import Answer
from qa.collection import Collection
from qa.errors import UsageError
from qa.evaluation.measures import RiskPoint, aurc, auroc, mean, percentile, risk_coverage, threshold_answering
from qa.evaluation.question_file import GROUPS, Talk
from qa.evaluation.scores import Score, score
from qa.indexing.indexer import Progress, silent
from qa.understanding.follow_ups import Conversation

TARGET = 0.75
"""Share of the answerable questions at whose threshold abstaining is measured too."""
_NAMED = 3

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of a set of questions.

    Attributes:
        figures: By the name of the measure; None if there is nothing to measure it on.
            Over the answerable: `document_recall@k` (a document that answers is among those of the first k hits),
            `evidence_recall@k` (evidence stands in one of the first k hits), `…_ndcg@10`, `…_mrr` (of the documents
            and of the evidence of an answer's ten hits, each at its best rank), `answered`, `quoted` (how much of
            what is asked for stands in the quotations; nothing does when it abstains), `quoted_when_answered`,
            `cited` (a cited document answers), `citation_precision` (share of the citations that are from a document
            that answers). Over the others: `abstained_when_unanswerable`, and `abstained_at_75_answered`, at the
            threshold at which 75 % of the answerable are answered. Over all: `accuracy` (answered when answerable,
            abstained when not), `auroc` of the confidence as a sign of answerability, `aurc`, `citations`,
            `not_verbatim` (quotations that differ from the document's text).
        latency_ms: p50 and p95 of each stage.
        curve: Risk at every coverage; an answer's loss is what it does not quote, and everything when the
            question is unanswerable.
        threshold: The point of the curve at the threshold in use; None if all abstained.
        target: The point of the curve at which 75 % of the answerable are answered; None without any.
    """

    figures: Figures
    latency_ms: Mapping[str, tuple[float, float]]
    curve: tuple[RiskPoint, ...]
    threshold: RiskPoint | None
    target: RiskPoint | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a file of questions.

    Attributes:
        parts: `questions`, or `first_turns` and `later_turns` where there are conversations.
        groups: Figures by field, by its value, of all turns.
    """

    parts: Mapping[str, Measured]
    groups: Mapping[str, Mapping[str, Figures]]

    def to_dict(self) -> dict[str, object]:
        """The JSON of `evaluate --json`."""
        parts = {name: _part(measured) for name, measured in self.parts.items()}
        groups = {
            field: {value: _rounded(figures) for value, figures in some.items()} for field, some in self.groups.items()
        }
        return {**(parts["questions"] if "questions" in parts else parts), "groups": groups}


def evaluate(collection: Collection, talks: Sequence[Talk], progress: Progress = silent) -> Evaluation:
    """Ask every question and measure.

    Raises:
        UsageError: A question names a document that the collection does not hold; then nothing was asked.
    """
    _require_documents(collection, talks)
    first: list[Score] = []
    later: list[Score] = []
    for number, talk in enumerate(talks, start=1):
        opening, *following = _ask(collection, talk)
        first.append(opening)
        later += following
        progress("questions", number, len(talks))
    parts = {"first_turns": first, "later_turns": later} if later else {"questions": first}
    both = [*first, *later]
    return Evaluation({name: _measure(collection, some) for name, some in parts.items()}, _groups(collection, both))


def _ask(collection: Collection, talk: Talk) -> list[Score]:
    """Each turn with those before it, as the chat does."""
    conversation = Conversation()
    scored: list[Score] = []
    for question in talk:
        answer = collection.ask(question.question, conversation)
        conversation = conversation.then(answer.turn)
        scored.append(score(question, answer))
    return scored


def _measure(collection: Collection, scored: Sequence[Score]) -> Measured:
    confidences = [one.answer.confidence for one in scored]
    losses = [one.loss for one in scored]
    curve = risk_coverage(confidences, losses)
    answered = [one for one in scored if not one.answer.abstained]
    threshold = target = None
    if answered:
        lowest = min(one.answer.confidence for one in answered)
        risk = mean([one.loss for one in answered]) or 0.0
        threshold = RiskPoint(lowest, len(answered) / len(scored), risk)
    at_target = threshold_answering(TARGET, [one.answer.confidence for one in scored if one.question.docs])
    if at_target is not None:
        target = next(point for point in curve if point.confidence == at_target)
    return Measured(_figures(collection, scored), _latency(scored), tuple(curve), threshold, target)


def _figures(collection: Collection, scored: Sequence[Score]) -> dict[str, float | None]:
    yes = [one for one in scored if one.question.docs]
    no = [one for one in scored if not one.question.docs]
    answered = [one for one in yes if not one.answer.abstained]
    citations = sum(len(one.answer.citations) for one in yes)
    sure, unsure = ([one.answer.confidence for one in some] for some in (yes, no))
    at_target = threshold_answering(TARGET, sure)
    figures: dict[str, float | None] = {"questions": len(scored), "answerable": len(yes), "unanswerable": len(no)}
    for name in scored[0].retrieval:
        figures[name] = mean([one.retrieval[name] for one in yes])
    figures["answered"] = mean([not one.answer.abstained for one in yes])
    figures["quoted"] = mean([one.quoted for one in yes])
    figures["quoted_when_answered"] = mean([one.quoted for one in answered])
    figures["cited"] = mean([one.right_citations > 0 for one in yes])
    figures["citation_precision"] = sum(one.right_citations for one in yes) / citations if citations else None
    figures["abstained_when_unanswerable"] = mean([one.answer.abstained for one in no])
    figures["abstained_at_75_answered"] = None if at_target is None else mean([score < at_target for score in unsure])
    figures["accuracy"] = mean([one.answer.abstained != bool(one.question.docs) for one in scored])
    figures["auroc"] = auroc(sure, unsure)
    figures["aurc"] = aurc([one.answer.confidence for one in scored], [one.loss for one in scored])
    figures["citations"] = sum(len(one.answer.citations) for one in scored)
    figures["not_verbatim"] = sum(_not_verbatim(collection, one.answer) for one in scored)
    return figures


def _not_verbatim(collection: Collection, answer: Answer) -> int:
    documents = {citation.document: collection.catalog.document(citation.document) for citation in answer.citations}
    texts = {name: document.text for name, document in documents.items() if document is not None}
    return sum(texts.get(c.document, "")[c.start : c.end] != c.quote for c in answer.citations)


def _latency(scored: Sequence[Score]) -> dict[str, tuple[float, float]]:
    timings = [one.answer.search.timings_ms for one in scored]
    names = sorted(timings[0], key=lambda stage: stage == "total")  # the others in the order in which they happen
    stages = {stage: [spent[stage] for spent in timings] for stage in names}
    return {stage: (percentile(spent, 0.5), percentile(spent, 0.95)) for stage, spent in stages.items()}


def _groups(collection: Collection, scored: Sequence[Score]) -> dict[str, dict[str, Figures]]:
    groups: dict[str, dict[str, Figures]] = {}
    for field in GROUPS:
        values = sorted({one.question.groups[field] for one in scored if field in one.question.groups})
        members = {value: [one for one in scored if one.question.groups.get(field) == value] for value in values}
        if values:
            groups[field] = {value: _figures(collection, some) for value, some in members.items()}
    return groups


def _part(measured: Measured) -> dict[str, object]:
    points = {"threshold": measured.threshold, "target": measured.target}
    return {
        **_rounded(measured.figures),
        "latency_ms": {
            stage: {"p50": round(median, 1), "p95": round(slow, 1)}
            for stage, (median, slow) in measured.latency_ms.items()
        },
        **{name: _rounded(asdict(point)) if point else None for name, point in points.items()},
        "risk_coverage": [_rounded(asdict(point)) for point in measured.curve],
    }


def _rounded(figures: Figures) -> dict[str, float | None]:
    return {name: figure if figure is None else round(figure, 4) for name, figure in figures.items()}


def _require_documents(collection: Collection, talks: Sequence[Talk]) -> None:
    names = dict.fromkeys(name for talk in talks for question in talk for name in question.docs)
    missing = [name for name in names if collection.catalog.path_of(name) is None]
    if missing:
        shown = ", ".join(map(repr, missing[:_NAMED])) + ", …" * (len(missing) > _NAMED)
        raise UsageError(
            f"{len(missing)} of the {len(names)} documents that the questions name are not in the collection: {shown}; "
            "`quotable status --documents` lists the names of those that are"
        )
