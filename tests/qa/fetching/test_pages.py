"""Pages, feeds and sitemaps of a site on this machine become documents of a collection."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.places import Write
from support.site import Served, Site, page, serving_site
from support.toy import ToyEncoder

from qa import Collection, LockedError, UsageError
from qa.cli.main import main
from qa.cli.options import INCOMPLETE
from qa.documents import Failure
from qa.indexing.indexer import IndexReport
from qa.store.writer_lock import writer_lock

BRIDGE = "The old bridge was opened in 1921 and carried two lanes of traffic over the river."
TOWER = "The water tower beside the station holds 400 cubic metres and was built of brick."


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that may be asked without a pause."""
    monkeypatch.setattr("qa.fetching.client.PAUSE", 0.0)
    monkeypatch.setenv("NO_PROXY", "*")
    with serving_site() as site:
        site.pages["/bridge"] = Served(page("Bridge", BRIDGE), headers={"ETag": '"b1"'})
        site.pages["/tower"] = Served(page("Tower", TOWER), headers={"Last-Modified": "Mon, 02 Mar 2020 10:00:00 GMT"})
        yield site


def urls(collection: Collection) -> dict[str, str | None]:
    """The address of each document by its name."""
    names = [file.name for file in collection.catalog.files().values()]
    return {name: collection.catalog.document(name).info.url for name in sorted(names)}


def only_failure(report: IndexReport) -> tuple[str, str]:
    [failure] = report.failed
    return str(failure.path), failure.reason


def sitemap(site: Site, *paths: str) -> Served:
    listed = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in paths)
    text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
    return Served(text.encode(), "application/xml", headers={"ETag": '"s1"'})


def test_a_page_is_a_document_with_its_address(site: Site, collection: Collection) -> None:
    report = collection.index([f"{site.url}/bridge#history"])
    assert report.added == [f"{site.folder}/bridge.html"]
    document = collection.catalog.document(report.added[0])
    assert (document.info.title, document.info.url, document.text) == ("Bridge", f"{site.url}/bridge", BRIDGE)
    assert [hit.document.name for hit in collection.retrieve("When was the bridge opened?")] == report.added
    assert site.asked == ["/robots.txt", "/bridge"]
    assert site.headers["/bridge"]["user-agent"].startswith("Quotable/")
    assert collection.problems() == []


def test_a_second_run_asks_on_condition_and_reads_nothing_again(site: Site, collection: Collection) -> None:
    addresses = [f"{site.url}/bridge", f"{site.url}/tower"]
    collection.index(addresses)
    site.forget()
    report = collection.index(addresses)
    assert site.headers["/bridge"]["if-none-match"] == '"b1"'
    assert site.headers["/tower"]["if-modified-since"] == "Mon, 02 Mar 2020 10:00:00 GMT"
    assert site.answered == {"/robots.txt": 404, "/bridge": 304, "/tower": 304}
    assert (report.added, report.updated, report.removed, report.unchanged, report.encoded) == ([], [], [], 2, 0)


def test_a_server_without_conditions_costs_the_page_but_no_reading(site: Site, collection: Collection) -> None:
    site.pages["/bridge"].headers.clear()
    collection.index([f"{site.url}/bridge"])
    report = collection.index([f"{site.url}/bridge"])
    assert (site.answered["/bridge"], report.updated, report.unchanged) == (200, [], 1)


def test_a_changed_page_is_read_again(site: Site, collection: Collection) -> None:
    collection.index([f"{site.url}/bridge"])
    site.pages["/bridge"] = Served(page("Bridge", TOWER), headers={"ETag": '"b2"'})
    report = collection.index([f"{site.url}/bridge"])
    assert report.updated == [f"{site.folder}/bridge.html"]
    assert collection.catalog.document(report.updated[0]).text == TOWER


