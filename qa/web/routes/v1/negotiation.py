"""Which media type a client takes (RFC 9110, section 12.5.1), and which it sends."""

from fastapi import Request

from qa.web.problems import Problem, ProblemError

JSON = "application/json"
EVENTS = "text/event-stream"


def preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    """The offered media type that the header Accept asks for most; of equals the first, None where it takes none."""
    ranges = _ranges(accept or "*/*")
    qualities = [_quality(media_type, ranges) for media_type in offered]
    best = max(qualities)
    return offered[qualities.index(best)] if best > 0 else None


async def require_acceptable(request: Request) -> None:
    """Refuse a client that takes no JSON.

    Raises:
        ProblemError: It does not.
    """
    choose(request, JSON)


def choose(request: Request, *offered: str) -> str:
    """The offered media type that a client asks for most.

    Raises:
        ProblemError: It takes none of them.
    """
    chosen = preferred(",".join(request.headers.getlist("accept")), offered)
    if chosen is None:
        raise ProblemError(
            Problem.NOT_ACCEPTABLE, f"this is given as {' or '.join(offered)}; send an Accept header that takes it"
        )
    return chosen


async def require_json(request: Request) -> None:
    """Refuse a body of another media type.

    Raises:
        ProblemError: It is of another one, or of none.
    """
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != JSON:
        said = f"the body is of type {given[:80]!r}" if given else "the body's type is not said"
        raise ProblemError(Problem.WRONG_MEDIA_TYPE, f"{said}; send {JSON}", {"accept": JSON})


def _ranges(accept: str) -> list[tuple[str, float]]:
    """The media ranges of a header with their qualities; what cannot be read is passed over."""
    found = []
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        found.append((media_range, quality))
    return found


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that holds a media type."""
    for held in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        matching = [quality for media_range, quality in ranges if media_range == held]
        if matching:
            return max(matching)
    return 0.0
