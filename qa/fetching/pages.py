"""The pages of a collection that were fetched from the web: a folder of files, each with its address beside it."""

import hashlib
import json
import os
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.documents.files import SIDECAR_SUFFIX, Failure
from qa.errors import FetchError
from qa.fetching.addresses import joined, spelled
from qa.fetching.listings import Listing, read_listing
from qa.fetching.names import file_name, suffix_of
from qa.fetching.records import Record, read_records, write_records
from qa.indexing.indexer import IndexReport, Progress
from qa.store.disk import require_there, writing
from qa.store.writer_lock import writer_lock

if TYPE_CHECKING:
    from qa.fetching.client import Client, Reply

MOST_PAGES = 2_000
"""Addresses that are fetched in a run: at a pause of a second for each, over half an hour."""
_LEVELS = 2
"""An index of sitemaps lists sitemaps, which list pages."""
_HEAD_BYTES = 100_000
"""So much of a page is searched for its own address."""
_STATE = ".state"
"""Folder of the records and of the lock; hidden, so that it is not indexed."""


class FetchedPages:
    """The pages of the collection in a folder."""

    def __init__(self, collection: Path) -> None:
        """Take the folder of the collection; the first page creates the one of pages."""
        self.folder = Path(os.path.realpath(collection / "pages"))
        self._state = self.folder / _STATE
        self._records_path = self._state / "fetched.json"

    def fetch(self, addresses: Sequence[str], patience: float, report: IndexReport, progress: Progress) -> None:
        """Bring the folder up to date with pages; what cannot be fetched is reported, and what is kept of it stays.

        A page that is the same as before is not sent again. The file of a page that is gone is deleted.

        Args:
            addresses: Of pages, and of feeds and sitemaps, whose pages are fetched.
            patience: Seconds to wait for another process that fetches.
            report: Failures are added to it.
            progress: Called with each page.

        Raises:
            UsageError: A text is no address; then nothing was fetched.
            LockedError: Another process fetches pages.
            CollectionError: The folder cannot be written.
        """
        from qa.fetching.client import Client

        started = perf_counter()
        named = [spelled(address) for address in addresses]
        require_there(self.folder.parent)
        with writing(self.folder):
            self._state.mkdir(parents=True, exist_ok=True)
        with writer_lock(self._state, patience), Client(named) as client:
            run = _Run(self.folder, client, read_records(self._records_path))
            waiting = deque((address, _LEVELS) for address in dict.fromkeys(named))
            known, done = {address for address, _ in waiting}, 0
            while waiting:
                address, levels = waiting.popleft()
                try:
                    listing = run.fetch(address)
                    found = [(page, 0) for page in listing.pages] + [(one, levels - 1) for one in listing.sitemaps]
                    if found and not levels:
                        raise FetchError("it is itself a feed or a sitemap; name it to fetch what it lists")
                    new = [one for one in found if one[0] not in known]
                    room = max(0, MOST_PAGES - len(known))
                    waiting += new[:room]
                    known |= {one[0] for one in new[:room]}
                    if len(new) > room:
                        raise FetchError(
                            f"{len(new) - room} addresses that it lists are left out, as {MOST_PAGES} are fetched in a "
                            "run; name a sitemap of a part of them"
                        )
                except FetchError as error:
                    report.failed.append(Failure(address, str(error)))
                with writing(self.folder):
                    write_records(self._records_path, run.records)
                done += 1
                progress("pages", done, done + len(waiting))
        report.seconds["pages"] = perf_counter() - started

    def forget(self, paths: Iterable[str]) -> None:
        """Delete the files of pages whose documents were removed; other files stay."""
        own = {Path(path) for path in paths if Path(path).is_relative_to(self.folder)}
        if own:
            with writing(self.folder):
                for path in own:
                    _delete(path)

    def named_by_address(self, failures: Iterable[Failure]) -> list[Failure]:
        """Failures in which files of pages are named by their addresses."""
        records = read_records(self._records_path)
        addresses = {self.folder / one.file: address for address, one in records.items() if one.file}
        return [replace(failure, path=addresses.get(Path(failure.path), failure.path)) for failure in failures]