def test_a_file_that_was_lost_or_changed_is_fetched_without_a_condition(
    site: Site, collection: Collection, tmp_path: Path
) -> None:
    [name] = collection.index([f"{site.url}/bridge"]).added
    file = tmp_path / "collection" / "pages" / name
    file.write_bytes(b"something else")
    collection.index([f"{site.url}/bridge"])
    assert site.answered["/bridge"] == 200
    assert collection.catalog.document(name).text == BRIDGE


def test_records_that_are_damaged_cost_a_second_fetch_only(site: Site, collection: Collection, tmp_path: Path) -> None:
    collection.index([f"{site.url}/bridge"])
    records = tmp_path / "collection" / "pages" / ".state" / "fetched.json"
    assert json.loads(records.read_text())[f"{site.url}/bridge"]["etag"] == '"b1"'
    records.write_text('{"http://x/": 3}')
    report = collection.index([f"{site.url}/bridge"])
    assert (site.answered["/bridge"], report.added, report.unchanged) == (200, [], 1)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_takes_its_document_with_it(site: Site, collection: Collection, status: int) -> None:
    address = f"{site.url}/bridge"
    collection.index([address, f"{site.url}/tower"])
    site.pages["/bridge"] = Served(status=status)
    report = collection.index([address])
    assert (report.removed, report.failed) == ([f"{site.folder}/bridge.html"], [])
    assert list(urls(collection)) == [f"{site.folder}/tower.html"]
    assert only_failure(collection.index([address])) == (address, f"there is no such page (status {status})")


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        (Served(status=500), "its server refuses it or has an error (status 500)"),
        (Served(status=403), "its server refuses it or has an error (status 403)"),
        (Served(b"GIF89a", "image/gif"), "it is image/gif, which is not read"),
        (Served(b"\0\1", ""), "it is of a kind that is not said, which is not read"),
        (Served(b"<rss><channel>", "application/rss+xml"), "its XML is broken"),
        (Served(status=302, headers={"Location": "/loop"}), "it leads from one address to another over 5 times"),
        (
            Served(status=302, headers={"Location": "file:///etc/hosts"}),
            "it leads to an address that is none of a page",
        ),
    ],
)
def test_what_cannot_be_fetched_is_said_and_what_was_kept_stays(
    site: Site, collection: Collection, served: Served, reason: str
) -> None:
    address = f"{site.url}/bridge"
    collection.index([address])
    site.pages["/loop"] = Served(status=301, headers={"Location": "/loop"})
    site.pages["/bridge"] = served
    report = collection.index([address])
    assert only_failure(report) == (address, reason)
    assert (report.removed, report.unchanged) == ([], 1)
    assert collection.catalog.document(f"{site.folder}/bridge.html").text == BRIDGE


def test_a_page_without_text_is_named_by_its_address(site: Site, collection: Collection) -> None:
    site.pages["/empty"] = Served(b"<!doctype html><html><body></body></html>")
    assert only_failure(collection.index([f"{site.url}/empty"])) == (f"{site.url}/empty", "it holds no text")


def test_a_page_is_cited_by_where_it_was_found_or_by_what_it_calls_itself(site: Site, collection: Collection) -> None:
    site.pages["/old"] = Served(status=301, headers={"Location": "/new?x=1"})
    site.pages["/new?x=1"] = Served(page("New", BRIDGE))
    site.pages["/own"] = Served(page("Own", TOWER, '<link rel="canonical" href="/tower-page">'))
    other = '<link rel="canonical" href="https://elsewhere.example/tower">'
    site.pages["/else"] = Served(page("Else", f"{TOWER} So it is.", other))
    collection.index([f"{site.url}/{name}" for name in ("old", "own", "else")])
    assert urls(collection) == {
        f"{site.folder}/else.html": f"{site.url}/else",  # the words were not seen on the other host
        f"{site.folder}/new-x_1.html": f"{site.url}/new?x=1",
        f"{site.folder}/own.html": f"{site.url}/tower-page",
    }


