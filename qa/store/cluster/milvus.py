"""A server of Milvus, or a cluster of them: the only place that speaks to its client.

Every call ends after its seconds, whatever the server does, and every error becomes one sentence. Rows are found by
searches that may lag behind writes by seconds ('Bounded'); who writes waits until they can be read (`settle`).
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

import grpc
from pymilvus import AnnSearchRequest, CollectionSchema, MilvusClient, MilvusException, RRFRanker
from pymilvus.milvus_client import IndexParams

from qa.errors import CollectionError, IndexFormatError, UnavailableError, UsageError

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
WRITE_SECONDS = 60.0
MOST_FOUND = 16_384
"""What a search of Milvus gives at most."""
_AT_ONCE = 1000
"""Rows, or values of a filter, in a request."""
_CHANNEL_OPTIONS = {
    "grpc.keepalive_time_ms": 300_000,  # a server hangs up on a client that asks oftener whether it is there
    "grpc.keepalive_permit_without_calls": False,
    "grpc.enable_http_proxy": 0,  # nothing is connected to but the address that was given
}
_NO_COLLECTION = (4, 100)
_NOT_LOADED = (101, 103)
_NOT_CONNECTED = 2
_Result = TypeVar("_Result")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a collection of Milvus holds, and how it is searched."""

    schema: CollectionSchema
    indexes: IndexParams