class _Run:
    """Fetches addresses into files, and remembers of each what is asked for the next time."""

    def __init__(self, folder: Path, client: "Client", records: dict[str, Record]) -> None:
        self.records = records
        self._folder = folder
        self._client = client

    def fetch(self, address: str) -> Listing:
        """Bring the file of an address up to date; what it lists if it is a feed or a sitemap."""
        record = self.records.get(address)
        known = record if record and self._is_held(record) else None
        reply = self._client.get(address, known.conditions if known else {})
        if reply.is_gone:
            self._forget(address)
            if known is None:
                raise FetchError(f"there is no such page (status {reply.status})")
            return Listing()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if reply.status != 200:
            if known is None:
                raise FetchError("its server sends nothing, as if it had been fetched before")
            self.records[address] = replace(known, fetched=now)
            return known.listing
        digest = hashlib.sha256(reply.data).hexdigest()
        listing = read_listing(reply.data, reply.media_type, reply.address)
        file = None if listing else self._keep(address, reply, digest)
        listing = listing or Listing()
        if record is not None and record.file != file:
            self._forget(address)
        self.records[address] = Record(
            now, reply.etag, reply.last_modified, file, digest, listing.pages, listing.sitemaps
        )
        return listing

    def _is_held(self, record: Record) -> bool:
        """Whether what was fetched is still there as it was: else the condition would ask for another page."""
        if record.file is None:
            return True
        try:
            return hashlib.sha256((self._folder / record.file).read_bytes()).hexdigest() == record.sha256
        except OSError:
            return False

    def _keep(self, address: str, reply: "Reply", digest: str) -> str:
        """The file of a page, written where it is not there already; the same page at two addresses is kept once."""
        suffix = suffix_of(reply.media_type, reply.address)
        if suffix is None:
            raise FetchError(f"it is {reply.media_type or 'of a kind that is not said'}, which is not read")
        for one in self.records.values():
            if one.file and one.sha256 == digest and self._is_held(one):
                return one.file
        taken = {one.file.lower() for other, one in self.records.items() if one.file and other != address}
        file = file_name(reply.address, suffix, taken)
        path = self._folder / file
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_address(path, _cited_address(reply))
            _write(path, reply.data)
        return file

    def _forget(self, address: str) -> None:
        """Forget an address, and delete its file; if another address has it too, it is cited by that."""
        record = self.records.pop(address, None)
        if record is None or record.file is None:
            return
        path = self._folder / record.file
        other = next((other for other, one in self.records.items() if one.file == record.file), None)
        with writing(path):
            if other is None:
                _delete(path)
            elif path.exists():
                _write_address(path, other)


def _cited_address(reply: "Reply") -> str:
    """The address that a page gives as its own, if that is on its host, from which its words come; else its own."""
    from qa.documents.html.web_page import canonical_address

    link = canonical_address(reply.data[:_HEAD_BYTES]) if suffix_of(reply.media_type, "") == ".html" else None
    own = joined(reply.address, link) if link else None
    return own if own and urlsplit(own).hostname == urlsplit(reply.address).hostname else reply.address


def _write_address(path: Path, address: str) -> None:
    _write(path.with_name(path.name + SIDECAR_SUFFIX), f"url: {json.dumps(address)}\n".encode())


def _write(path: Path, data: bytes) -> None:
    """Write a file completely or not at all."""
    new = path.with_name(f".{path.name}")
    new.write_bytes(data)
    os.replace(new, path)


def _delete(path: Path) -> None:
    for one in (path, path.with_name(path.name + SIDECAR_SUFFIX)):
        one.unlink(missing_ok=True)
    with suppress(OSError):  # others lie beside it
        path.parent.rmdir()
