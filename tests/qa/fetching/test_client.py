"""How servers are asked: by their robots.txt, with pauses, within limits, and never behind the user's back."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx2
import pytest
from support.site import Served, Site, page, serving_site

from qa.errors import FetchError
from qa.fetching.client import Client, Reply

ROBOTS = """
User-agent: Quotable
Disallow: /private
Crawl-delay: {delay}

User-agent: *
Disallow: /
"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr("qa.fetching.client.PAUSE", 0.0)
    monkeypatch.setenv("NO_PROXY", "*")
    with serving_site() as site:
        site.pages["/a"] = Served(page("A", "Words."))
        yield site


@pytest.fixture
def get(site: Site) -> Iterator[Callable[[str], Reply]]:
    """Fetches a path in one run."""
    with Client([site.url]) as client:
        yield lambda path: client.get(f"{site.url}{path}", {})


def robots(text: str) -> Served:
    return Served(text.encode(), "text/plain")


def test_robots_txt_is_read_once_a_run_and_respected(site: Site, get: Callable[[str], Reply]) -> None:
    site.pages["/robots.txt"] = robots(ROBOTS.format(delay=0))
    site.pages["/private/b"] = site.pages["/a"]
    assert get("/a").status == 200
    with pytest.raises(FetchError, match=r"the robots.txt of 127\.0\.0\.1:\d+ forbids to fetch it"):
        get("/private/b")
    assert site.asked == ["/robots.txt", "/a"]


def test_a_redirect_leads_to_nothing_that_robots_txt_forbids(site: Site, get: Callable[[str], Reply]) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /private\n")
    site.pages["/b"] = Served(status=302, headers={"Location": "/private/b"})
    with pytest.raises(FetchError, match="forbids to fetch it"):
        get("/b")
    assert site.asked == ["/robots.txt", "/b"]


@pytest.mark.parametrize("status", [401, 403, 500])
def test_robots_txt_that_is_refused_or_fails_forbids_all(site: Site, get: Callable[[str], Reply], status: int) -> None:
    site.pages["/robots.txt"] = Served(status=status)
    for _ in range(2):
        with pytest.raises(FetchError, match=rf"robots.txt of .* cannot be read: .*\(status {status}\)"):
            get("/a")
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_site_without_robots_txt_forbids_nothing(site: Site, get: Callable[[str], Reply], status: int) -> None:
    site.pages["/robots.txt"] = Served(status=status)
    assert get("/a").status == 200


