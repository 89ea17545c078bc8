"""Checks a collection: catalog, lexical index, vector rows and dense index, each against the others."""

from embeddings import VectorFormatError
from qa.errors import IndexFormatError
from qa.store.store import Dense, Lexical, Rows, Store


def find_problems(store: Store, rows: Rows) -> list[str]:
    """What is wrong, one sentence each; empty if nothing is."""
    problems = store.catalog.problems()
    ids, keys = store.catalog.keys()
    problems += _lexical_problems(set(ids), store.lexical)
    if damaged := rows.damaged():
        problems.append(
            f"{len(damaged)} vectors do not match their checksums, the first in row {damaged[0]}: `quotable check "
            "--repair` has them encoded again"
        )
    without = int((rows.find(keys) < 0).sum()) if keys else 0
    if without:
        problems.append(f"{without} passages have no vector yet: index again to encode them")
    problems += _dense_problems(set(ids), rows, store.dense)
    return problems


def _lexical_problems(ids: set[int], lexical: Lexical) -> list[str]:
    try:
        if damaged := lexical.damaged_files():
            return [f"the lexical index has lost or changed {', '.join(damaged)}: index again to build it"]
        return _differences("the lexical index", ids, lexical.ids())
    except IndexFormatError as error:
        return [str(error)]


def _dense_problems(ids: set[int], rows: Rows, kept: Dense) -> list[str]:
    if not ids:
        return []
    try:
        found = kept.ids(rows)
    except VectorFormatError as error:
        return [f"{error}: index again to build it"]
    return _differences("the dense index", ids, found)


def _differences(name: str, expected: set[int], found: set[int]) -> list[str]:
    problems = []
    if missing := expected - found:
        problems.append(f"{name} lacks {len(missing)} passages: index again")
    if extra := found - expected:
        problems.append(f"{name} holds {len(extra)} passages that the catalog does not: index again")
    return problems