def test_the_same_page_at_two_addresses_is_one_document(site: Site, collection: Collection) -> None:
    site.pages["/bridge?from=feed"] = site.pages["/bridge"]
    site.pages["/short"] = Served(status=302, headers={"Location": "/bridge"})
    addresses = [f"{site.url}{path}" for path in ("/bridge", "/bridge?from=feed", "/short")]
    assert collection.index(addresses).added == [f"{site.folder}/bridge.html"]
    site.pages["/bridge"] = Served(page("Bridge", TOWER))
    report = collection.index(addresses)
    cited = {url: collection.catalog.document(name).text for name, url in urls(collection).items()}
    assert (cited, report.failed) == ({addresses[0]: TOWER, addresses[1]: BRIDGE}, [])  # neither is lost


def test_a_page_at_two_addresses_is_cited_by_the_one_that_is_left(site: Site, collection: Collection) -> None:
    site.pages["/copy"] = site.pages["/bridge"]
    addresses = [f"{site.url}/bridge", f"{site.url}/copy"]
    collection.index(addresses)
    del site.pages["/bridge"]
    collection.index(addresses)
    assert urls(collection) == {f"{site.folder}/bridge.html": f"{site.url}/copy"}


def test_a_text_file_on_the_web_is_read_as_text(site: Site, collection: Collection) -> None:
    site.pages["/notes.txt"] = Served(b"The mill of 1880 ground rye.\nSee http://127.0.0.1/ for more.\n", "text/plain")
    site.pages["/read.md"] = Served(b"# Mill\n\nIt *ground* rye.\n", "text/plain; charset=utf-8")
    collection.index([f"{site.url}/notes.txt", f"{site.url}/read.md"])
    assert urls(collection) == {
        f"{site.folder}/notes.txt": f"{site.url}/notes.txt",
        f"{site.folder}/read.md": f"{site.url}/read.md",
    }


def test_a_sitemap_stands_for_its_pages_and_its_second_run_costs_conditions_only(
    site: Site, collection: Collection
) -> None:
    site.pages["/sitemap.xml"] = sitemap(site, "/bridge", "/tower", "/bridge", "/gone")
    first = collection.index([f"{site.url}/sitemap.xml"])
    assert first.added == [f"{site.folder}/bridge.html", f"{site.folder}/tower.html"]
    assert only_failure(first) == (f"{site.url}/gone", "there is no such page (status 404)")
    site.forget()
    second = collection.index([f"{site.url}/sitemap.xml"])
    assert site.answered == {"/robots.txt": 404, "/sitemap.xml": 304, "/bridge": 304, "/tower": 304, "/gone": 404}
    assert second.unchanged == 2


def test_sitemaps_are_followed_from_an_index_and_no_deeper(site: Site, collection: Collection) -> None:
    def index(*paths: str) -> Served:
        listed = "".join(f"<sitemap><loc>{site.url}{path}</loc></sitemap>" for path in paths)
        return Served(f"<sitemapindex>{listed}</sitemapindex>".encode(), "text/xml")

    site.pages["/index.xml"] = index("/index.xml", "/map.xml", "/inner.xml")
    site.pages["/map.xml"] = sitemap(site, "/bridge", "/map2.xml")
    site.pages["/inner.xml"] = index("/deep.xml")
    site.pages["/map2.xml"] = site.pages["/deep.xml"] = sitemap(site, "/tower")
    report = collection.index([f"{site.url}/index.xml"])
    assert report.added == [f"{site.folder}/bridge.html"]
    reason = "it is itself a feed or a sitemap; name it to fetch what it lists"
    assert report.failed == [Failure(f"{site.url}/map2.xml", reason), Failure(f"{site.url}/deep.xml", reason)]
    assert "/tower" not in site.asked


