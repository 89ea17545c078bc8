"""Train the reader: first on clozes, then on questions and claims.

Run it on a CPU or a graphics card, with the files that `clozes.py`, `questions.py` and `statements.py` wrote::

    python tests/benchmarks/reader/train.py OUT --data FOLDER --phase 100000:3e-4:clozes --phase 150000:3e-4:mixed

A phase is a number of groups, a learning rate that warms up and falls to 0, and a mix of `MIXES`. The weights written
are a moving average. Figures of the questions that choose are printed after each phase, and all of them at the end.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from figures import Best, auroc, claim_figures, report, squad_figures
from model import Batch, ReaderModel, lay_out, shared_loss, span_logits, taught_loss
from safetensors.torch import load_file, save_file
from sampling import Draw, Examples, Group, Mix, Pair, Row, arrays_of, batches
from tables import CONTEXT_TOKENS, QUESTION_TOKENS, TEXT_TOKENS, packaged_tokenizer, read_arrays
from torch import Tensor
from torch.nn import functional

LONGEST_ANSWER = 30
AVERAGED = 0.998
_READ_BUDGET = 65_536

_SOURCES = {
    "squad2": 3.0,
    "squadshifts/new_wiki": 2.0,
    "squadshifts/amazon_reviews": 1.0,
    "squadshifts/reddit": 1.0,
    "subjqa": 0.3,
    "policyqa": 0.5,
    "covidqa": 0.7,
    "selqa (whole sentences)": 0.3,
    "edited": 0.6,
    "archive": 0.7,
}
_PAIRS = {"begin": 0.3, "covidfact": 1.0, "healthver": 3.0, "fever symmetric": 3.0, "fm2": 4.0, "wice": 3.0}
_PAIRS |= {"attributionbench": 3.0, "archive": 0.4, "declared": 0.12}
MIXES = {
    "clozes": Mix({"cloze": 1.0}, {}, 0.0, 0.2, 4, 0.15, apart=False),
    "clozes+claims": Mix({"cloze": 1.0}, _PAIRS, 0.3, 0.2, 4, 0.15, apart=False),
    "apart": Mix(_SOURCES, _PAIRS, 0.5, 0.5, 4, 0.1, apart=True),
    "mixed": Mix(_SOURCES, _PAIRS, 1.3, 0.5, 5, 0.15, apart=False),
    "groups": Mix(_SOURCES, _PAIRS, 1.3, 0.3, 7, 0.2, apart=False),
    "questions": Mix(_SOURCES, {}, 0.0, 0.5, 5, 0.15, apart=False),
    "last": Mix(
        {**_SOURCES, "squad2": 10.0, "edited": 0.3, "squadshifts/amazon_reviews": 0.6, "squadshifts/reddit": 0.6, "archive": 0.4},
        {**_PAIRS, "archive": 0.2, "declared": 0.05},
        1.0,
        0.4,
        6,
        0.2,
        apart=False,
    ),
    "claims": Mix({"squad2": 1.0}, _PAIRS, 20.0, 1.0, 1, 0.0, apart=False),
    "clozes+questions": Mix({**_SOURCES, "cloze": 0.1}, _PAIRS, 0.5, 0.4, 5, 0.15, apart=False),
}
"""`claims` is nearly all claims, to see what one trunk for both heads costs."""


class Trainer:
    """A model, its moving average, and what both are fed from."""

    def __init__(
        self, model: ReaderModel, bank: np.ndarray, device: torch.device, teachers: Sequence[ReaderModel] = ()
    ) -> None:
        self.model = model.to(device)
        self.teachers = [teacher.to(device).eval() for teacher in teachers]
        self.device = device
        self.bank = torch.from_numpy(bank.astype(np.int64)).to(device)
        self.parameters = list(model.parameters())
        self.average = [parameter.detach().clone() for parameter in self.parameters]

    def phase(self, draws: Iterator[Draw], groups: int, rate: float, seconds: float) -> Iterator[tuple[int, float]]:
        """Train on so many groups, or for so long; gives the number done and the mean loss now and then."""
        started = perf_counter()
        optimizer = torch.optim.AdamW(
            [
                {"params": [one for one in self.parameters if one.ndim > 1], "weight_decay": 0.01},
                {"params": [one for one in self.parameters if one.ndim == 1], "weight_decay": 0.0},
            ],
            lr=rate,
            betas=(0.9, 0.98),
            fused=self.device.type == "cuda",
        )
        done, step, losses = 0, 0, []
        while (share := max(done / groups, (perf_counter() - started) / seconds)) < 1:
            draw = next(draws)
            for part in optimizer.param_groups:
                part["lr"] = rate * min(share / 0.06, (1 - share) / 0.94) + rate * 0.01
            loss = self._loss(draw)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            with torch.no_grad():
                kept = min(AVERAGED, step / (step + 10))
                torch._foreach_lerp_(self.average, [one.detach() for one in self.parameters], 1 - kept)
            done += len(set(draw.groups))
            step += 1
            losses.append(loss.detach())
            if step % 100 == 0:
                yield done, float(torch.stack(losses[-100:]).mean())

    def _loss(self, draw: Draw) -> Tensor:
        self.model.train()
        places, length = arrays_of(draw.rows)
        batch = lay_out(self.bank, torch.from_numpy(places).to(self.device), length)
        with torch.autocast(self.device.type, torch.bfloat16):
            tokens, labels = self.model(batch)
            with torch.no_grad():
                lessons = [teacher(batch) for teacher in self.teachers]
        size = len(draw.groups)
        loss = tokens.new_zeros(())
        if size:
            spots = [
                (row, start.text_start + place, side)
                for row, start in enumerate(draw.rows[:size])
                for first, last in start.golds
                for side, place in ((0, first), (1, last - 1))
            ]
            targets = torch.zeros((size, length, 2), dtype=torch.bool, device=self.device)
            if spots:
                targets[tuple(torch.tensor(spots, device=self.device).T)] = True
            groups = torch.tensor(draw.groups, device=self.device)
            part = Batch(*(getattr(batch, name)[:size] for name in ("ids", "types", "mask", "text")))
            loss = shared_loss(tokens[:size], part, groups, targets, draw.groups[-1] + 1)
            if self.teachers:
                taught = torch.stack([found[:size] for found, _ in lessons]).mean(dim=0)
                loss = (loss + taught_loss(tokens[:size], taught, part, groups, draw.groups[-1] + 1)) / 2
        if draw.labels:
            right = functional.one_hot(torch.tensor(draw.labels, device=self.device), 3).float()
            if self.teachers:
                right = (right + torch.stack([found[size:].softmax(dim=1) for _, found in lessons]).mean(dim=0)) / 2
            loss = loss + functional.cross_entropy(labels[size:], right, label_smoothing=0.05)
        return loss

    def averaged(self) -> "_Averaged":
        """The model with its averaged weights for as long as this is open."""
        return _Averaged(self)

    def best_spans(self, rows: Sequence[Row], bank: Tensor | None = None) -> list[tuple[int, int, float]]:
        """First and last token in the text, and score, of each row's best span."""
        found: list[tuple[int, int, float]] = [(0, 0, 0.0)] * len(rows)
        for some, tokens, batch in self._read(rows, self.bank if bank is None else bank):
            start, end = span_logits(tokens, batch)
            length = start.shape[1]
            best, place, reach = start.new_full((len(some),), -1e9), *([start.new_zeros(len(some)).long()] * 2)
            for more in range(min(LONGEST_ANSWER, length)):
                score, where = (start[:, : length - more] + end[:, more:]).max(dim=1)
                better = score > best
                best, place = torch.where(better, score, best), torch.where(better, where, place)
                reach = torch.where(better, more, reach)
            for number, first, more, score in zip(some, place.tolist(), reach.tolist(), best.tolist(), strict=True):
                begin = first - rows[number].text_start
                found[number] = (begin, begin + more, score)
        return found

    def verdicts(self, rows: Sequence[Row]) -> np.ndarray:
        """Probabilities of the labels of each row, (n_rows, 3)."""
        found = np.zeros((len(rows), 3), dtype=np.float32)
        for some, logits, _ in self._read(rows, self.bank, labels=True):
            found[some] = logits.softmax(dim=1).cpu().numpy()
        return found

    def _read(
        self, rows: Sequence[Row], bank: Tensor, *, labels: bool = False
    ) -> Iterator[tuple[list[int], Tensor, object]]:
        self.model.eval()
        order = sorted(range(len(rows)), key=lambda number: rows[number].length)
        while order:
            size = max(1, _READ_BUDGET // rows[order[-1]].length)
            some, order = order[-size:], order[:-size]
            places, length = arrays_of([rows[number] for number in some])
            batch = lay_out(bank, torch.from_numpy(places).to(self.device), length)
            with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16):
                yield some, self.model(batch)[int(labels)], batch