@pytest.mark.parametrize("delay", ["²", "-1", "inf", "nan", "soon"])
def test_a_pause_that_is_no_number_changes_nothing(site: Site, get: Callable[[str], Reply], delay: str) -> None:
    site.pages["/robots.txt"] = robots(f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /b\n")
    assert get("/a").status == 200
    with pytest.raises(FetchError, match="forbids to fetch it"):
        get("/b")


@pytest.mark.parametrize(
    ("rules", "forbidden"),
    [
        ("Disallow: /*b$", ["/b", "/d/b"]),
        ("Disallow: /*?", ["/a?c"]),
        ("Disallow: /d/*/b", []),
        ("Disallow: /\nAllow: /*b", ["/a", "/a?c"]),
        ("Allow: /d\nDisallow: /", ["/a", "/b", "/a?c"]),
        ("Disallow: /d/\nAllow: /d/b$", []),
    ],
)
def test_stars_and_dollars_in_paths_mean_what_they_do_and_the_longest_rule_counts(
    site: Site, get: Callable[[str], Reply], rules: str, forbidden: list[str]
) -> None:
    site.pages["/robots.txt"] = robots(f"User-agent: *\n{rules}\n")
    pages = ["/a", "/b", "/a?c", "/d/b"]
    refused = []
    for path in pages:
        site.pages[path] = Served(b"Text.")
        try:
            get(path)
        except FetchError:
            refused.append(path)
    assert refused == [path for path in pages if path in forbidden]


def test_rules_for_others_are_passed_over_and_those_for_this_robot_come_first(
    site: Site, get: Callable[[str], Reply]
) -> None:
    site.pages["/robots.txt"] = robots(
        "User-agent: other\nUser-agent: quotable\nDisallow: /b\n\nUser-agent: *\nDisallow: /a\n"
    )
    assert get("/a").status == 200
    with pytest.raises(FetchError, match="forbids to fetch it"):
        get("/b")


def test_requests_to_a_host_have_a_pause_between_them(
    site: Site, get: Callable[[str], Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.fetching.client.PAUSE", 0.2)
    get("/a"), get("/a")
    assert [later - before >= 0.2 for before, later in zip(site.times, site.times[1:], strict=False)] == [True, True]


def test_a_longer_pause_is_kept_where_robots_txt_asks_for_one(site: Site, get: Callable[[str], Reply]) -> None:
    site.pages["/robots.txt"] = robots(ROBOTS.format(delay=1))
    get("/a")
    assert site.times[1] - site.times[0] >= 1


def test_no_one_waits_for_minutes_between_two_pages(site: Site, get: Callable[[str], Reply]) -> None:
    site.pages["/robots.txt"] = robots(ROBOTS.format(delay=3600))
    with pytest.raises(FetchError, match="asks for 3600 seconds between two pages"):
        get("/a")


def test_a_page_over_the_limit_is_not_read_to_its_end(
    site: Site, get: Callable[[str], Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.fetching.client.LARGEST_FILE_BYTES", 1_000_000)
    site.pages["/most"] = Served(b"a" * 1_000_000)
    site.pages["/large"] = Served(b"a" * 1_000_001)
    assert len(get("/most").data) == 1_000_000
    with pytest.raises(FetchError, match="it is over the limit of 1 MB"):
        get("/large")


def test_the_limit_counts_what_is_unpacked(
    site: Site, get: Callable[[str], Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.fetching.client.LARGEST_FILE_BYTES", 1_000_000)
    site.pages["/packed"] = Served(gzip.compress(b"a" * 9_000_000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="it is over the limit of 1 MB"):
        get("/packed")


def test_a_page_that_breaks_off_is_a_failure(site: Site, get: Callable[[str], Reply]) -> None:
    site.pages["/half"] = Served(b"words", headers={"Content-Length": "10"})
    with pytest.raises(FetchError, match="its server does not answer as it should"):
        get("/half")


def test_a_server_that_says_nothing_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.fetching.client.SILENCE", 1.0)
    site.pages["/slow"] = Served(b"words", wait=4)
    with Client([site.url]) as client:
        with pytest.raises(FetchError, match="its server says nothing for 1 seconds"):
            client.get(f"{site.url}/slow", {})
        assert client.get(f"{site.url}/a", {}).status == 200


def test_a_page_that_comes_too_slowly_is_given_up(
    site: Site, get: Callable[[str], Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.fetching.client.LONGEST", 0.2)
    site.pages["/slow"] = Served(b"words", wait=0.3)
    with pytest.raises(FetchError, match=r"it takes over 0\.2 seconds"):
        get("/slow")


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_left_alone(site: Site, get: Callable[[str], Reply], status: int) -> None:
    site.pages["/busy"] = Served(status=status)
    for path in ("/busy", "/a"):
        with pytest.raises(FetchError, match=rf"asks to wait \(status {status}\); index it again later"):
            get(path)
    assert site.asked == ["/robots.txt", "/busy"]


def test_a_host_that_cannot_be_reached_is_asked_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    stream = httpx2.Client.stream

    def counted(
        client: httpx2.Client, method: str, address: str, headers: dict[str, str]
    ) -> AbstractContextManager[httpx2.Response]:
        asked.append(address)
        return stream(client, method, address, headers=headers)

    monkeypatch.setattr(httpx2.Client, "stream", counted)
    site.server_close()
    with Client([site.url]) as client:
        for _ in range(2):
            with pytest.raises(FetchError, match=r"127\.0\.0\.1:\d+ cannot be reached"):
                client.get(f"{site.url}/a", {})
    assert asked == [f"{site.url}/robots.txt"]


def test_nothing_but_a_named_address_leads_into_a_private_network(site: Site, get: Callable[[str], Reply]) -> None:
    elsewhere = f"{site.url.replace('127.0.0.1', 'localhost')}/a"
    site.pages["/away"] = Served(status=302, headers={"Location": elsewhere})
    with pytest.raises(FetchError, match="it leads to localhost, which is in a private network; name its address"):
        get("/away")
    assert site.asked == ["/robots.txt", "/away"]
    with Client([site.url, elsewhere]) as client:
        assert client.get(f"{site.url}/away", {}).address == elsewhere


def test_robots_txt_leads_into_no_private_network_either(site: Site, get: Callable[[str], Reply]) -> None:
    location = f"{site.url.replace('127.0.0.1', 'localhost')}/robots.txt"
    site.pages["/robots.txt"] = Served(status=302, headers={"Location": location})
    with pytest.raises(FetchError, match="robots.txt of .* cannot be read: it leads to localhost"):
        get("/a")


def test_a_host_that_has_no_name_of_the_web_is_a_failure(site: Site, get: Callable[[str], Reply]) -> None:
    site.pages["/away"] = Served(status=302, headers={"Location": f"http://{'a' * 70}.invalid/"})
    with pytest.raises(FetchError):
        get("/away")
