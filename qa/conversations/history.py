"""The conversations of visitors and their feedback, apart from the catalog.

The catalog can be built again from the documents; conversations and feedback cannot, so on a disk they have another
file. Their tables are made when they are first needed, and need no writer's lock: a conversation can be kept while
another process indexes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from qa.conversations.exchange import Exchange, from_record, is_altered, to_record
from qa.conversations.feedback import Feedback, Verdict, require_fit
from qa.conversations.tables import VERSIONS, holds_conversations, move_out_of_catalog
from qa.conversations.tags import checked_tags
from qa.errors import UsageError
from qa.messages import Message
from qa.store.database import Database
from qa.store.salvage import is_sound
from qa.store.sqlite import SqliteDatabase
from qa.store.versions import bring_up_to_date

LONGEST_TITLE = 80
"""Most characters of a conversation's title."""
_FEEDBACK = "verdict, reason, note, passage, given_at"


@dataclass(frozen=True, slots=True)
class ConversationInfo:
    """A conversation as a list shows it.

    Attributes:
        id: By which the visitor's program names it.
        title: Its first question, or what the visitor called it.
        questions: How many are kept.
        changed_at: When the last of them was asked, in UTC.
        is_pinned: Whether the visitor keeps it at the top.
        tags: By which the visitor sorts it, as they were given.
    """

    id: str
    title: str
    questions: int
    changed_at: datetime
    is_pinned: bool
    tags: tuple[str, ...] = ()


