"""The conversations of visitors and what they judged, in the SQLite file of the catalog.

The catalog holds documents, the history what visitors asked. Its tables are made when they are first needed, and no
writer's lock is: a conversation is kept while another process indexes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa.conversations.exchange import Exchange, from_record, to_record
from qa.conversations.feedback import Feedback, Verdict, require_fit
from qa.errors import UsageError
from qa.store.database import Database

LONGEST_TITLE = 80
"""Characters of a conversation's title."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (visitor, id)
);
CREATE TABLE IF NOT EXISTS exchanges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
    record BLOB NOT NULL            -- JSON of an Exchange
);
CREATE INDEX IF NOT EXISTS exchanges_of_conversation ON exchanges (conversation);
CREATE TABLE IF NOT EXISTS judgements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exchange INTEGER UNIQUE REFERENCES exchanges (id) ON DELETE SET NULL,
    record BLOB NOT NULL,           -- a copy of the exchange, which outlives it
    verdict TEXT NOT NULL,
    reason TEXT,
    note TEXT NOT NULL,
    passage INTEGER,
    given_at TEXT NOT NULL
);
"""
_FEEDBACK = "verdict, reason, note, passage, given_at"


@dataclass(frozen=True, slots=True)
class ConversationInfo:
    """What a list of conversations shows of one.

    Attributes:
        id: By which the visitor's program names it.
        title: Its first question, or what the visitor called it.
        questions: How many are kept.
        changed_at: When the last of them was asked, in UTC.
    """

    id: str
    title: str
    questions: int
    changed_at: datetime


class History:
    """Conversations by visitor; safe to share between threads and processes.

    A visitor and the id of a conversation are any texts; the same id of two visitors names two conversations, and
    no method shows or changes what is another visitor's. The exchanges of a conversation are numbered from 1. One
    that another version of Quotable kept and this one cannot read is left out, and has no number.

    Raises:
        CollectionError: From every method, when the file cannot be read or written.
        UsageError: From every method, for a text that holds half a character.
    """

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is read or written before it is asked for something."""
        self._database = Database(path)
        self._is_made = False

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    # Reading

    def conversations(self, visitor: str) -> list[ConversationInfo]:
        """The visitor's conversations, first the one in which something was asked last."""
        rows = self._made.select(
            "SELECT id, title, (SELECT count(*) FROM exchanges WHERE conversation = key), changed_at "
            "FROM conversations WHERE visitor = ? ORDER BY changed_at DESC, key DESC",
            (visitor,),
        )
        return [
            ConversationInfo(identity, title, questions, datetime.fromisoformat(changed_at))
            for identity, title, questions, changed_at in rows
        ]

    def exchanges(self, visitor: str, conversation: str) -> list[Exchange]:
        """The exchanges of a conversation, oldest first; none when the visitor has no conversation of this id."""
        return [exchange for _, exchange in self._numbered(visitor, conversation)]

    def judgements(self, visitor: str, conversation: str) -> dict[int, Feedback]:
        """What was judged of a conversation, by the number of the exchange."""
        rows = self._made.select(
            f"SELECT exchange, {_FEEDBACK} FROM judgements WHERE exchange IN "
            "(SELECT exchanges.id FROM exchanges JOIN conversations ON key = conversation "
            "WHERE visitor = ? AND conversations.id = ?)",
            (visitor, conversation),
        )
        given = {identity: _feedback(*row) for identity, *row in rows}
        found = {
            number: given.get(identity)
            for number, (identity, _) in enumerate(self._numbered(visitor, conversation), start=1)
        }
        return {number: feedback for number, feedback in found.items() if feedback}

    def feedback(self) -> list[tuple[Feedback, Exchange]]:
        """Everything that was judged, by all visitors, with what was judged; oldest first.

        Also what was judged in conversations that were deleted since.
        """
        rows = self._made.select(f"SELECT record, {_FEEDBACK} FROM judgements ORDER BY given_at, id")
        read = [(_feedback(*row), from_record(record)) for record, *row in rows]
        return [(feedback, exchange) for feedback, exchange in read if feedback and exchange]

    # Writing

    def add(self, visitor: str, conversation: str, exchange: Exchange) -> int:
        """Keep an exchange at the end of a conversation; returns its number.

        The conversation is made when it is new. Its title is then the question, cut at a word.
        """
        record = to_record(exchange)
        with self._made.transaction():
            return self._append(visitor, conversation, exchange, record)

    def replace_last(self, visitor: str, conversation: str, exchange: Exchange, *, number: int | None = None) -> int:
        """Keep an exchange in place of the last one, which was asked again; returns its number.

        What was judged of the one that it replaces stays in `feedback`.

        Args:
            visitor: Whose conversation it is.
            conversation: Its id.
            exchange: What was asked and answered now.
            number: Of the exchange to replace. When it is not the last any more, because something was asked in
                another window, nothing is replaced and the new one is added. None replaces whatever is the last.

        Raises:
            UsageError: The conversation has no exchange.
        """
        record = to_record(exchange)
        with self._made.transaction():
            numbered = self._numbered(visitor, conversation)
            if not numbered:
                raise UsageError("there is no question to ask again; ask one first")
            if number is None or number == len(numbered):
                self._made.change("DELETE FROM exchanges WHERE id = ?", (numbered[-1][0],))
            return self._append(visitor, conversation, exchange, record)

    def rename(self, visitor: str, conversation: str, title: str) -> None:
        """Give a conversation another title; white space is folded.

        Raises:
            UsageError: The title is empty or too long, or the visitor has no conversation of this id.
        """
        title = " ".join(title.split())
        if not title:
            raise UsageError("the title is empty; give the conversation a name")
        if len(title) > LONGEST_TITLE:
            raise UsageError(f"the title has {len(title)} characters; {LONGEST_TITLE} at most")
        renamed = self._made.change(
            "UPDATE conversations SET title = ? WHERE visitor = ? AND id = ?", (title, visitor, conversation)
        )
        if not renamed.rowcount:
            raise UsageError("there is no such conversation any more; open one of the list")

    def delete(self, visitor: str, conversation: str) -> None:
        """Delete a conversation with its exchanges, if the visitor has it; what was judged stays in `feedback`."""
        self._made.change("DELETE FROM conversations WHERE visitor = ? AND id = ?", (visitor, conversation))

    def judge(self, visitor: str, conversation: str, number: int, feedback: Feedback) -> None:
        """Keep what the visitor thinks of an exchange, with a copy of it; judging it again replaces that.

        Raises:
            UsageError: There is no exchange of this number, or the feedback does not fit its answer.
        """
        with self._made.transaction():
            numbered = self._numbered(visitor, conversation)
            if not 1 <= number <= len(numbered):
                raise UsageError(f"there is no answer {number} in this conversation, which has {len(numbered)}")
            identity, exchange = numbered[number - 1]
            require_fit(feedback, exchange.answer)
            self._made.change("DELETE FROM judgements WHERE exchange = ?", (identity,))
            self._made.change(
                f"INSERT INTO judgements (exchange, record, {_FEEDBACK}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    identity,
                    to_record(exchange),
                    feedback.verdict,
                    feedback.reason,
                    feedback.note,
                    feedback.passage,
                    _time(feedback.given_at),
                ),
            )

    def _append(self, visitor: str, conversation: str, exchange: Exchange, record: bytes) -> int:
        self._made.change(
            "INSERT INTO conversations (visitor, id, title, changed_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET changed_at = max(changed_at, excluded.changed_at)",
            (visitor, conversation, _title(exchange.answer.search.question.question), _time(exchange.asked_at)),
        )
        self._made.change(
            "INSERT INTO exchanges (conversation, record) "
            "SELECT key, ? FROM conversations WHERE visitor = ? AND id = ?",
            (record, visitor, conversation),
        )
        return len(self._numbered(visitor, conversation))

    def _numbered(self, visitor: str, conversation: str) -> list[tuple[int, Exchange]]:
        """Each exchange that can be read with its key in the file, in the order of numbers."""
        rows = self._made.select(
            "SELECT exchanges.id, record FROM exchanges JOIN conversations ON key = conversation "
            "WHERE visitor = ? AND conversations.id = ? ORDER BY exchanges.id",
            (visitor, conversation),
        )
        read = [(identity, from_record(record)) for identity, record in rows]
        return [(identity, exchange) for identity, exchange in read if exchange]

    @property
    def _made(self) -> Database:
        """The file, with the tables."""
        if not self._is_made:
            for statement in _SCHEMA.split(";\n"):
                self._database.change(statement)
            self._is_made = True
        return self._database


def _title(question: str) -> str:
    """A question in one line, cut at a word where it is too long."""
    line = " ".join(question.split())
    if len(line) <= LONGEST_TITLE:
        return line
    kept = line[:LONGEST_TITLE].rsplit(" ", 1)[0]
    return f"{kept[: LONGEST_TITLE - 1]}…"


def _time(moment: datetime) -> str:
    """A time as text, in UTC, so that texts are ordered as times are."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _feedback(verdict: Verdict, reason: str | None, note: str, passage: int | None, given_at: str) -> Feedback | None:
    """What was judged; None when another version kept a verdict or a reason that this one does not know."""
    try:
        return Feedback(verdict, reason, note, passage, datetime.fromisoformat(given_at))
    except UsageError:
        return None
