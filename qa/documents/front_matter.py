"""YAML front matter: title, date, category and address of a document."""

import datetime
import re

import yaml

from qa.documents.content import Metadata
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError

_FENCED = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_DATE_KEYS = ("date", "published_time", "published")
_CATEGORY_KEYS = ("category", "categories", "tags")
_URL_KEYS = ("permalink", "source_url", "url")


def parse_front_matter(source: str) -> tuple[Metadata, str]:
    """Split a file's text into its front matter and its body.

    Returns:
        The front matter (empty when the file has none) and the rest of the text.

    Raises:
        UnreadableFileError: The YAML is broken, is not a mapping, or holds a date that is none.
    """
    match = _FENCED.match(source)
    if match is None:
        return Metadata(), source
    try:
        # The C loader where libyaml is there: 10 times faster, and 14,000 files are common.
        fields = yaml.load(match[1] or "", Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableFileError(f"broken YAML in the front matter: {_one_line(error)}") from error
    if fields is None:
        fields = {}
    if not isinstance(fields, dict):
        raise UnreadableFileError("the front matter is not a list of 'key: value' lines")
    return (
        Metadata(
            title=_text(_first(fields, ("title",))),
            date=_date(_first(fields, _DATE_KEYS)),
            category=_text(_first(fields, _CATEGORY_KEYS)),
            url=_address(_text(_first(fields, _URL_KEYS))),
        ),
        source[match.end() :],
    )


def _first(fields: dict[object, object], keys: tuple[str, ...]) -> str | datetime.date | None:
    """The first of the fields that holds something to show."""
    for key in keys:
        value = fields.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, int | float) and abs(value) < 1e18:
            value = str(value)
        if isinstance(value, datetime.date) or (isinstance(value, str) and fold(value)):
            return value
    return None


def _text(value: str | datetime.date | None) -> str | None:
    return fold(str(value)) if value is not None else None


def _date(value: str | datetime.date | None) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return datetime.datetime.fromisoformat(value.strip()).date()
        except ValueError:
            raise UnreadableFileError(f"the date {value!r} in the front matter is not of the form YYYY-MM-DD") from None
    return value


def _address(value: str | None) -> str | None:
    # Anything else (javascript:, a relative path) must not become a link that a reader clicks.
    return value if value is not None and re.match(r"https?://\S+\Z", value) else None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
