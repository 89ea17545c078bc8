"""A small valid file of each format that is read."""

import io
import json
import tarfile
from collections.abc import Callable

import docx
import pptx
import xlsxwriter
from support.hostile_files import zipped
from support.odf import odf
from support.pdf import lines, pdf

_WORDS = "The ferry leaves at seven."
_PAGE = (
    "<html lang='en'><head><title>Ferries</title><meta name='date' content='2021-03-04'></head><body>"
    "<h1>Ferries</h1>"
    f"<p>{_WORDS}<a href='/b?c=d'>Boats</a></p><ul><li>One<ul><li>Two</li></ul></li></ul>"
    "<table><tr><th colspan='2'>Boat</th></tr><tr><td rowspan='2'>Heron</td><td>7</td></tr></table>"
    "<pre>  a\n b</pre><blockquote>So&nbsp;be &amp; it</blockquote></body></html>"
)
_MARKDOWN = (
    f"---\ntitle: Ferries\ndate: 2021-03-04\ntags: [a, b]\n---\n\n# Ferries\n\n{_WORDS} *It* is **new** and `old`.\n\n"
    "- one\n  - two\n\n1. x\n\n| Boat | Hour |\n| --- | --- |\n| Heron | 7 |\n\n> [Boats](b.md#c 'd') <br> $a*b$\n\n"
    "```py\nx = 1\n```\n\nMS. BIRCH: Good morning.\n\nQ And the pier?\n\n+---+---+\n| a | b |\n+---+---+\n"
)
_RST = (
    f"Ferries\n=======\n\n:Date: 2021-03-04\n\n{_WORDS} `Boats <b.html>`_ |x|\n\n.. |x| replace:: *y*\n\n* one\n\n"
    "  * two\n\n+---+---+\n| a | b |\n+---+---+\n| c   d |\n+---+---+\n\n.. code:: py\n\n   x = 1\n\n"
    ".. note:: z [1]_\n\n.. [1] w\n\n====  ====\nBoat  Hour\n====  ====\nA     7\n====  ====\n"
)
_ASCIIDOC = (
    "= Ferries\nA Name <a@b.example>\n2021-03-04\n:word: boat\n\n"
    f"== First\n\n{_WORDS} A {{word}} *b* _c_ link:d[e].\n\n"
    "* one\n** two\n\n|===\n|Boat |Hour\n\n|Heron |7\n2+|both\n|===\n\n----\nx = 1\n----\n\n"
    "Term:: what\n\n[quote]\n____\ny\n____\n"
)
_MAIL = (
    "From: A <a@b.example>\nSubject: =?utf-8?q?Ferr=C3=ADes?=\nDate: Thu, 04 Mar 2021 10:00:00 +0000\n"
    "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=c\n\n--c\n"
    "Content-Type: text/plain; charset=utf-8\n"
    f"Content-Transfer-Encoding: quoted-printable\n\n{_WORDS} =C3=AD\n> quoted\n-- \nme\n"
    f"--c\nContent-Type: text/html\n\n<p>{_WORDS}</p>\n--c--\n"
)
_SAVED_PAGE = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=c; type="text/html"\n\n--c\n'
    "Content-Type: text/html\nContent-Location: http://a.example/b\nContent-Transfer-Encoding: quoted-printable\n\n"
    f"<p>{_WORDS}=3D</p>\n--c--\n"
)
_NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Ferries\n", _WORDS]},
        {
            "cell_type": "code",
            "source": "x = 1",
            "outputs": [
                {"output_type": "stream", "text": ["1\n"]},
                {"output_type": "execute_result", "data": {"text/plain": "2", "text/html": "<p>2</p>"}},
            ],
        },
    ],
    "metadata": {"kernelspec": {"language": "python"}, "title": "Ferries"},
    "nbformat": 4,
}


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("Ferries")
    document.add_paragraph(_WORDS, style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Boat", "7"
    return _saved(document.save)


def _slides() -> bytes:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Ferries"
    slide.placeholders[1].text = _WORDS
    return _saved(show.save)


def _sheet() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Boats")
        sheet.write_row(0, 0, ["Boat", "Hour"])
        sheet.write_row(1, 0, ["Heron", 7])
        sheet.merge_range(2, 0, 2, 1, _WORDS)
    return file.getvalue()


def _book() -> bytes:
    return zipped(
        {
            "META-INF/container.xml": "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>",
            "b.opf": "<package><metadata><title>Ferries</title><date>2021</date></metadata><manifest>"
            "<item id='a' href='c.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/>"
            "</spine></package>",
            "c.xhtml": _PAGE,
        }
    )


def _archive() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in (("a.md", _MARKDOWN.encode()), ("b/c.html", _PAGE.encode())):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def files() -> dict[str, bytes]:
    """A file of each format by a name of it."""
    text = "<text:h text:outline-level='1'>Ferries</text:h><text:list><text:list-item><text:p>one</text:p>"
    text += f"</text:list-item></text:list><text:p>{_WORDS}<text:s text:c='2'/>x<text:tab/></text:p>"
    row = "<table:table-row><table:table-cell table:number-columns-repeated='2'><text:p>7</text:p></table:table-cell>"
    table = f"<table:table table:name='Boats'>{row}</table:table-row></table:table>"
    slide = f"<draw:frame><draw:text-box>{text}</draw:text-box></draw:frame>"
    slide = f"<draw:page draw:name='One'>{slide}</draw:page>"
    days = "Thu Mar  4 10:00:00 2021", "Fri Mar  5 10:00:00 2021"
    return {
        "a.md": _MARKDOWN.encode(),
        "a.txt": f"Ferries\n\n{_WORDS}\n\nMS. BIRCH: Good morning.\n".encode(),
        "a.html": _PAGE.encode(),
        "a.mhtml": _SAVED_PAGE.encode(),
        "a.epub": _book(),
        "a.eml": _MAIL.encode(),
        "a.ipynb": json.dumps(_NOTEBOOK).encode(),
        "a.rst": _RST.encode(),
        "a.adoc": _ASCIIDOC.encode(),
        "a.csv": f'Boat;Hour;text\nHeron;7;"{_WORDS} Twice ""a"" day, every day but one."\nGull;8;{_WORDS}\n'.encode(),
        "a.tsv": b"Boat\tHour\nHeron\t7\n",
        "a.jsonl": b'{"title": "Ferries", "date": "2021-03-04", "text": "Seven."}\n{"title": "x", "text": "y"}\n',
        "a.srt": b"1\n00:00:01,000 --> 00:00:02,500\n<i>The ferry</i> leaves\nat seven.\n\n"
        b"2\n00:00:03,000 --> 00:00:04,000\nSo.\n",
        "a.vtt": b"WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 line:0\n<v Ms. Birch>The ferry leaves.</v>\n",
        "a.pdf": pdf(
            [lines(72, 700, _WORDS, "A second line of it."), lines(72, 700, "Boat    Hour", "Heron   7")],
            info="/Title (Ferries) /CreationDate (D:20210304)",
            outline=[("Ferries", 1)],
            labels="0 << /S /r >>",
        ),
        "a.docx": _word(),
        "a.pptx": _slides(),
        "a.xlsx": _sheet(),
        "a.odt": odf(text, meta="<dc:title>Ferries</dc:title><dc:date>2021-03-04</dc:date>"),
        "a.odp": odf(
            slide,
            "presentation",
        ),
        "a.ods": odf(table, "spreadsheet"),
        "a.zip": zipped({"a.md": _MARKDOWN, "b/c.html": _PAGE, "d.zip": zipped({"e.txt": _WORDS})}),
        "a.tar": _archive(),
        "a.mbox": "\n".join(f"From a@b.example {day}\n{_MAIL}" for day in days).encode(),
        "a.md.yaml": b"title: Boats\ndate: 2021-03-05\ncategory: [a, b]\nurl: https://a.example/b\nkeywords: c\n"
        b"columns: {title: d}\n",
    }
