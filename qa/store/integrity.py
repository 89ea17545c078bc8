"""The check of a collection: catalog, lexical index, vector rows, dense index, one against the other."""

from pathlib import Path

import numpy as np

from embeddings import DenseIndex, VectorFormatError, VectorRows
from qa.store.catalog import Catalog
from qa.store.lexical import LexicalIndex


def find_problems(catalog: Catalog, lexical: LexicalIndex, rows: VectorRows, dense_path: Path) -> list[str]:
    """What is wrong, one sentence each; nothing when the collection is whole."""
    problems = catalog.problems()
    ids, keys = catalog.keys()
    problems += _differences("the lexical index", set(ids), lexical.ids())
    problems += [f"vector row {row} does not match its checksum: delete the folder 'vectors'" for row in rows.damaged()]
    without = int((rows.find(keys) < 0).sum()) if keys else 0
    if without:
        problems.append(f"{without} passages have no vector yet: index again to encode them")
    problems += _dense_problems(set(ids), rows, dense_path)
    return problems


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
