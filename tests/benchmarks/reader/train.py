r"""Train the reader on questions and claims.

Run it on a CPU or a graphics card, with the folder of files that `questions.py` and `claims.py` wrote. The weights that
are shipped were made by these, in minutes on one H100 (three of the first at once four minutes, the second two and a
half, the last two at once two; a CPU with AVX512_BF16 takes days for all of it)::

    for seed in 21 22 23: train.py SEED.st --data DATA --seed SEED --phase 115000:3e-4:mixed --seconds 245
    train.py TAUGHT.st --data DATA --seed 31 --phase 90000:2e-4:groups --seconds 150 \
        --start 21.st --start 22.st --start 23.st --teacher 21.st --teacher 22.st --teacher 23.st
    train.py A.st --data DATA --seed 41 --phase 80000:1.5e-4:last --seconds 130 --start TAUGHT.st --teacher TAUGHT.st
    train.py B.st --data DATA --seed 42 --phase 80000:1.5e-4:last --seconds 130 --start TAUGHT.st
    pack.py A.st B.st

A phase is a number of groups, a learning rate that warms up and falls to 0, and a mix of `MIXES`; it ends after so many
seconds at the latest (the above after 92,000, 52,000, 33,000 and 42,000 groups). Several weights to start from are
averaged, as in Wortsman et al., 'Model soups', ICML 2022; teachers are listened to as in Hinton, Vinyals and Dean,
'Distilling the knowledge in a neural network', 2015. The weights written are a moving average. Figures of the questions
that choose are printed after each phase, and all of them at the end.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from figures import auroc, claim_figures, report, squad_figures
from model import ReaderModel
from safetensors.torch import load_file, save_file
from sampling import Examples, Group, Mix, Pair, batches
from tables import read_arrays
from torch import Tensor
from trainer import TextReader, Trainer

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
    "apart": Mix(_SOURCES, _PAIRS, 0.5, 0.5, 4, 0.1, apart=True),
    "mixed": Mix(_SOURCES, _PAIRS, 1.3, 0.5, 5, 0.15, apart=False),
    "groups": Mix(_SOURCES, _PAIRS, 1.3, 0.3, 7, 0.2, apart=False),
    "last": Mix(
        {
            **_SOURCES,
            "squad2": 10.0,
            "edited": 0.3,
            "squadshifts/amazon_reviews": 0.6,
            "squadshifts/reddit": 0.6,
            "archive": 0.4,
        },
        {**_PAIRS, "archive": 0.2, "declared": 0.05},
        1.0,
        0.4,
        6,
        0.2,
        apart=False,
    ),
}
"""`apart` makes each passage a group of its own, to see what the shared softmax is worth."""


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