class History:
    """Keeps conversations by visitor; safe to share between threads and processes.

    A visitor and the id of a conversation are any texts; the same id of two visitors names two conversations, and
    no method shows or changes what is another visitor's. The exchanges of a conversation are numbered from 1. One
    that another version of Quotable kept and this one cannot read is left out, and has no number.

    Raises:
        CollectionError: From every method, when the database cannot be read or written.
        UsageError: From every method, for a text that holds half a character.
    """

    def __init__(self, database: Database, catalog: SqliteDatabase | None = None) -> None:
        """Take the database; nothing is read or written until the first use.

        Args:
            database: Of conversations.
            catalog: Of the collection, out of which conversations of an older version are moved.
        """
        self.is_kept = database.is_kept
        self._catalog = catalog
        self._database = database
        self._is_made = False

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def move_out_of_catalog(self) -> None:
        """Move conversations that an older version kept in the catalog to their own database, if there are any."""
        if self.is_kept and self._catalog is not None and self._catalog.exists and holds_conversations(self._catalog):
            bring_up_to_date(self._database, VERSIONS)
            move_out_of_catalog(self._catalog, self._database)

    # Reading

    def conversations(self, visitor: str, words: str = "", tag: str | None = None) -> list[ConversationInfo]:
        """The visitor's conversations: the pinned ones first, and then the one with the most recent question.

        Args:
            visitor: Whose they are.
            words: Each stands in the title, a tag or a question of what is wanted; empty for all.
            tag: Which they have, in capitals or not; None for any.
        """
        rows = self._made.select(
            "SELECT id, title, (SELECT count(*) FROM exchanges WHERE conversation = key), changed_at, pinned, tags "
            "FROM conversations WHERE visitor = ? ORDER BY pinned DESC, changed_at DESC, key DESC",
            (visitor,),
        )
        found = [
            ConversationInfo(
                identity, title, questions, datetime.fromisoformat(changed_at), bool(pinned), tuple(tags.splitlines())
            )
            for identity, title, questions, changed_at, pinned, tags in rows
        ]
        if tag is not None:
            found = [one for one in found if tag.casefold() in map(str.casefold, one.tags)]
        wanted = words.casefold().split()
        if not wanted:
            return found
        asked = self._questions(visitor)
        texts = {one.id: "\n".join((one.title, *one.tags, asked.get(one.id, ""))).casefold() for one in found}
        return [one for one in found if all(word in texts[one.id] for word in wanted)]

    def tags(self, visitor: str) -> list[str]:
        """The tags of the visitor's conversations, each once, in the order of the alphabet."""
        given = {tag.casefold(): tag for one in reversed(self.conversations(visitor)) for tag in one.tags}
        return [given[folded] for folded in sorted(given)]

    def exchanges(self, visitor: str, conversation: str) -> list[Exchange]:
        """The exchanges of a conversation, oldest first; empty if the visitor has no conversation of this id."""
        return [exchange for _, exchange in self._numbered(visitor, conversation)]

    def feedback_of(self, visitor: str, conversation: str) -> dict[int, Feedback]:
        """The feedback on a conversation, by the number of the exchange."""
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
        """The feedback of all visitors, each with its exchange; oldest first.

        Feedback on conversations that were deleted since is included.
        """
        rows = self._made.select(f"SELECT record, {_FEEDBACK} FROM judgements ORDER BY given_at, id")
        read = [(_feedback(*row), from_record(record)) for record, *row in rows]
        return [(feedback, exchange) for feedback, exchange in read if feedback and exchange]

    def problems(self) -> list[str]:
        """What is wrong with them, one sentence each; empty if nothing is."""
        if not self._database.exists:
            return []
        place = self._database.place
        mended = "`quotable check --repair` keeps what can be read of it"
        if isinstance(self._database, SqliteDatabase) and not is_sound(self._database):
            return [f"{place} is damaged: {mended}"]
        altered = len(self._altered())
        return [f"{altered} answers in {place} are not as they were kept: {mended}"] if altered else []

    def _altered(self) -> list[int]:
        """Keys of the exchanges that are not as they were kept."""
        return [key for key, record in self._made.select("SELECT id, record FROM exchanges") if is_altered(record)]

    # Writing

    def discard_altered(self) -> int:
        """Forget the exchanges that are not as they were kept; how many there were."""
        with self._made.transaction():
            altered = self._altered()
            self._made.change_many("DELETE FROM exchanges WHERE id = ?", [(key,) for key in altered])
        return len(altered)

    def add(self, visitor: str, conversation: str, exchange: Exchange) -> int:
        """Append an exchange to a conversation; returns its number.

        A conversation that does not exist is created. Its title is the question, cut at a word.
        """
        record = to_record(exchange)
        with self._made.transaction():
            return self._append(visitor, conversation, exchange, record)

    def replace_last(self, visitor: str, conversation: str, exchange: Exchange, *, number: int | None = None) -> int:
        """Replace the last exchange, whose question was asked again; returns the number of the new one.

        Feedback on the replaced exchange stays in `feedback`.

        Args:
            visitor: Whose conversation it is.
            conversation: Its id.
            exchange: The new question and answer.
            number: Number of the exchange to replace. If it is no longer the last, because a question was asked in
                another window, nothing is replaced and the new exchange is appended. None replaces the last one.

        Raises:
            UsageError: The conversation has no exchange.
        """
        record = to_record(exchange)
        with self._made.transaction():
            numbered = self._numbered(visitor, conversation)
            if not numbered:
                raise UsageError(Message("there is no question to ask again; ask one first"))
            if number is None or number == len(numbered):
                self._made.change("DELETE FROM exchanges WHERE id = ?", (numbered[-1][0],))
            return self._append(visitor, conversation, exchange, record)

    def take_back(self, visitor: str, conversation: str, exchange: Exchange, replaced: Exchange | None = None) -> None:
        """Undo what `add` or `replace_last` did; a conversation that is left without a question is deleted.

        Args:
            visitor: Whose conversation it is.
            conversation: Its id.
            exchange: What was added; nothing happens if it is there no more.
            replaced: What it had replaced, which takes its place again; None for nothing.
        """
        ours = "conversation IN (SELECT key FROM conversations WHERE visitor = ? AND id = ?) AND record = ?"
        found = (visitor, conversation, to_record(exchange))
        with self._made.transaction():
            if replaced is not None:
                self._made.change(f"UPDATE exchanges SET record = ? WHERE {ours}", (to_record(replaced), *found))
                return
            self._made.change(f"DELETE FROM exchanges WHERE {ours}", found)
            self._made.change(
                "DELETE FROM conversations WHERE visitor = ? AND id = ? "
                "AND key NOT IN (SELECT conversation FROM exchanges)",
                (visitor, conversation),
            )

    def rename(self, visitor: str, conversation: str, title: str) -> None:
        """Rename a conversation; white space in the title is folded.

        Raises:
            UsageError: The title is empty or too long, or the visitor has no conversation of this id.
        """
        title = " ".join(title.split())
        if not title:
            raise UsageError(Message("the title is empty; give the conversation a name"))
        if len(title) > LONGEST_TITLE:
            has, most = str(len(title)), str(LONGEST_TITLE)
            raise UsageError(Message("the title has {has} characters; {most} at most", has=has, most=most))
        renamed = self._made.change(
            "UPDATE conversations SET title = ? WHERE visitor = ? AND id = ?", (title, visitor, conversation)
        )
        if not renamed:
            raise UsageError(Message("there is no such conversation any more; open one of the list"))

    def pin(self, visitor: str, conversation: str, *, pinned: bool) -> None:
        """Keep a conversation of the visitor at the top of the list, or no longer."""
        self._made.change(
            "UPDATE conversations SET pinned = ? WHERE visitor = ? AND id = ?", (int(pinned), visitor, conversation)
        )

    def set_tags(self, visitor: str, conversation: str, tags: Sequence[str]) -> None:
        """Give a conversation of the visitor these tags, as `checked_tags` has them, in place of those that it has.

        Raises:
            UsageError: A tag is too long, there are too many, or the visitor has no conversation of this id.
        """
        tagged = self._made.change(
            "UPDATE conversations SET tags = ? WHERE visitor = ? AND id = ?",
            ("\n".join(checked_tags(tags)), visitor, conversation),
        )
        if not tagged:
            raise UsageError(Message("there is no such conversation any more; open one of the list"))

    def delete(self, visitor: str, conversation: str) -> None:
        """Delete a conversation of the visitor with its exchanges; feedback on it stays in `feedback`."""
        self._made.change("DELETE FROM conversations WHERE visitor = ? AND id = ?", (visitor, conversation))

    def give_feedback(self, visitor: str, conversation: str, number: int, feedback: Feedback) -> None:
        """Keep the visitor's feedback on an exchange, with a copy of that; new feedback replaces the earlier.

        Raises:
            UsageError: There is no exchange of this number, or the feedback does not fit its answer.
        """
        with self._made.transaction():
            numbered = self._numbered(visitor, conversation)
            if not 1 <= number <= len(numbered):
                raise UsageError(
                    Message(
                        "there is no answer {number} in this conversation, which has {answers}",
                        number=str(number),
                        answers=str(len(numbered)),
                    )
                )
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
            "ON CONFLICT (visitor, id) DO UPDATE SET changed_at = CASE "
            "WHEN excluded.changed_at > conversations.changed_at THEN excluded.changed_at "
            "ELSE conversations.changed_at END",
            (visitor, conversation, _title(exchange.answer.search.question.question), _time(exchange.asked_at)),
        )
        self._made.change(
            "INSERT INTO exchanges (conversation, record) "
            "SELECT key, ? FROM conversations WHERE visitor = ? AND id = ?",
            (record, visitor, conversation),
        )
        return len(self._numbered(visitor, conversation))

    def _questions(self, visitor: str) -> dict[str, str]:
        """The questions of each of the visitor's conversations, one a line."""
        question = self._database.text_at("record", "answer", "search", "question", "question")
        rows = self._made.select(
            f"SELECT conversations.id, {question} FROM exchanges JOIN conversations ON key = conversation "
            "WHERE visitor = ? ORDER BY exchanges.id",
            (visitor,),
        )
        asked: dict[str, list[str]] = {}
        for identity, words in rows:
            asked.setdefault(identity, []).append(words or "")
        return {identity: "\n".join(questions) for identity, questions in asked.items()}

    def _numbered(self, visitor: str, conversation: str) -> list[tuple[int, Exchange]]:
        """The exchanges that can be read, each with its key in the file, in the order of their numbers."""
        rows = self._made.select(
            "SELECT exchanges.id, record FROM exchanges JOIN conversations ON key = conversation "
            "WHERE visitor = ? AND conversations.id = ? ORDER BY exchanges.id",
            (visitor, conversation),
        )
        read = [(identity, from_record(record)) for identity, record in rows]
        return [(identity, exchange) for identity, exchange in read if exchange]

    @property
    def _made(self) -> Database:
        """The database, with the tables."""
        if not self._is_made:
            bring_up_to_date(self._database, VERSIONS)
            self.move_out_of_catalog()
            self._is_made = True
        return self._database


def _title(question: str) -> str:
    """A question in one line, cut at a word if it is too long."""
    line = " ".join(question.split())
    if len(line) <= LONGEST_TITLE:
        return line
    kept = line[:LONGEST_TITLE].rsplit(" ", 1)[0]
    return f"{kept[: LONGEST_TITLE - 1]}…"


def _time(moment: datetime) -> str:
    """A time as text in UTC, so that texts sort like times."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _feedback(verdict: Verdict, reason: str | None, note: str, passage: int | None, given_at: str) -> Feedback | None:
    """Feedback; None if another version kept a verdict or a reason that this one does not know."""
    try:
        return Feedback(verdict, reason, note, passage, datetime.fromisoformat(given_at))
    except UsageError:
        return None
