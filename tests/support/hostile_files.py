"""Broken and hostile files: what a download, a fault or an attacker may leave in a folder."""

import io
import json
import struct
import tarfile
import zipfile
from collections.abc import Mapping

MB = 1_000_000


def hostile_files() -> dict[str, bytes]:
    """Files by name, some of them hundreds of times as large when they are unpacked."""
    return {**_pages(), **_books(), **_messages(), **_tables(), **_texts(), **_archives()}


def _pages() -> dict[str, bytes]:
    return {
        "empty.html": b"",
        "deep.html": b"<div>" * 200_000 + b"x",
        "signs.html": b"<" * MB,
        "word.html": b"<p>" + b"a" * 2 * MB,
        "comment.html": b"<p>x</p><!-- " + b"y" * MB,
        "nav.html": b"<nav>" * 100_000,
        "attribute.html": b"<p title='" + b"x" * 5 * MB + b"'>y</p>",
        "binary.html": b"\x00\x01\x02" * 1000,
        "picture.html": b"<p>x</p><img src='data:image/png;base64," + b"A" * 10 * MB + b"'>",
        "cells.html": b"<table>" + b"<tr>" + b"<td colspan=1000 rowspan=1000>x" * 20_000,
        "dates.html": b"<meta name=date content='9999-99-99'><time datetime='" + b"9" * 10_000 + b"'></time><p>x",
        "tables.html": b"<table><tr><td>" * 5_000 + b"x",
        "none.mhtml": b"Content-Type: multipart/related; boundary=b\n\n" + b"--b\n" * 50_000,
    }


def _books() -> dict[str, bytes]:
    container = "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>"
    item = "<item id='a' href='{}' media-type='application/xhtml+xml'/>"
    package = f"<package><manifest>{item}</manifest><spine>{{}}</spine></package>"
    entities = "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(10))

    def book(href: str, spine: str, **files: bytes | str) -> bytes:
        return zipped({"META-INF/container.xml": container, "b.opf": package.format(href, spine), **files})

    return {
        "no-zip.epub": b"PK\x03\x04" + bytes(100),
        "bomb.epub": book("c.xhtml", "<itemref idref='a'/>", **{"c.xhtml": bytes(60 * MB)}),
        "loop.epub": book("c.xhtml", "<itemref idref='a'/>" * 50_000, **{"c.xhtml": "<p>x</p>"}),
        "outside.epub": book("../../../../etc/hostname", "<itemref idref='a'/>"),
        "entities.epub": book(
            "c.xhtml",
            "<itemref idref='a'/>",
            **{"c.xhtml": f"<!DOCTYPE x [<!ENTITY a0 'ha'>{entities}]><html><body><p>&a10;</p></body></html>"},
        ),
        "cut.epub": book("c.xhtml", "<itemref idref='a'/>", **{"c.xhtml": "<p>x</p>" * 9999})[:400],
        "spine.epub": zipped(
            {
                "META-INF/container.xml": container,
                "b.opf": "<package><manifest>"
                "<item id='a' href='c.xhtml' media-type='application/xhtml+xml'/>"
                "<item id='b' href='d.xhtml' media-type='application/xhtml+xml'/>"
                "<item id='z' href='z.zip' media-type='application/zip'/>"
                "</manifest><spine><itemref idref='z'/><itemref idref='b'/><itemref idref='a'/></spine></package>",
                "c.xhtml": "<p>x</p>",
                "d.xhtml": b"<p>\xc3\xa9 \xff</p>",
                "z.zip": zipped({"a.md": bytes(60 * MB)}),
            }
        ),
        "lying.epub": _lying(book("c.xhtml", "<itemref idref='a'/>", **{"c.xhtml": bytes(60 * MB)})),
    }


def _lying(data: bytes) -> bytes:
    """An archive whose large member says that it is small."""
    return data.replace(struct.pack("<L", 60 * MB), struct.pack("<L", 10))


