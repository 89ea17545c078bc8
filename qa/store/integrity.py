"""Checks a collection: catalog, lexical index, vector rows and dense index, each against the others."""

from pathlib import Path

import numpy as np

from embeddings import DenseIndex, VectorFormatError, VectorRows
from qa.errors import IndexFormatError
from qa.store.catalog import Catalog
from qa.store.lexical import LexicalIndex


def find_problems(catalog: Catalog, lexical: LexicalIndex, rows: VectorRows, dense_path: Path) -> list[str]:
    """What is wrong, one sentence each; empty if nothing is."""
    problems = catalog.problems()
    ids, keys = catalog.keys()
    problems += _lexical_problems(set(ids), lexical)
    if damaged := rows.damaged():
        problems.append(
            f"{len(damaged)} vectors do not match their checksums, the first in row {damaged[0]}: `quotable check "
            "--repair` has them encoded again"
        )
    without = int((rows.find(keys) < 0).sum()) if keys else 0
    if without:
        problems.append(f"{without} passages have no vector yet: index again to encode them")
    problems += _dense_problems(set(ids), rows, dense_path)
    return problems


def _lexical_problems(ids: set[int], lexical: LexicalIndex) -> list[str]:
    try:
        if damaged := lexical.damaged_files():
            return [f"the lexical index has lost or changed {', '.join(damaged)}: index again to build it"]
        return _differences("the lexical index", ids, lexical.ids())
    except IndexFormatError as error:
        return [str(error)]


def _dense_problems(ids: set[int], rows: VectorRows, dense_path: Path) -> list[str]:
    if not ids:
        return []
    try:
        dense = DenseIndex.load(dense_path, rows.dimension)
    except VectorFormatError as error:
        return [f"{error}: index again to build it"]
    return _differences("the dense index", ids, set(np.asarray(dense.ids).tolist()))


def _differences(name: str, expected: set[int], found: set[int]) -> list[str]:
    problems = []
    if missing := expected - found:
        problems.append(f"{name} lacks {len(missing)} passages: index again")
    if extra := found - expected:
        problems.append(f"{name} holds {len(extra)} passages that the catalog does not: index again")
    return problems