class _Averaged:
    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer

    def __enter__(self) -> None:
        self._exchange()

    def __exit__(self, *_: object) -> None:
        self._exchange()

    def _exchange(self) -> None:
        with torch.no_grad():
            for now, average in zip(self._trainer.parameters, self._trainer.average, strict=True):
                kept = now.detach().clone()
                now.copy_(average)
                average.copy_(kept)


class TextReader:
    """Reads texts with a model in training."""

    def __init__(self, trainer: Trainer, tokenizer: Path | None) -> None:
        self._trainer = trainer
        self._tokenizer = packaged_tokenizer(tokenizer)

    def __call__(self, questions: Sequence[str], passages: Sequence[tuple[str, str]]) -> list[Best]:
        """The best span for each question in its passage."""
        texts = list(dict.fromkeys([*questions, *(part for passage in passages for part in passage)]))
        found = dict(zip(texts, self._tokenizer.encode_batch(texts, add_special_tokens=False), strict=True))
        starts, bank = {}, []
        for text, one in found.items():
            starts[text] = len(bank)
            bank += one.ids
        rows = []
        for question, (context, text) in zip(questions, passages, strict=True):
            places: list[int] = []
            for part, limit in ((question, QUESTION_TOKENS), (context, CONTEXT_TOKENS), (text, TEXT_TOKENS)):
                places += (starts[part], min(len(found[part].ids), limit))
            rows.append(Row(tuple(places)))  # type: ignore[arg-type]
        spans = self._trainer.best_spans(rows, torch.tensor(bank, device=self._trainer.device))
        best = []
        for (_, text), (first, last, score) in zip(passages, spans, strict=True):
            offsets = found[text].offsets
            best.append(Best(text[offsets[first][0] : offsets[last][1]], score))
        return best


