"""The small network that ships: it learns the teacher's chances over many provisions, and the labels beside them.

Its layers are those of ``ingest.obligations.judge_network``; norms over the batch are folded into the weights when it is written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from eval.judge.encoder import DEVICE, WORD, batches, step
from eval.judge.rows import CASE_BITS, IGNORED, Rows
from ingest.obligations.judge_network import TAGS

WORDS, PAIRS, PAIR_TABLE, SIZE = 64, 32, 1 << 15, 96
STEPS: Final = (1, 2, 4, 8)
_LEAD, _NEAR = 96, 32
_GOLD_ROWS, _GOLD_EVERY, _GOLD_WEIGHT = 384, 8, 0.5


class Norm(nn.Module):
    """Each channel made even over the words that are there."""

    def __init__(self) -> None:
        super().__init__()
        self.scale, self.shift = nn.Parameter(torch.ones(SIZE)), nn.Parameter(torch.zeros(SIZE))
        self.register_buffer("mean", torch.zeros(SIZE))
        self.register_buffer("spread", torch.ones(SIZE))

    def forward(self, x: Tensor, there: Tensor) -> Tensor:
        """Return the channels made even."""
        mean, spread = self.get_buffer("mean"), self.get_buffer("spread")
        if self.training:
            count = there.sum().clamp_min(1)
            now = (x * there).sum((0, 1)) / count
            wide = ((x - now).square() * there).sum((0, 1)) / count
            with torch.no_grad():
                mean.lerp_(now, 0.02)
                spread.lerp_(wide, 0.02)
            mean, spread = now, wide
        return (x - mean) * (spread + 1e-4).rsqrt() * self.scale + self.shift

    def folded(self, weight: Tensor) -> tuple[Tensor, Tensor]:
        """Return weight and bias that do as ``weight`` and this norm behind it."""
        scale = self.scale * (self.get_buffer("spread") + 1e-4).rsqrt()
        return weight * scale, self.shift - self.get_buffer("mean") * scale


def _matrix(rows: int, columns: int) -> nn.Parameter:
    return nn.Parameter(torch.randn(rows, columns) * (1.4 / math.sqrt(rows)))


class Student(nn.Module):
    """Words of a provision and of its lead-ins to scores of tags."""

    def __init__(self) -> None:
        super().__init__()
        width = WORDS + PAIRS
        self.words, self.cases, self.pairs = nn.Embedding(WORD + 1, WORDS), nn.Embedding(5, WORDS), nn.Embedding(PAIR_TABLE, PAIRS)
        for table in (self.words, self.cases, self.pairs):
            nn.init.normal_(table.weight, std=0.1)
        self.first, self.norm, self.lead = _matrix(5 * width, SIZE), Norm(), _matrix(5 * width, SIZE)
        self.lead_bias, self.lead_out, self.whole = nn.Parameter(torch.zeros(SIZE)), _matrix(2 * SIZE, SIZE), _matrix(SIZE, SIZE)
        self.layers, self.norms = nn.ParameterList(_matrix(3 * SIZE, SIZE) for _ in STEPS), nn.ModuleList(Norm() for _ in STEPS)
        self.head, self.head_bias = _matrix(SIZE, TAGS), nn.Parameter(torch.zeros(TAGS))

    def features(self, codes: Tensor, there: Tensor) -> Tensor:
        """Return what is known of each word and of the pair that it ends."""
        word = (codes & WORD).long()
        pair = (functional.pad(word, (1, 0))[:, :-1] * 31 + word * 17) % PAIR_TABLE
        return torch.cat((self.words(word) + self.cases((codes >> CASE_BITS).long()), self.pairs(pair)), -1) * there

    def forward(self, codes: Tensor, there: Tensor, leads: Tensor, lead_there: Tensor) -> Tensor:
        """Return the scores of the tags of each word."""
        y = functional.relu(_window(self.features(leads, lead_there), 5, 1) @ self.lead + self.lead_bias) * lead_there
        near = torch.arange(leads.shape[1], device=leads.device)[None, :, None] >= lead_there.sum(1, keepdim=True) - _NEAR
        lead = torch.cat((y.amax(1), (y * near).amax(1)), -1) @ self.lead_out
        h = functional.relu(self.norm(_window(self.features(codes, there), 5, 1) @ self.first, there) + lead[:, None]) * there
        for place, (weight, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            h = (h + functional.relu(norm(_window(h, 3, STEPS[place]) @ weight, there))) * there
            if place == 1:
                h = (h + (h.amax(1) @ self.whole)[:, None]) * there
            h = functional.dropout(h, 0.05, self.training)
        return h @ self.head + self.head_bias


def _window(x: Tensor, width: int, apart: int) -> Tensor:
    padded = functional.pad(x, (0, 0, width // 2 * apart, width // 2 * apart))
    return torch.cat([padded[:, i * apart : i * apart + x.shape[1]] for i in range(width)], -1)


def _inputs(rows: Rows, chosen: Sequence[int]) -> tuple[tuple[Tensor, Tensor, Tensor, Tensor], Tensor]:
    texts = [rows.codes[rows.starts[i] + rows.leads[i] : rows.starts[i + 1] - 1] for i in chosen]
    leads = [rows.codes[rows.starts[i] + 1 : rows.starts[i] + rows.leads[i] - 1][-_LEAD:] for i in chosen]
    tags = [rows.tags[rows.starts[i] + rows.leads[i] : rows.starts[i + 1] - 1] for i in chosen]
    (codes, there), (lead, lead_there), (marks, known) = _pad(texts), _pad(leads), _pad(tags)
    return (codes, there, lead, lead_there), torch.where(known[..., 0] > 0, marks, IGNORED)


def _pad(parts: Sequence[npt.NDArray[np.integer]]) -> tuple[Tensor, Tensor]:
    longest = max(1, *(len(part) for part in parts)) + 1
    values, there = np.zeros((len(parts), longest), np.int64), np.zeros((len(parts), longest, 1), np.float32)
    for line, part in enumerate(parts):
        values[line, : len(part)], there[line, : len(part)] = part, 1
    return torch.from_numpy(values).to(DEVICE), torch.from_numpy(there).to(DEVICE)


def learn(
    rows: Rows, soft: Mapping[int, npt.NDArray[np.float32]], gold: Rows, chosen: Sequence[int], epochs: int, seed: int = 0
) -> Student:
    """Return a student of the teacher's chances ``soft`` (by row) and of the labels of the ``chosen`` rows of ``gold``."""
    torch.manual_seed(seed)
    random, student = np.random.default_rng(seed), Student().to(DEVICE)
    optimizer = torch.optim.AdamW(student.parameters(), lr=3e-3, weight_decay=0.01)
    total, done = epochs * sum(1 for _ in batches(rows, list(soft), 65536, 0)), 0
    for epoch in range(epochs):
        for group in batches(rows, list(soft), 65536, seed * 1000 + epoch):
            inputs, _ = _inputs(rows, group)
            target = torch.zeros(*inputs[0].shape, TAGS, device=DEVICE)
            for line, i in enumerate(group):
                target[line, : len(soft[i])] = torch.from_numpy(soft[i]).to(DEVICE)
            loss = -(target * student(*inputs).log_softmax(-1)).sum() / inputs[1].sum()
            if done % _GOLD_EVERY == 0:
                inputs, tags = _inputs(gold, random.choice(chosen, min(_GOLD_ROWS, len(chosen))).tolist())
                loss = loss + _GOLD_WEIGHT * functional.cross_entropy(
                    student(*inputs).flatten(0, 1), tags.flatten(), ignore_index=IGNORED
                )
            done += 1
            step(student, optimizer, loss, 3e-3 * min(1.0, done / 60) * (0.505 + 0.495 * math.cos(math.pi * done / total)))
    return student.eval()