class Milvus:
    """The server at an address; it is connected to when it is first asked. Safe to share between threads.

    Attributes:
        place: Its address, without a password.

    Raises:
        UnavailableError: From every method, when the server does not answer.
        CollectionError: From every method, when it refuses.
        IndexFormatError: From every method, when a collection is not there.
    """

    def __init__(self, address: str) -> None:
        """Name the server, as 'http://host:19530'; nothing is sent yet.

        Raises:
            UsageError: It is no such address.
        """
        parts = urlsplit(address)
        # What ends so is a file to the client, which it would serve itself.
        if parts.scheme not in ("http", "https") or not parts.hostname or address.endswith(".db"):
            raise UsageError("the address of the vectors' server cannot be read; one looks like http://host:19530")
        self.place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._address = address
        self._client: MilvusClient | None = None
        self._connecting = threading.Lock()

    # Collections

    def ensure(self, name: str, layout: Layout) -> None:
        """Make a collection unless it is there, and load it to be searched."""
        with self._translated():
            if not self._connected.has_collection(name, timeout=READ_SECONDS):
                self._connected.create_collection(
                    name,
                    schema=layout.schema,
                    index_params=layout.indexes,
                    consistency_level="Bounded",
                    timeout=WRITE_SECONDS,
                )
            self._connected.load_collection(name, timeout=WRITE_SECONDS)

    def has(self, name: str) -> bool:
        """Whether a collection is there."""
        with self._translated():
            return bool(self._connected.has_collection(name, timeout=READ_SECONDS))

    def drop(self, name: str) -> None:
        """Delete a collection; none is missed."""
        with self._translated():
            self._connected.drop_collection(name, timeout=WRITE_SECONDS)

    def count(self, name: str) -> int:
        """Number of rows, all that were written before included."""
        [row] = self._loaded(
            name,
            lambda client: client.query(
                name, output_fields=["count(*)"], consistency_level="Strong", timeout=WRITE_SECONDS
            ),
        )
        return int(row["count(*)"])

    def settle(self, name: str) -> None:
        """Wait until everything that was written is on disk and can be read."""
        with self._translated():
            self._connected.flush(name, timeout=WRITE_SECONDS)
        self.count(name)

    # Writing

    def put(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows; those with the same primary key are replaced."""
        for start in range(0, len(rows), _AT_ONCE):
            some = [dict(row) for row in rows[start : start + _AT_ONCE]]
            self._loaded(name, partial(_put, name, some))

    def delete(self, name: str, condition: str) -> None:
        """Delete the rows for which a condition holds."""
        self._loaded(
            name,
            lambda client: client.delete(name, filter=condition, consistency_level="Strong", timeout=WRITE_SECONDS),
        )

    def delete_values(self, name: str, key: str, values: Sequence[object]) -> None:
        """Delete the rows whose primary key is one of these; those that are not there are passed over."""
        for start in range(0, len(values), _AT_ONCE):
            self.delete(name, f"{key} in {json.dumps(list(values[start : start + _AT_ONCE]))}")

    # Reading

    def search(
        self, name: str, vector: Sequence[float], limit: int, condition: str, *, breadth: int | None
    ) -> list[tuple[int, float]]:
        """The rows nearest to a vector: primary key and score, best first.

        Args:
            name: Of the collection.
            vector: What is near.
            limit: How many rows at most.
            condition: On the rows; empty for all.
            breadth: How many rows a search of a graph looks at; None where every row is scored.
        """
        found = self._loaded(
            name,
            lambda client: client.search(
                name,
                data=[vector],
                anns_field="vector",
                limit=min(limit, MOST_FOUND),
                filter=condition,
                search_params=None if breadth is None else {"params": {"ef": min(breadth, MOST_FOUND)}},
                timeout=READ_SECONDS,
            ),
        )
        return [(hit["id"], float(hit["distance"])) for hit in found[0]]

    def search_by_words(
        self, name: str, fields: Sequence[str], words: str, limit: int, condition: str, wanted: Sequence[str]
    ) -> list[tuple[int, Row]]:
        """The rows that match best in each of some fields by BM25, together and each once: primary key and fields."""
        requests = [
            AnnSearchRequest([words], field, {"metric_type": "BM25"}, min(limit, MOST_FOUND), expr=condition or None)
            for field in fields
        ]
        found = self._loaded(
            name,
            lambda client: client.hybrid_search(
                name,
                requests,
                RRFRanker(),  # in whichever order: the caller has its own
                limit=min(len(fields) * limit, MOST_FOUND),
                output_fields=list(wanted),
                timeout=READ_SECONDS,
            ),
        )
        return [(hit["id"], hit["entity"]) for hit in found[0]]

    def rows(
        self, name: str, key: str, values: Sequence[object], wanted: Sequence[str], *, newest: bool = False
    ) -> Iterator[Row]:
        """The rows whose primary key is one of these, in any order, with the fields that are wanted.

        Args:
            name: Of the collection.
            key: Name of its primary key.
            values: Of the primary key.
            wanted: Names of fields.
            newest: Whether what was written a moment ago must be among them.
        """
        for start in range(0, len(values), _AT_ONCE):
            condition = f"{key} in {json.dumps(list(values[start : start + _AT_ONCE]))}"
            yield from self._loaded(name, partial(_query, name, condition, list(wanted), newest))

    def ids(self, name: str) -> set[int]:
        """Primary keys of all rows."""

        def read(client: MilvusClient) -> set[int]:
            pages = client.query_iterator(
                name, batch_size=_AT_ONCE, output_fields=["id"], consistency_level="Strong", timeout=WRITE_SECONDS
            )
            found: set[int] = set()
            while page := pages.next():
                found.update(row["id"] for row in page)
            pages.close()
            return found

        return self._loaded(name, read)

    # Connection

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._connecting:
            if self._client is not None:
                self._client.close()
                self._client = None

    @property
    def _connected(self) -> MilvusClient:
        with self._connecting:
            if self._client is None:
                logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what it says is said once, as an error
                # Its own connection: one that the client shares stays broken where it could not be made again once.
                self._client = MilvusClient(
                    self._address, timeout=CONNECT_SECONDS, dedicated=True, grpc_options=_CHANNEL_OPTIONS
                )
            return self._client

    def _loaded(self, name: str, call: Callable[[MilvusClient], _Result]) -> _Result:
        """The result of a call; a collection that a restart of the server has unloaded is loaded first."""
        with self._translated():
            try:
                return call(self._connected)
            except MilvusException as error:
                if error.code not in _NOT_LOADED:
                    raise
            self._connected.load_collection(name, timeout=WRITE_SECONDS)
            return call(self._connected)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError) as error:
            code = error.code if isinstance(error, MilvusException) else None
            if code in _NO_COLLECTION:
                raise IndexFormatError(
                    f"the vectors' server at {self.place} has lost a collection ({_said(error)}); index again"
                ) from error
            if isinstance(code, int) and code != _NOT_CONNECTED:
                raise CollectionError(f"the vectors' server at {self.place} refuses: {_said(error)}") from error
            if code in (_NOT_CONNECTED, grpc.StatusCode.UNAVAILABLE):
                self.close()
            raise UnavailableError(
                f"the vectors' server at {self.place} does not answer; nothing is lost: start it, and try again "
                f"({_said(error)})"
            ) from error


def _put(name: str, rows: list[dict[str, Any]], client: MilvusClient) -> None:
    client.upsert(name, rows, timeout=WRITE_SECONDS)


def _query(name: str, condition: str, wanted: list[str], newest: bool, client: MilvusClient) -> list[Row]:
    found: list[Row] = client.query(
        name,
        filter=condition,
        output_fields=wanted,
        consistency_level="Strong" if newest else "Bounded",
        timeout=READ_SECONDS,
    )
    return found


def _said(error: Exception) -> str:
    """The first line of what a client or a server says."""
    said = error.details() if isinstance(error, grpc.Call) else getattr(error, "message", None) or str(error)
    return str(said).strip().split("\n", 1)[0][:200]