def group_figures(trainer: Trainer, held: Sequence[Group]) -> dict[str, dict[str, float]]:
    """Choice among a held-out question's passages, exact spans, and whether an answer is noticed to be gone."""
    by_source: dict[str, list[Group]] = defaultdict(list)
    for group in held:
        if group.gold and group.found:
            by_source[group.source].append(group)
    found = {}
    for source, groups in by_source.items():
        rows = [row for group in groups for row in (*group.gold, *group.own, *group.found)]
        spans = iter(trainer.best_spans(rows))
        choice, exact, with_gold, without = [], [], [], []
        for group in groups:
            gold = [next(spans) for _ in group.gold]
            others = [next(spans)[2] for _ in (*group.own, *group.found)]
            best = max(range(len(gold)), key=lambda place: gold[place][2])
            choice.append(gold[best][2] > max(others))
            exact.append(choice[-1] and (gold[best][0], gold[best][1] + 1) in group.gold[best].golds)
            with_gold.append(max(gold[best][2], *others))
            without.append(max(others))
        found[source] = {
            "n": len(groups),
            "choice": float(np.mean(choice)),
            "exact": float(np.mean(exact)),
            "auroc": auroc(with_gold, without),
        }
    return found


def base_weights(path: Path | None) -> dict[str, Tensor]:
    """The packaged model's, or those that `carry.py` wrote as bfloat16."""
    if path is None:
        from embeddings.encoders import check_packaged_weights  # is not at hand where only training runs

        return load_file(check_packaged_weights()[0] / "model.safetensors")
    if path.suffix != ".xz":
        return {name: weight.float() for name, weight in load_file(path).items()}
    arrays = read_arrays(path)
    weights = {}
    for name, bits in arrays.items():
        if name.endswith("#int8"):
            plain = name.removesuffix("#int8")
            weights[plain] = torch.from_numpy(bits.astype(np.float32) * arrays[f"{plain}#step"])
        elif "#" not in name:
            values = (bits.astype(np.uint32) << 16).view(np.float32)
            weights[name] = torch.from_numpy(values.reshape(arrays[f"{name}#shape"]).copy())
    return weights


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--phase", action="append", default=[])
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--start", type=Path, action="append", default=[], help="weights to go on from, averaged")
    parser.add_argument("--tokenizer", type=Path)
    parser.add_argument("--teacher", type=Path, action="append", default=[], help="weights to learn from as well")
    parser.add_argument("--seconds", type=float, default=1e9, help="after which a phase ends")
    parser.add_argument("--compiled", action="store_true", help="fuse the layers' operations first")
    parser.add_argument("--leave-out", action="append", default=[], help="a source that is not trained on")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    examples = Examples()
    made = [one for path in sorted(options.data.glob("questions*.xz")) for one in examples.take(path)]
    claims = {name: examples.take(options.data / f"{name}.xz") for name in ("claims", "claims_dev", "claims_test")}
    claims["claims"] += made
    base = base_weights(options.base)
    model = ReaderModel(base)
    if options.start:
        _take(model, options.start)
    teachers = [ReaderModel(base) for _ in options.teacher]
    for teacher, path in zip(teachers, options.teacher, strict=True):
        _take(teacher, [path])
    if options.compiled:
        torch._dynamo.config.suppress_errors = True
        for layer in model.layers:
            layer.compile(dynamic=True)
    trainer = Trainer(model, examples.bank, device, teachers)
    print(len(examples.groups), "groups,", len(examples.held), "held,", len(claims["claims"]), "claims", flush=True)
    for number, phase in enumerate(options.phase):
        groups, rate, mix = phase.split(":")
        started = perf_counter()
        chosen = _without(MIXES[mix], options.leave_out)
        draws = batches(examples.groups, claims["claims"], chosen, chance)
        for done, loss in trainer.phase(draws, int(groups), float(rate), options.seconds):
            print(f"{done} groups, loss {loss:.3f}, {perf_counter() - started:.0f} s", flush=True)
        print(f"phase {phase}: {perf_counter() - started:.0f} s", flush=True)
        with trainer.averaged():
            _measure(trainer, options, examples, claims, last=number == len(options.phase) - 1)
    if not options.phase:
        _measure(trainer, options, examples, claims, last=True)
    with trainer.averaged():
        weights = {name: weight.detach().half().cpu().contiguous() for name, weight in model.named_weights().items()}
    save_file(weights, options.out)