def write(student: Student, vocabulary: Sequence[str], path: Path) -> None:
    """Write the weights as ``ingest.obligations.judge_network`` reads them: tables in bytes, the rest in half precision."""
    arrays: dict[str, Tensor] = {"cases": student.cases.weight, "lead": student.lead, "lead_bias": student.lead_bias}
    arrays |= {"lead_out": student.lead_out, "whole": student.whole, "head": student.head, "head_bias": student.head_bias}
    arrays["first"], arrays["first_bias"] = student.norm.folded(student.first)
    for place, (weight, norm) in enumerate(zip(student.layers, student.norms, strict=True)):
        if not isinstance(norm, Norm):
            raise TypeError(type(norm))
        arrays[f"layer{place}"], arrays[f"layer{place}_bias"] = norm.folded(weight)
    out = {name: value.detach().cpu().numpy().astype(np.float16) for name, value in arrays.items()}
    for name, table in (("words", student.words.weight), ("pairs", student.pairs.weight)):
        values = table.detach().cpu().numpy()
        scale = np.maximum(np.abs(values).max(1, keepdims=True), 1e-8) / 127
        out |= {name: np.round(values / scale).astype(np.int8), f"{name}_scale": scale.astype(np.float16)}
    out["vocabulary"] = np.frombuffer("\n".join(vocabulary).encode(), np.uint8)
    np.savez_compressed(path, **out)  # type: ignore[arg-type]
