"""Mail: its head, its own words without those that it answers, its attachments."""

from datetime import date
from email.message import EmailMessage

import pytest

from qa.documents.content import Content
from qa.documents.formats import read_content
from qa.errors import UnreadableFileError

HEAD = "From: Ann Orr <ann@x.example>\nTo: bob@x.example\nDate: Mon, 4 Mar 2024 10:00:00 +0100\nSubject: The bridge"


def read(text: str | bytes) -> Content:
    return read_content(text if isinstance(text, bytes) else text.encode(), "mail.eml")


def texts(text: str | bytes) -> list[str]:
    return [part.text for part in read(text).parts]


def mail(text: str = "Hello.") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "A subject"
    message.set_content(text)
    return message


def test_the_head_stands_before_the_text_and_says_title_and_date() -> None:
    found = read(f"{HEAD}\nX-Spam: no\n\nIt opens\nin May.\n\nAnn\n")
    assert [part.text for part in found.parts] == [
        "From: Ann Orr <ann@x.example>\nTo: bob@x.example\nDate: Mon, 4 Mar 2024 10:00:00 +0100\nSubject: The bridge",
        "It opens\nin May.",
        "Ann",
    ]
    assert (found.metadata.title, found.metadata.date) == ("The bridge", date(2024, 3, 4))


def test_words_in_the_head_are_decoded() -> None:
    found = read("From: a@b.example\nSubject: =?utf-8?q?Br=C3=BCcke?= =?iso-8859-1?q?_=FCber?=\n\nx")
    assert found.metadata.title == "Brücke über"


@pytest.mark.parametrize(
    "answered",
    [
        "On Mon, 4 Mar 2024 at 10:00, Ann Orr\n<ann@x.example> wrote:\n\n> It opens\n> in May.\n",
        "On 4 March Ann wrote:\n\n > It opens\n > in May.\n",
        "Am Montag schrieb Ann:\n> It opens\n>> Earlier\n",
        "-----Original Message-----\nFrom: Ann\nSubject: The bridge\n\nIt opens in May.\n",
        "________________________________\nFrom: Ann\nSent: Monday\n\nIt opens in May.\n",
    ],
)
def test_the_message_that_is_answered_is_left_out(answered: str) -> None:
    assert texts(f"Subject: Re\n\nThank you: till then.\n\n{answered}")[1:] == ["Thank you: till then."]


def test_a_message_that_is_nothing_but_another_keeps_it() -> None:
    assert texts("Subject: Fwd\n\n-----Original Message-----\nFrom: Ann\n\nIt opens.\n")[1:] == [
        "-----Original Message-----\nFrom: Ann",
        "It opens.",
    ]


def test_of_a_text_in_several_forms_the_plain_one_is_read() -> None:
    message = mail("Plain.")
    message.add_alternative("<p>Rich.</p>", subtype="html")
    assert texts(bytes(message))[1:] == ["Plain."]


def test_html_is_read_as_a_browser_shows_it_without_what_it_answers() -> None:
    message = mail()
    message.set_content(
        "<p>It <b>opens</b>.</p><div class='gmail_quote'>Ann wrote:<p>When?</p></div>"
        "<blockquote type='cite'>Old.</blockquote><blockquote>A proverb.</blockquote>",
        subtype="html",
    )
    assert texts(bytes(message))[1:] == ["It opens.", "A proverb."]


def test_attachments_are_read_by_their_own_readers_below_their_names() -> None:
    message = mail()
    message.add_attachment(b"# Plan\n\n- dig\n- build\n", maintype="text", subtype="markdown", filename="plan.md")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="broken.epub")
    message.add_attachment(mail("Inner words."))
    assert texts(bytes(message))[1:] == [
        *("Hello.", "plan.md", "Plan", "dig", "build", "map.png", "broken.epub"),
        *("A subject", "From: a@b.example\nSubject: A subject", "Inner words."),
    ]


def test_an_encoding_that_is_not_known_or_not_true_is_guessed() -> None:
    head = "Subject: x\nContent-Type: text/plain; charset="
    assert texts(f"{head}x-none\n\nBrücke".encode())[1:] == ["Brücke"]
    assert texts(f"{head}us-ascii\n\nBrücke".encode())[1:] == ["Brücke"]
    assert texts(f"{head}utf-8\n\nBr\x89cke über".encode() + b"\x89")[1:] == ["Brcke über\ufffd"]


def test_messages_in_one_another_end() -> None:
    message = mail("Innermost.")
    for _ in range(30):
        outer = mail("Outer.")
        outer.add_attachment(message)
        message = outer
    assert 3 < texts(bytes(message)).count("Outer.") < 10


@pytest.mark.parametrize("data", [b"", b"No head at all", b"\x00\x01\x02", b"Content-Type: text/plain\n\nx"])
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="not a mail message: it does not begin with lines such as"):
        read(data)


@pytest.mark.parametrize(
    "text",
    [
        "Subject: x\nDate: the day after\n\nText.",
        'Subject: x\nFrom: \x00<<>>;,,\nTo: "\n\nText.',
        "Subject: x\nContent-Type: multipart/mixed\n\nText.",
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nText.",
        "Subject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGV4dC4",
    ],
)
def test_a_faulty_message_keeps_its_text(text: str) -> None:
    found = read(text)
    assert found.parts[-1].text == "Text."
    assert found.metadata.date is None
