"""Puts the days of a request in order: that the first comes before the last is a rule that no schema can say."""

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(_: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Change what is to be sent, and nothing that is in order."""
    if are_reversed(case.query):
        case.query = in_order(case.query)
    if isinstance(case.body, dict) and are_reversed(case.body.get("filters")):
        case.body = {**case.body, "filters": in_order(case.body["filters"])}


def are_reversed(given: object) -> bool:
    if not isinstance(given, dict):
        return False
    first, last = given.get("from"), given.get("to")
    return isinstance(first, str) and isinstance(last, str) and first > last


def in_order(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "from": given["to"], "to": given["from"]}
