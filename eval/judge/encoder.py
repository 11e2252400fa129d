"""The teacher: a transformer encoder, trained first to guess hidden words of legal text, then to tag duties.

1. Rotary positions, gated layers, root mean square norms; one sequence is lead-ins, then the provision.
2. Guessing: a quarter of the words is hidden, in runs of one to three; the rate falls with the time that is left.
3. Tagging: some words stay hidden, so that no single one decides; ignored tags cost nothing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from eval.judge.rows import CASE_BITS, FIRST_WORD, HIDDEN, HIDDEN_CASE, IGNORED, VOCABULARY, Rows
from ingest.obligations.judge_network import TAGS

DEVICE: Final = "cuda" if torch.cuda.is_available() else "cpu"
WORD: Final = VOCABULARY - 1
_HIDDEN_CODE: Final = HIDDEN | HIDDEN_CASE << CASE_BITS
_LENGTH: Final = 256  # words of a piece of running text
_REACH: Final = 512


class Layer(nn.Module):
    """Attention and a gated layer, each added to what comes in."""

    def __init__(self, size: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.RMSNorm(size, eps=1e-5), nn.RMSNorm(size, eps=1e-5)
        self.ask, self.answer = nn.Linear(size, 3 * size, bias=False), nn.Linear(size, size, bias=False)
        self.up, self.down = nn.Linear(size, 2 * inner, bias=False), nn.Linear(inner, size, bias=False)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor | None, drop: float) -> Tensor:
        """Return what comes in with what the layer adds."""
        count, length, size = x.shape
        parts = self.ask(self.before(x)).view(count, length, 3, self.heads, size // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        seen = functional.scaled_dot_product_attention(_turned(query, turn), _turned(key, turn), value, attn_mask=mask)
        x = x + functional.dropout(self.answer(seen.transpose(1, 2).reshape(count, length, size)), drop)
        gate, through = self.up(self.between(x)).chunk(2, -1)
        return x + functional.dropout(self.down(functional.silu(gate) * through), drop)


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    (cos, sin), (a, b) = turn, x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1).to(x.dtype)


class Encoder(nn.Module):
    """Codes to vectors, with a head for hidden words and one for tags."""

    def __init__(self, size: int = 448, layers: int = 8, heads: int = 7, inner: int = 1216) -> None:
        super().__init__()
        self.words, self.cases, self.parts = nn.Embedding(VOCABULARY, size), nn.Embedding(8, size), nn.Embedding(2, size)
        self.layers = nn.ModuleList(Layer(size, heads, inner) for _ in range(layers))
        self.norm, self.guess, self.tag = nn.RMSNorm(size, eps=1e-5), nn.Linear(size, size), nn.Linear(size, TAGS)
        angle = torch.arange(_REACH)[:, None] * 10000 ** (-torch.arange(0, size // heads, 2) / (size // heads))
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, std=0.02)
        nn.init.zeros_(self.parts.weight)

    def forward(self, codes: Tensor, mask: Tensor | None = None, part: Tensor | None = None, drop: float = 0.0) -> Tensor:
        """Return one vector a code."""
        x = self.words(codes & WORD) + self.cases(codes >> CASE_BITS)
        if part is not None:
            x = x + self.parts(part)
        turn = (self.get_buffer("cos")[: codes.shape[1]], self.get_buffer("sin")[: codes.shape[1]])
        for layer in self.layers:
            x = layer(x, turn, mask, drop)
        out: Tensor = self.norm(x)
        return out

    def guesses(self, x: Tensor) -> Tensor:
        """Return the scores of all words at each place."""
        return functional.linear(self.guess(x), self.words.weight)


def optimizer_of(model: nn.Module, rate: float, decay: float) -> torch.optim.Optimizer:
    """Return AdamW with decay on matrices alone."""
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    others = [p for p in model.parameters() if p.ndim < 2]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=1e-6)


def step(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor, rate: float) -> None:
    """Go one step down."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


