"""Batches of groups and pairs, drawn by weights of their sources and sorted by length."""

import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tables import FOUND, GOLD, OWN, read_arrays

Ints = NDArray[np.int64]
BUDGET = 32_768
"""Tokens of a batch, with what fills up short rows."""
HELD = 20
"""Every so many questions, by their words, are kept for choosing."""
UNMARKED = 0.3
"""Share of questions that lose their question mark, as users type them."""
_MARK = 1029
_CHUNK = 3000


@dataclass(frozen=True, slots=True)
class Row:
    """A passage to be read for a question, or a claim with its evidence.

    Attributes:
        places: First token and number of tokens of question, context and text.
        golds: Half-open spans of tokens of the text that answer.
    """

    places: tuple[int, int, int, int, int, int]
    golds: tuple[tuple[int, int], ...] = ()
    passage: int = -1

    @property
    def text_start(self) -> int:
        """Place of the text's first token in the row."""
        _, asked, _, told, _, _ = self.places
        return asked + 2 + (told + 1 if told else 0)

    @property
    def length(self) -> int:
        """Tokens of the row."""
        return self.text_start + self.places[5] + 1


@dataclass(frozen=True, slots=True)
class Group:
    """All of a question: passages that answer, that were written for it but do not, and that were retrieved."""

    source: str
    marked: bool
    gold: tuple[Row, ...]
    own: tuple[Row, ...]
    found: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with its evidence."""

    source: str
    row: Row
    label: int


class Examples:
    """Groups and pairs of several files over one bank of tokens."""

    def __init__(self) -> None:
        self._banks: list[NDArray[np.uint16]] = []
        self._size = 0
        self.groups: list[Group] = []
        self.held: list[Group] = []

    @property
    def bank(self) -> NDArray[np.uint16]:
        """Tokens of all texts."""
        return np.concatenate(self._banks)

    def take(self, path: Path) -> list[Pair]:
        """Take in the questions of a file, every twentieth held out, by its words; gives the claims of the file."""
        arrays = read_arrays(path)
        shift = self._size
        self._banks.append(arrays["bank"])  # type: ignore[arg-type]
        self._size += len(arrays["bank"])
        names = [str(name) for name in arrays["sources"]]
        questions, contexts, texts = (arrays[name].astype(int).tolist() for name in ("questions", "contexts", "texts"))
        golds = [tuple(one) for one in arrays["golds"].tolist()]
        members: list[list[list[int]]] = [[] for _ in questions]
        for member in arrays["members"].tolist():
            members[member[0]].append(member)
        for number, some in enumerate(members):
            start, asked = questions[number]
            rows: dict[int, list[Row]] = {GOLD: [], OWN: [], FOUND: []}
            for _, passage, role, first, last in some:
                told, read = contexts[passage], texts[passage]
                places = (start + shift, asked, told[0] + shift, told[1], read[0] + shift, read[1])
                rows[role].append(Row(places, tuple(golds[first:last]), passage))
            words = arrays["bank"][start : start + asked]
            group = Group(
                names[arrays["group_sources"][number]],
                asked > 1 and words[-1] == _MARK,
                tuple(rows[GOLD]),
                tuple(rows[OWN]),
                tuple(rows[FOUND]),
            )
            (self.held if zlib.crc32(words.tobytes()) % HELD == 0 else self.groups).append(group)
        found = []
        for number, (claim, evidence) in enumerate(
            zip(arrays["claims"].tolist(), arrays["evidence"].tolist(), strict=True)
        ):
            row = Row((claim[0] + shift, claim[1], 0, 0, evidence[0] + shift, evidence[1]))
            found.append(Pair(names[arrays["pair_sources"][number]], row, int(arrays["labels"][number])))
        return found


@dataclass(frozen=True, slots=True)
class Draw:
    """What a batch holds.

    Attributes:
        rows: Passages of groups first, then claims.
        groups: The group of each passage.
        labels: The label of each claim.
    """

    rows: list[Row]
    groups: list[int]
    labels: list[int]


@dataclass(frozen=True, slots=True)
class Mix:
    """How batches are drawn.

    Attributes:
        sources: The weight of a question of each source; others are left out.
        pairs: The weight of a claim of each source; others are left out.
        pair_share: Claims for each question.
        single: Share of questions that are put to one passage only.
        most: Passages of a group at most.
        gold_gone: Share of answered questions whose answering passage is taken away where others are left.
        apart: Whether each passage is a group of its own.
    """

    sources: Mapping[str, float]
    pairs: Mapping[str, float]
    pair_share: float
    single: float
    most: int
    gold_gone: float
    apart: bool


def draw_group(group: Group, mix: Mix, chance: random.Random) -> list[Row]:
    """Passages of a question for one step; answers of the first, if any, are one that was drawn."""
    others = [*group.own, *group.found] if group.gold else list(group.found)
    size = 1 if chance.random() < mix.single else chance.randint(3, mix.most)
    if group.gold and not (others and chance.random() < mix.gold_gone):
        row = chance.choice(group.gold)
        chosen = [Row(row.places, (chance.choice(row.golds),), row.passage)]
    elif group.gold:
        chosen = []
    else:
        chosen = [chance.choice(group.own)] if group.own else []
    room = max(size - len(chosen), 0 if chosen else 1)
    if len(others) > room:
        # Those that look most like an answer are drawn most often.
        keys = sorted(range(len(others)), key=lambda place: chance.expovariate(1) * (place + 3))
        others = [others[place] for place in keys[:room]]
    rows = [*chosen, *others]
    if group.marked and chance.random() < UNMARKED:
        rows = [Row((row.places[0], row.places[1] - 1, *row.places[2:]), row.golds, row.passage) for row in rows]
    return rows


def batches(examples: Sequence[Group], pairs: Sequence[Pair], mix: Mix, chance: random.Random) -> Iterator[Draw]:
    """Batches without end."""
    groups = [group for group in examples if mix.sources.get(group.source, 0) > 0]
    weights = np.cumsum([mix.sources[group.source] for group in groups])
    known = [pair for pair in pairs if mix.pairs.get(pair.source, 0) > 0]
    pair_weights = np.cumsum([mix.pairs[pair.source] for pair in known])
    while True:
        picked = chance.choices(groups, cum_weights=weights.tolist(), k=_CHUNK)
        units: list[tuple[int, list[Row], Pair | None]] = []
        for group in picked:
            rows = draw_group(group, mix, chance)
            if rows:
                units.append((max(row.length for row in rows), rows, None))
        if known and mix.pair_share:
            for pair in chance.choices(known, cum_weights=pair_weights.tolist(), k=int(_CHUNK * mix.pair_share)):
                units.append((pair.row.length, [pair.row], pair))
        units.sort(key=lambda unit: unit[0])
        parts: list[list[tuple[int, list[Row], Pair | None]]] = [[]]
        size = 0
        for unit in units:
            if parts[-1] and (size + len(unit[1])) * unit[0] > BUDGET:
                parts.append([])
                size = 0
            parts[-1].append(unit)
            size += len(unit[1])
        chance.shuffle(parts)
        for part in parts:
            yield _draw(part, mix)


def _draw(units: Sequence[tuple[int, list[Row], Pair | None]], mix: Mix) -> Draw:
    rows: list[Row] = []
    groups: list[int] = []
    for _, some, pair in units:
        if pair is None:
            first = groups[-1] + 1 if groups else 0
            groups += [first + place for place in range(len(some))] if mix.apart else [first] * len(some)
            rows += some
    chosen = [pair for _, _, pair in units if pair is not None]
    rows += [pair.row for pair in chosen]
    return Draw(rows, groups, [pair.label for pair in chosen])


def arrays_of(rows: Sequence[Row]) -> tuple[Ints, int]:
    """Places of rows, (n_rows, 6), and the length of the longest, rounded up."""
    return np.array([row.places for row in rows], dtype=np.int64), -(-max(row.length for row in rows) // 16) * 16
