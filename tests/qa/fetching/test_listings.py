"""What feeds and sitemaps list, and that nothing else is taken for one."""

import gzip

import pytest

from qa.errors import FetchError
from qa.fetching.listings import Listing, read_listing

BASE = "https://site.example/news/feed"
RSS = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://site.example/</link>
<atom:link rel="self" href="https://site.example/news/feed"/>
<item><title>One</title><link> https://site.example/one?a=1&amp;b=2 </link></item>
<item><title>Two</title><atom:link rel="replies" href="/two/comments"/><link>/two#top</link></item>
<item><title>Two again</title><link>/two</link></item>
<item><title>Mail</title><link>mailto:someone@site.example</link></item>
<item><title>None</title></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="alternate" href="https://site.example/"/>
<entry><link rel="enclosure" href="one.mp3"/><link rel="alternate" href="one.html"/></entry>
<entry><link href="https://other.example/two"/></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><link>https://site.example/</link></channel><item><link>https://site.example/one</link></item></rdf:RDF>"""
SITEMAP = b"""\xef\xbb\xbf
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://site.example/caf\xc3\xa9</loc><image:image><image:loc>https://site.example/x.png</image:loc></image:image>
</url><url><lastmod>2020-01-01</lastmod></url></urlset>"""


@pytest.mark.parametrize("media_type", ["application/rss+xml", "text/xml", "text/html", ""])
def test_a_feed_is_told_by_its_content(media_type: str) -> None:
    assert read_listing(RSS, media_type, BASE) == Listing(
        ("https://site.example/one?a=1&b=2", "https://site.example/two")
    )


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (ATOM, ("https://site.example/news/one.html", "https://other.example/two")),
        (RDF, ("https://site.example/one",)),
        (SITEMAP, ("https://site.example/caf%C3%A9",)),
        (gzip.compress(SITEMAP), ("https://site.example/caf%C3%A9",)),
    ],
    ids=["atom", "rdf", "sitemap", "gzip"],
)
def test_every_kind_of_listing_gives_the_addresses_of_its_pages(data: bytes, pages: tuple[str, ...]) -> None:
    assert read_listing(data, "application/xml", BASE) == Listing(pages)


def test_an_index_lists_sitemaps() -> None:
    data = b"<sitemapindex><sitemap><loc>https://site.example/1.xml.gz</loc></sitemap></sitemapindex>"
    assert read_listing(data, "text/xml", BASE) == Listing(sitemaps=("https://site.example/1.xml.gz",))


def test_a_text_is_a_listing_only_if_it_holds_nothing_but_addresses() -> None:
    text = b"https://site.example/a\nhttps://site.example/b\n"
    assert read_listing(text, "text/plain", BASE) == Listing(("https://site.example/a", "https://site.example/b"))
    for other in (b"See https://site.example/a\n", b"", b"# A heading\n"):
        assert read_listing(other, "text/plain", BASE) is None


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><html><body><urlset></urlset></body></html>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
        b"<p>A part of a page",
        b"<svg/>",
        b"%PDF-1.7",
        b"\x1f\x8bnot gzip",
        b"",
    ],
)
def test_everything_else_is_a_page(data: bytes) -> None:
    assert read_listing(data, "text/html", BASE) is None


def test_entities_are_not_unfolded_and_files_not_read() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://x.example/&a;</loc></url></urlset>'
    assert read_listing(bomb, "text/xml", BASE) == Listing(("http://x.example/",))


def test_a_sitemap_that_unfolds_to_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.fetching.listings.LARGEST_FILE_BYTES", 1_000_000)
    with pytest.raises(FetchError, match="unpacked it is over the limit of 1 MB"):
        read_listing(gzip.compress(b"<urlset>" + b" " * 2_000_000), "application/gzip", BASE)
