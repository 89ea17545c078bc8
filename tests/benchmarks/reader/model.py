"""The reader in torch, to train it: the packaged model's layers with two heads.

Names of weights are those of the packaged model's file, so that one graph serves both.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER, EPSILON = 384, 12, 6, 1536, 1e-12
CLS, SEP = 101, 102
_NONE = -1e4
"""The logit of a token that is not of the text: so low that it counts for nothing."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs as they lie in memory: `[CLS] question [SEP] context [SEP] text [SEP]`, without an empty context.

    Attributes:
        ids: (n_rows, length) int64, 0 where there is no token.
        types: (n_rows, length) int64, 0 for the question and 1 for what follows it.
        mask: (n_rows, length), whether there is a token.
        text: (n_rows, length), whether the token is of the text.
    """

    ids: Tensor
    types: Tensor
    mask: Tensor
    text: Tensor


def lay_out(bank: Tensor, places: Tensor, length: int) -> Batch:
    """Rows from places in a bank of tokens.

    Args:
        bank: (n_tokens,) int64.
        places: First token and number of tokens of question, context and text, (n_rows, 6) int64.
        length: Tokens of the longest row, or more.
    """
    question, asked, context, told, read_from, read = places.split(1, dim=1)
    first = asked + 2  # where the context starts
    start = first + torch.where(told > 0, told + 1, 0)
    end = start + read
    place = torch.arange(length, device=bank.device)[None]
    source = torch.where(place < first, question + place - 1, context + place - first)
    text = (place >= start) & (place < end)
    source = torch.where(text, read_from + place - start, source)
    ids = bank[source.clamp(0, len(bank) - 1)]
    seps = (place == first - 1) | ((place == start - 1) & (told > 0)) | (place == end)
    ids = torch.where(seps, SEP, torch.where(place == 0, CLS, ids))
    mask = place <= end
    return Batch(torch.where(mask, ids, 0), ((place >= first) & mask).long(), mask, text)


class Layer(nn.Module):
    """Attention and the feed-forward network."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        linear = {
            "attention.self.query": (WIDTH, WIDTH),
            "attention.self.key": (WIDTH, WIDTH),
            "attention.self.value": (WIDTH, WIDTH),
            "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (WIDTH, INNER),
            "output.dense": (INNER, WIDTH),
        }
        self.parts = nn.ModuleDict({name.replace(".", "/"): nn.Linear(*shape) for name, shape in linear.items()})
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            self.parts[name.replace(".", "/")] = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = dropout

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """(n_rows, length, width) to the same."""
        rows, length, _ = hidden.shape
        query, key, value = (
            self.parts[f"attention/self/{name}"](hidden).view(rows, length, HEADS, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        found = functional.scaled_dot_product_attention(query, key, value, mask[:, None, None])
        found = self.parts["attention/output/dense"](found.transpose(1, 2).reshape(rows, length, WIDTH))
        found = functional.dropout(found, self.dropout, self.training)
        hidden = self.parts["attention/output/LayerNorm"](hidden + found).to(found.dtype)
        inner = functional.gelu(self.parts["intermediate/dense"](hidden))
        outer = functional.dropout(self.parts["output/dense"](inner), self.dropout, self.training)
        normalised: Tensor = self.parts["output/LayerNorm"](hidden + outer)
        return normalised.to(outer.dtype)


class ReaderModel(nn.Module):
    """Start and end logits for each token, and three logits for a row as a claim with its evidence."""

    def __init__(self, weights: dict[str, Tensor], dropout: float = 0.1) -> None:
        """Start from the packaged model.

        Args:
            weights: Those of the packaged model, float32, by their names.
            dropout: While training.
        """
        super().__init__()
        self.register_buffer("words", weights["embeddings.word_embeddings.weight"], persistent=False)
        self.register_buffer("places", weights["embeddings.position_embeddings.weight"], persistent=False)
        self.kinds = nn.Parameter(weights["embeddings.token_type_embeddings.weight"].clone())
        self.normalise = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.spans = nn.Linear(WIDTH, 2)
        self.judge = nn.Linear(WIDTH, WIDTH)
        self.labels = nn.Linear(WIDTH, 3)
        self.dropout = dropout
        for head in (self.spans, self.judge, self.labels):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        named = self.named_weights()
        with torch.no_grad():
            for name, weight in weights.items():
                if name in named:
                    named[name].copy_(weight)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Logits of tokens, (n_rows, length, 2), and of labels, (n_rows, 3)."""
        length = batch.ids.shape[1]
        hidden = functional.embedding(batch.ids, self.words) + self.places[:length] + self.kinds[batch.types]
        hidden = functional.dropout(self.normalise(hidden), self.dropout, self.training)
        for layer in self.layers:
            hidden = layer(hidden, batch.mask)
        hidden = functional.dropout(hidden, self.dropout, self.training)
        judged = torch.tanh(self.judge(hidden[:, 0]))
        return self.spans(hidden).float(), self.labels(judged).float()

    def named_weights(self) -> dict[str, nn.Parameter]:
        """Trained weights by the names that the graph knows them under."""
        found = {"embeddings.token_type_embeddings.weight": self.kinds}
        modules = {"embeddings.LayerNorm": self.normalise, "reader": self.spans}
        modules |= {"verifier.dense": self.judge, "verifier.output": self.labels}
        for number, layer in enumerate(self.layers):
            modules |= {f"encoder.layer.{number}.{name.replace('/', '.')}": part for name, part in layer.parts.items()}
        for name, module in modules.items():
            found |= {f"{name}.weight": module.weight, f"{name}.bias": module.bias}
        return found


def span_logits(tokens: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Start and end logits less those of 'no answer here', which the first token holds: (n_rows, length) each.

    Where there is no token of the text they are very low.
    """
    relative = tokens - tokens[:, :1]
    start, end = (relative[..., side].masked_fill(~batch.text, _NONE) for side in (0, 1))
    return start, end


def shared_loss(tokens: Tensor, batch: Batch, groups: Tensor, targets: Tensor, size: int) -> Tensor:
    """Mean over groups of the negative logarithm of the probability of the answers, starts and ends.

    One softmax goes over all tokens of all passages of a group and 'no answer', as in Clark and Gardner, 'Simple and
    effective multi-paragraph reading comprehension', ACL 2018.

    Args:
        tokens: Logits of tokens, (n_rows, length, 2).
        batch: Where they stand.
        groups: The group of each row, (n_rows,) int64, from 0 on.
        targets: Which starts and ends answer, (n_rows, length, 2) bool; none in a group without an answer.
        size: Number of groups.
    """
    total = tokens.new_zeros(())
    for side, logits in enumerate(span_logits(tokens, batch)):
        everything = torch.logsumexp(logits, dim=1)
        right = torch.logsumexp(logits.masked_fill(~targets[..., side], _NONE), dim=1)
        whole = _by_group(everything, groups, size, none=True)
        gold = _by_group(right, groups, size, none=False)
        total = total + (whole - torch.where(gold > _NONE / 2, gold, 0.0)).mean()
    return total / 2


def taught_loss(tokens: Tensor, taught: Tensor, batch: Batch, groups: Tensor, size: int) -> Tensor:
    """Mean over groups of the cross-entropy to what teachers find, over all tokens of a group and 'no answer'.

    Args:
        tokens: Logits of tokens, (n_rows, length, 2).
        taught: Those of the teachers, likewise.
        batch: Where they stand.
        groups: The group of each row, (n_rows,) int64, from 0 on.
        size: Number of groups.
    """
    total = tokens.new_zeros(())
    for ours, theirs in zip(span_logits(tokens, batch), span_logits(taught, batch), strict=True):
        whole, right = (_by_group(torch.logsumexp(logits, dim=1), groups, size, none=True) for logits in (ours, theirs))
        shares = (theirs - right[groups, None]).exp()
        total = total + ((-right).exp() * whole).sum() + (shares * (whole[groups, None] - ours)).sum()
    return total / (2 * size)


def _by_group(values: Tensor, groups: Tensor, size: int, *, none: bool) -> Tensor:
    """Logarithm of the sum of exponentials in each group, with 'no answer' (0) or without."""
    top = torch.full((size,), 0.0 if none else _NONE, device=values.device)
    top = top.scatter_reduce(0, groups, values.detach(), "amax")
    sums = torch.zeros(size, device=values.device).index_add(0, groups, (values - top[groups]).exp())
    if none:
        sums = sums + (-top).exp()
    return top + sums.log()
