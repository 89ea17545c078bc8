"""Small PDFs for tests: text at given places, with an outline, properties and numbers of pages."""

from collections.abc import Sequence

Text = tuple[float, float, float, str]
"""Left, height of the baseline, size, words; a size below zero is bold."""

_POINT = "q 400 0 0 600 90 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x20 EI Q"
_ENCRYPTION = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (b"o" * 32, b"u" * 32)


def pdf(
    pages: Sequence[Sequence[Text]],
    *,
    info: str = "",
    outline: Sequence[tuple[str, int]] = (),
    labels: str = "",
    is_encrypted: bool = False,
) -> bytes:
    """A PDF on A4 pages.

    Args:
        pages: What stands on each; a page without text shows a picture of one dark point.
        info: Entries of its properties, such as `/Title (Words)`.
        outline: Titles and the numbers of their pages, from 1.
        labels: Entries of the numbers of pages, such as `0 << /S /r >>`.
        is_encrypted: Whether it claims to be encrypted with a password that nobody knows.
    """
    first_page = 6
    first_mark = first_page + 2 * len(pages)
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R /PageLabels << /Nums [{labels}] >> >>".encode(),
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{_refs(first_page, len(pages), 2)}] >>".encode(),
        3: _font("Helvetica"),
        4: _font("Helvetica-Bold"),
        5: b"<< /Type /Outlines >>",
    }
    if outline:
        last = first_mark + len(outline) - 1
        objects[5] = f"<< /Type /Outlines /First {first_mark} 0 R /Last {last} 0 R /Count {len(outline)} >>".encode()
    for index, texts in enumerate(pages):
        number = first_page + 2 * index
        drawn = [_drawn(text) for text in texts] or [_POINT]
        content = "\n".join(drawn).encode("latin-1")
        fonts = "/Font << /F1 3 0 R /F2 4 0 R >>"
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {fonts} >> "
            f"/Contents {number + 1} 0 R >>"
        ).encode()
        objects[number + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    for index, (title, page) in enumerate(outline):
        following = f"/Next {first_mark + index + 1} 0 R" if index + 1 < len(outline) else ""
        goal = f"/Dest [{first_page + 2 * (page - 1)} 0 R /Fit]"
        objects[first_mark + index] = f"<< /Title ({title}) /Parent 5 0 R {following} {goal} >>".encode()
    objects[max(objects) + 1] = f"<< {info} >>".encode()
    return _file(objects, _ENCRYPTION if is_encrypted else b"")


def lines(left: float, top: float, *texts: str, size: float = 10, pitch: float = 12) -> list[Text]:
    """Texts below one another."""
    return [(left, top - index * pitch, size, text) for index, text in enumerate(texts)]


def _refs(first: int, count: int, step: int) -> str:
    return " ".join(f"{first + step * index} 0 R" for index in range(count))


def _font(name: str) -> bytes:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()


def _drawn(text: Text) -> str:
    left, baseline, size, words = text
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F{1 if size > 0 else 2} {abs(size)} Tf {left} {baseline} Td ({escaped}) Tj ET"


def _file(objects: dict[int, bytes], trailer: bytes) -> bytes:
    found = b"%PDF-1.4\n"
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(found)
        found += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(found)
    found += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    found += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    entries = b"/Size %d /Root 1 0 R /Info %d 0 R %s" % (len(objects) + 1, max(objects), trailer)
    return found + b"trailer << %s >>\nstartxref\n%d\n%%%%EOF\n" % (entries, start)
