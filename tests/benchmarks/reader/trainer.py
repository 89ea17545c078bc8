"""One model while it is trained: steps, the moving average of its weights, and reading with them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from figures import Best
from model import Batch, ReaderModel, lay_out, shared_loss, span_logits, taught_loss
from sampling import Draw, Row, arrays_of
from tables import CONTEXT_TOKENS, QUESTION_TOKENS, TEXT_TOKENS, packaged_tokenizer
from torch import Tensor
from torch.nn import functional

LONGEST_ANSWER = 30
AVERAGED = 0.998
_READ_BUDGET = 65_536


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