def _messages() -> dict[str, bytes]:
    nested = b"x"
    for number in range(300):
        nested = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n%s" % (number, number, nested)
    return {
        "nested.eml": b"Subject: x\n" + nested,
        "headers.eml": b"Subject: x\n" + b"X-A: b\n" * 200_000 + b"\nText.",
        "encoded.eml": b"Subject: " + b"=?utf-8?q?=41?= " * 50_000 + b"\n\nText.",
        "quoted.eml": b"Subject: x\n\n" + b"> a\n" * 300_000,
        "introduced.eml": b"Subject: x\n\n" + b"a line that goes on\n" * 100_000,
        "attached.eml": b"Subject: x\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1.4 broken",
        "no-mail.eml": b"\x89PNG\r\n",
        "froms.mbox": b"From a 2024\nSubject: x\n\n" * 3_000,
        "no-mail.mbox": b"\x00" * 1000,
    }


def _tables() -> dict[str, bytes]:
    return {
        "quote.csv": b'a,b\n"' + b"x,y\n" * 500_000,
        "wide.csv": b"1," * 2 * MB,
        "commas.csv": b"," * MB,
        "null.csv": b"a,b\n\x00,\x01",
        "deep.jsonl": b'{"a": ' * 50_000,
        "number.jsonl": b'{"a": ' + b"9" * 10_000 + b"}",
        "names.jsonl": b"\n".join(b'{"%d": 1}' % number for number in range(50_000)),
        "list.jsonl": b"[1, 2]\n3\nnull\n",
    }


def _texts() -> dict[str, bytes]:
    anchors = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    return {
        "anchors.md": f"---\na0: &a0 [x]\n{anchors}title: *a11\ntags: *a11\n---\nText.".encode(),
        "fields.md": b"---\n" + b"".join(b"k%d: v\n" % number for number in range(50_000)) + b"---\nText.",
        "line.md": b"word " * 2 * MB,
        "outputs.ipynb": json.dumps(
            {"cells": [{"cell_type": "code", "source": "x", "outputs": [{"data": {"image/png": "A" * 10 * MB}}]}]}
        ).encode(),
        "deep.ipynb": b'{"cells": ' + b"[" * 100_000,
        "types.ipynb": json.dumps({"cells": [{"cell_type": "code", "outputs": {"a": [None]}, "source": 3}]}).encode(),
        "lines.srt": b"00:00:01,000 --> 00:00:02,000\n" * 100_000,
        "arrows.vtt": b"WEBVTT\n\n" + b"-->" * MB,
        "deep.rst": b"\n".join(b"  " * number + b"* x\n" for number in range(400)),
        "loop.rst": b".. |a| replace:: |b|\n.. |b| replace:: |a|\n\n|a| x",
        "include.rst": b".. include:: /etc/hostname\n\n.. raw:: html\n   :file: /etc/hostname\n",
        "signs.rst": b"`" * 200_000 + b"\n\n" + b"*" * 200_000,
        "roles.rst": b":a:`b" * 2_000,
        "signs.adoc": b"*_`#+[" * 100_000,
        "links.adoc": b"link:" * 20_000 + b"[" * 20_000,
        "attribute.adoc": b":a: " + b"x" * MB + b"\n\n" + b"{a}" * 10_000,
        "blocks.adoc": b"----\n" * 100_001,
    }


def _archives() -> dict[str, bytes]:
    nested = zipped({"a.md": bytes(20 * MB)})
    for _ in range(8):
        nested = zipped({f"{number}.zip": nested for number in range(4)})
    return {
        "bomb.zip": zipped({"a.md": bytes(210 * MB)}),
        "nested.zip": nested,
        "many.zip": zipped({f"{number}.md": "" for number in range(30_000)}),
        "paths.zip": zipped({"../a.md": "x", "/b.md": "x", "c:/d.md": "x", "e\\..\\f.md": "x", "g" * 300 + ".md": "x"}),
        "lying.zip": _lying(zipped({"a.md": bytes(60 * MB)})),
        "bomb.tar.gz": _compressed({"a.md": bytes(210 * MB)}),
        "no.tar": b"x" * 10_000,
        "cut.tgz": _compressed({"a.md": b"x" * 10_000})[:50],
        "device.tar": _device(),
    }


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive of members by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def _compressed(members: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz", compresslevel=1) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def _device() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for number, kind in enumerate((tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.SYMTYPE)):
            info = tarfile.TarInfo(f"{number}.md")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    return data.getvalue()