def _take(model: ReaderModel, paths: Sequence[Path]) -> None:
    """Give a model the mean of trained weights."""
    several = [base_weights(path) for path in paths]
    with torch.no_grad():
        for name, parameter in model.named_weights().items():
            parameter.copy_(torch.stack([some[name].float() for some in several]).mean(dim=0))


def _without(mix: Mix, sources: Sequence[str]) -> Mix:
    kept = {name: weight for name, weight in mix.sources.items() if name not in sources}
    pairs = {name: weight for name, weight in mix.pairs.items() if name not in sources}
    return Mix(kept, pairs, mix.pair_share, mix.single, mix.most, mix.gold_gone, mix.apart)


def _measure(
    trainer: Trainer, options: argparse.Namespace, examples: Examples, claims: dict[str, list[Pair]], *, last: bool
) -> None:
    report("squad2", squad_figures(options.data / "dev.json.xz", TextReader(trainer, options.tokenizer)))
    report("held questions", group_figures(trainer, examples.held))
    for name in ("claims_dev", "claims_test")[: 1 + last]:
        pairs = claims[name]
        labels = np.array([pair.label for pair in pairs])
        report(
            name, claim_figures(trainer.verdicts([pair.row for pair in pairs]), labels, [pair.source for pair in pairs])
        )


if __name__ == "__main__":
    main()
