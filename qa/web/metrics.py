"""Figures for Prometheus: requests, the time of the stages, and the state of the collection when it is asked for."""

from collections.abc import Iterable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.errors import QuotableError
from qa.uploads.inbox import Uploads

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one server; safe to use from several threads."""

    def __init__(self) -> None:
        """Start from zero; two servers in one process count apart."""
        self._registry = CollectorRegistry()
        self._collections: list[str] = []
        self._requests = Counter(
            "quotable_requests",
            "Requests by route, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "quotable_request_seconds",
            "Seconds until a request was answered completely.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._stage_seconds = Histogram(
            "quotable_stage_seconds",
            "Seconds of each stage of a question.",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )

    def add_collection(self, name: str, collection: Collection, uploads: Uploads) -> None:
        """Report the state of a collection too, under this name."""
        self._collections.append(name)
        self._registry.register(_State(name, collection, uploads))

    @property
    def collections(self) -> Sequence[str]:
        """Names of the collections whose state is reported."""
        return tuple(self._collections)

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def count_stages(self, timings_ms: Mapping[str, float]) -> None:
        """Count the milliseconds of each stage of a question."""
        for stage, spent in timings_ms.items():
            self._stage_seconds.labels(stage).observe(spent / 1000)

    def exposed(self) -> bytes:
        """All figures as text."""
        return generate_latest(self._registry)


class _State(Collector):
    """The state of one collection, read when the figures are asked for."""

    def __init__(self, name: str, collection: Collection, uploads: Uploads) -> None:
        self._name, self._collection, self._uploads = name, collection, uploads

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing, so that the collection is not read when it is registered."""
        return ()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The figures; of a collection that cannot be read, none."""
        try:
            documents, _ = self._collection.catalog.counts()
            state, waiting = self._collection.state, self._uploads.waiting
        except (QuotableError, EmbeddingsError):
            return
        for name, what, value in (
            ("quotable_documents", "Documents of the collection.", documents),
            ("quotable_passages", "Passages of the collection.", state.passages),
            ("quotable_dense_ready", "Share of the passages that is searched by meaning, 0 to 1.", state.dense_ready),
            ("quotable_uploads_waiting", "Files that wait to be indexed.", waiting),
        ):
            family = GaugeMetricFamily(name, what, labels=("collection",))
            family.add_metric([self._name], value)
            yield family
