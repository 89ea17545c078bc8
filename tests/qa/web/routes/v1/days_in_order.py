"""Puts the days of a request in order: that the first comes before the last is a rule that no schema can say."""

from typing import Any

import schemathesis


def in_order(given: Any) -> Any:  # noqa: ANN401 - a request may hold anything
    if isinstance(given, dict):
        first, last = given.get("from"), given.get("to")
        if isinstance(first, str) and isinstance(last, str) and first > last:
            given = {**given, "from": last, "to": first}
        if "filters" in given:
            given = {**given, "filters": in_order(given["filters"])}
    return given


@schemathesis.hook
def before_call(_: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    case.query, case.body = in_order(case.query), in_order(case.body)
