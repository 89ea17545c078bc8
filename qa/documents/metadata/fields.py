"""What the fields of a front matter or a sidecar say, under the names that people and their tools use; pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from qa.documents.content import Metadata
from qa.documents.document import Origin
from qa.documents.metadata.days import day_of
from qa.documents.whitespace import fold
from qa.messages import Message

Value = str | None | Sequence["Value"] | Mapping[str, "Value"]
"""A value as it was typed, a list of such values, or fields of its own."""
Fields = Mapping[str, Value]

_TITLE = ("title",)
_PUBLISHED = "date published publishedtime publishdate pubdate datepublished publicationdate".split()
_MADE = "created createdat createdtime creationdate datecreated".split()
_CHANGED = (
    "lastmod lastmodified lastmodifiedat modified modifiedtime datemodified updated updatedat dateupdated".split()
)
_DATES = (*_PUBLISHED, *_MADE, *_CHANGED, "lastupdated", "lastupdate")
"""In this order: a document is of the day of its publication, or else of its making, or else of its last change."""
_CATEGORY = ("category",)
TAGS = ("categories", "tags", "tag")
_ADDRESSES = ("permalink", "sourceurl", "url", "canonicalurl", "canonical", "source", "link", "originalurl")
_DESCRIPTIONS = ("description", "summary", "abstract", "excerpt", "subtitle")
_KEYWORDS = ("keywords", "keyword", "aliases", "alias")
KNOWN = frozenset((*_TITLE, *_DATES, *_CATEGORY, *TAGS, *_DESCRIPTIONS, *_KEYWORDS))
"""Names of fields that are read, without signs and in small letters."""
_GROUPS = ("taxonomies", "params", "extra")
"""Fields whose own fields count as the document's, where it has none of that name itself."""
_LABELS = ("label", "name", "title")
"""Fields of a tag that is written as a mapping."""

_NOTHING = frozenset(("", "~", "null"))
_TRUTH = frozenset(("true", "false", "yes", "no", "on", "off"))
"""Some tools say under 'published' whether a document is."""
_VARIABLE = re.compile(r"\{\{.*\}\}|<%.*%>|\{%.*%\}|\$\{.*\}")
ADDRESS = re.compile(r"https?://\S+")
"""Anything else (javascript:, a relative path) must not become a link that a reader clicks."""
_MOST_VALUES, _DEEPEST = 1_000, 3
"""Of a list that holds itself, or unfolds into millions, this much is read."""


@lru_cache(maxsize=1_000)
def plain_key(key: str) -> str:
    """The name of a field without signs, in small letters: 'publishDate', 'publish_date' and 'Publish date' are one."""
    return re.sub(r"[\W_]+", "", key.casefold())


def _by_plain_key(fields: Fields) -> dict[str, Value]:
    return {plain_key(key): value for key, value in fields.items()}


def read_fields(fields: Fields, origin: Origin, problems: Sequence[str] = ()) -> Metadata:
    """What fields say of a document; what cannot be read becomes a problem, and never an error.

    Args:
        fields: By name; of two that are the same name but for signs, the last counts.
        origin: Where they stand.
        problems: What could not be read already.
    """
    read = _Reading.of(fields, problems)
    descriptions = list(read.texts(_DESCRIPTIONS))
    return Metadata(
        title=read.text(_TITLE),
        date=read.date(),
        url=next((text for text in read.texts(_ADDRESSES, is_said=False) if ADDRESS.fullmatch(text)), None),
        categories=read.categories(),
        description=next(iter(descriptions), None),
        keywords=_each_once([*read.names(_KEYWORDS, _by_comma), *descriptions[1:]]),
        origin=origin,
        problems=tuple(read.problems),
    )


@dataclass(slots=True)
class _Reading:
    """Fields by their plain names, and what could not be read of them."""

    fields: Sequence[Mapping[str, Value]]
    problems: list[str]

    @classmethod
    def of(cls, fields: Fields, problems: Sequence[str]) -> "_Reading":
        """The reading of fields, those of their groups behind them."""
        plain = _by_plain_key(fields)
        groups = [group for name in _GROUPS if isinstance(group := plain.get(name), Mapping)]
        return cls([plain, *map(_by_plain_key, groups)], list(problems))

    def values(self, keys: Iterable[str]) -> Iterator[tuple[str, Value]]:
        """The fields of these names that are there, in the order of the names."""
        return ((key, plain[key]) for key in keys for plain in self.fields if key in plain)

    def texts(self, keys: Sequence[str], *, is_said: bool = True) -> Iterator[str]:
        """The first text of each of the fields that has one."""
        for key, value in self.values(keys):
            said = (text for text in _leaves(value) if not self._is_variable(key, text, is_said))
            yield from islice(said, 1)

    def text(self, keys: Sequence[str]) -> str | None:
        """The first text of them all."""
        return next(self.texts(keys), None)

    def names(self, keys: Iterable[str], divided: Callable[[str], Sequence[str]]) -> Iterator[str]:
        """The texts of fields that hold several."""
        for key, value in self.values(keys):
            parts = divided(value) if isinstance(value, str) else _leaves(value)
            for part in parts:
                name = fold(part.strip(" \t\"'").removeprefix("[[").removesuffix("]]"))
                if name.lower() not in _NOTHING and not self._is_variable(key, name, True):
                    yield name

    def categories(self) -> tuple[str, ...]:
        """Every category and tag; one within another ('a/b') is followed by what it is within."""
        named = list(self.names(_CATEGORY, lambda value: [value]))
        tags = [tag.lstrip("#") for tag in self.names(TAGS, _by_comma_or_space)]
        above = [tag[:place] for tag in tags for place, sign in enumerate(tag) if sign == "/"]
        return _each_once(name for name in (*named, *tags, *above) if name)

    def date(self) -> date | None:
        """The first of the days that can be read."""
        for key, value in self.values(_DATES):
            inner = (
                {plain_key(name): one for name, one in value.items()} if isinstance(value, Mapping) else {key: value}
            )
            for name in dict.fromkeys((key, *_DATES)):
                if (text := next(_leaves(inner.get(name)), None)) is None:
                    continue
                if day := day_of(text):
                    return day
                if text.lower() not in _TRUTH and not self._is_variable(key, text, True):
                    self.problems.append(Message("the date {date} cannot be read as a day", date=repr(text)))
        return None

    def _is_variable(self, key: str, text: str, is_said: bool) -> bool:
        """Whether a template would have put something in its place."""
        if not _VARIABLE.fullmatch(text):
            return False
        if is_said:
            self.problems.append(Message("the {field} {text} is a variable of a template", field=key, text=repr(text)))
        return True


def _by_comma(value: str) -> Sequence[str]:
    return re.split(r"[,;\n]", value)


def _by_comma_or_space(value: str) -> Sequence[str]:
    """By commas, or else by spaces: 'winter bus' are two tags, in the tools that take a text for several."""
    return _by_comma(value) if re.search(r"[,;\n]", value) else value.split()


def _leaves(value: Value, depth: int = 0) -> Iterator[str]:
    """The texts of a value and of the lists in it; of fields that of their label."""
    return islice(_unfolded(value, depth), _MOST_VALUES)


def _unfolded(value: Value, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        if (text := fold(value)).lower() not in _NOTHING:
            yield text
    elif depth < _DEEPEST and isinstance(value, Mapping):
        yield from _unfolded(next((value[label] for label in _LABELS if label in value), None), depth + 1)
    elif depth < _DEEPEST and value is not None:
        for one in value:
            yield from _unfolded(one, depth + 1)


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, whatever its letters' case."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())