def pretrain(model: Encoder, stream: npt.NDArray[np.int32], seconds: float, batch: int = 256, rate: float = 1.2e-3) -> None:
    """Learn running text: ``stream`` is all of it, end to end."""
    text, optimizer = torch.from_numpy(stream).to(DEVICE), optimizer_of(model, rate, 0.05)
    begun, done = time.monotonic(), 0
    while (passed := (time.monotonic() - begun) / seconds) < 1:
        at = torch.randint(0, len(text) - _LENGTH, (batch, 1), device=DEVICE) + torch.arange(_LENGTH, device=DEVICE)
        codes, places = text[at], _hidden_places(batch)
        with torch.autocast(DEVICE, torch.bfloat16):
            x = model(codes.scatter(1, places, _HIDDEN_CODE))
            found = model.guesses(torch.gather(x, 1, places[..., None].expand(-1, -1, x.shape[-1])))
        loss = functional.cross_entropy(found.float().flatten(0, 1), (torch.gather(codes, 1, places) & WORD).long().flatten())
        done += 1
        step(model, optimizer, loss, rate * min(1.0, done / 300) * (0.51 + 0.5 * math.cos(math.pi * passed)))


def _hidden_places(batch: int) -> Tensor:
    """Return a quarter of the places of each piece, in runs of one to three."""
    one = torch.rand(batch, _LENGTH, device=DEVICE)
    two = torch.maximum(one, one.roll(1, 1))
    three = torch.maximum(two, one.roll(2, 1))
    which = torch.rand(batch, 1, device=DEVICE)
    return torch.where(which < 0.35, one, torch.where(which < 0.7, two, three)).topk(_LENGTH // 4, 1).indices


def batches(rows: Rows, chosen: Sequence[int], words: int, seed: int) -> Iterator[list[int]]:
    """Yield rows of like length together, about ``words`` words a time, in random order."""
    random = np.random.default_rng(seed)
    length = np.diff(rows.starts)
    order = sorted(chosen, key=lambda i: length[i] * (1 + 0.15 * random.random()))
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * length[i] > words:
            groups.append([])
        groups[-1].append(i)
    for place in random.permutation(len(groups)):
        yield groups[place]


def padded(rows: Rows, chosen: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return codes, tags, which part each word is of, and the attention mask of some rows."""
    longest = max(int(rows.starts[i + 1] - rows.starts[i]) for i in chosen)
    codes, tags = np.zeros((len(chosen), longest), np.int32), np.full((len(chosen), longest), IGNORED)
    part, mask = np.zeros((len(chosen), longest), np.int64), np.zeros((len(chosen), 1, 1, longest), bool)
    for line, i in enumerate(chosen):
        row, marks = rows.sequence(i)
        codes[line, : len(row)], tags[line, : len(row)], mask[line, ..., : len(row)] = row, marks, True
        part[line, rows.leads[i] : len(row)] = 1
    return tuple(torch.from_numpy(a).to(DEVICE) for a in (codes, tags, part, mask))  # type: ignore[return-value]


def tune(model: Encoder, rows: Rows, chosen: Sequence[int], epochs: int, rate: float, words: int = 8192, seed: int = 0) -> None:
    """Learn to tag duties as the chosen rows have them."""
    torch.manual_seed(seed)
    optimizer, done = optimizer_of(model, rate, 0.02), 0
    total = epochs * sum(1 for _ in batches(rows, chosen, words, 0))
    for epoch in range(epochs):
        for group in batches(rows, chosen, words, seed * 1000 + epoch):
            codes, tags, part, mask = padded(rows, group)
            gone = (torch.rand(codes.shape, device=DEVICE) < 0.05) & (codes & WORD >= FIRST_WORD)
            with torch.autocast(DEVICE, torch.bfloat16):
                found = model.tag(model(torch.where(gone, _HIDDEN_CODE, codes), mask, part, 0.1)).float()
            loss = functional.cross_entropy(found.flatten(0, 1), tags.flatten(), ignore_index=IGNORED, label_smoothing=0.02)
            done += 1
            step(model, optimizer, loss, rate * min(1.0, done / (0.08 * total + 1)) * max(0.02, 1 - done / total))


@torch.no_grad()
def read(model: Encoder, rows: Rows, chosen: Sequence[int], words: int = 65536) -> dict[int, npt.NDArray[np.float32]]:
    """Return the chances of the tags of each word of the text, row by row."""
    found = {}
    for group in batches(rows, chosen, words, 0):
        codes, _, part, mask = padded(rows, group)
        with torch.autocast(DEVICE, torch.bfloat16):
            chances = model.tag(model(codes, mask, part)).float().softmax(-1).cpu().numpy()
        for line, i in enumerate(group):
            found[i] = chances[line, rows.leads[i] : rows.starts[i + 1] - rows.starts[i] - 1]
    return found