def test_a_run_fetches_only_so_many_pages_and_says_what_is_left_out(
    site: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.fetching.pages.MOST_PAGES", 2)
    site.pages["/sitemap.xml"] = sitemap(site, "/bridge", "/tower", "/third")
    report = collection.index([f"{site.url}/sitemap.xml"])
    assert report.added == [f"{site.folder}/bridge.html"]
    assert only_failure(report)[1].startswith("2 addresses that it lists are left out, as 2 are fetched in a run;")


def test_pages_lie_beside_files_and_a_run_of_files_asks_no_server(
    site: Site, collection: Collection, folder: Path, write: Write
) -> None:
    write("mill.md", "The mill ground rye.\n")
    stages: list[str] = []
    collection.index([folder, f"{site.url}/bridge"], lambda stage, *_: stages.append(stage))
    assert list(urls(collection)) == [f"{site.folder}/bridge.html", "mill.md"]
    assert list(dict.fromkeys(stages)) == ["pages", "documents", "vectors"]
    site.forget()
    collection.index([folder])
    assert (site.asked, len(urls(collection))) == ([], 2)


def test_a_removed_page_comes_back_only_when_its_address_is_indexed(site: Site, collection: Collection) -> None:
    collection.index([f"{site.url}/bridge"])
    collection.remove([f"{site.folder}/bridge.html"])
    collection.index([f"{site.url}/tower"])
    assert list(urls(collection)) == [f"{site.folder}/tower.html"]
    assert collection.index([f"{site.url}/bridge"]).added == [f"{site.folder}/bridge.html"]


def test_a_wrong_path_or_address_is_refused_before_anything_is_fetched(
    site: Site, collection: Collection, tmp_path: Path
) -> None:
    good = f"{site.url}/bridge"
    with pytest.raises(UsageError, match="nothing does not exist"):
        collection.index([good, tmp_path / "nothing"])
    for wrong, reason in {
        "ftp://127.0.0.1/a": "an address begins with http:// or https://",
        "file:///etc/hosts": "an address begins with http:// or https://",
        "http://": "names a host",
        "http://me:secret@127.0.0.1/": "holds a name or a password",
        "http://127.0.0.1:port/": "is no address",
    }.items():
        with pytest.raises(UsageError, match=reason) as refused:
            collection.index([good, wrong])
        assert "secret" not in str(refused.value)
    assert site.asked == []


def test_a_path_is_never_an_address(site: Site, collection: Collection) -> None:
    """What the web chat indexes are paths."""
    with pytest.raises(UsageError, match="does not exist"):
        collection.index([Path(f"{site.url}/bridge")])
    assert site.asked == []


def test_a_local_list_of_addresses_is_a_text_and_asks_nothing(site: Site, collection: Collection, write: Write) -> None:
    assert collection.index([str(write("list.txt", f"{site.url}/bridge\n"))]).added == ["list.txt"]
    assert site.asked == []


def test_the_command_says_which_address_was_not_indexed(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: ToyEncoder())
    command = ["index", f"{site.url}/bridge", f"{site.url}/gone", "--collection", str(tmp_path / "other"), "--json"]
    with pytest.raises(SystemExit) as ended:
        main(command)
    printed = capsys.readouterr()
    assert ended.value.code == INCOMPLETE
    report = json.loads(printed.out)
    reason = "there is no such page (status 404)"
    assert report["added"] == [f"{site.folder}/bridge.html"]
    assert report["failed"] == [{"path": f"{site.url}/gone", "reason": reason}]
    assert list(report["seconds"]) == ["pages", "documents", "lexical", "vectors"]
    assert f"not indexed: {site.url}/gone: {reason}" in printed.err.replace("\n", " ")


def test_two_processes_do_not_fetch_at_once(
    site: Site, collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.collection._PATIENCE", 0.1)
    collection.index([f"{site.url}/bridge"])
    with writer_lock(tmp_path / "collection" / "pages" / ".state"), pytest.raises(LockedError, match="being written"):
        collection.index([f"{site.url}/bridge"])


def test_pages_are_kept_though_the_run_is_interrupted(
    site: Site, collection: Collection, encoder: ToyEncoder, tmp_path: Path
) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collection.index([f"{site.url}/bridge", f"{site.url}/tower"], interrupt)
    collection.index([f"{site.url}/bridge"])
    assert site.answered["/bridge"] == 304
