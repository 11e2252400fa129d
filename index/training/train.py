"""Training of a static model, from nothing or from one at hand: minutes on an office PC.

Contrastive learning: in each batch a question must be nearer to its own passage than to all others (InfoNCE, both ways). The model
is a table of token vectors; Adam moves it, the learning rate rises for a moment and falls in a line.

1. The same texts, seed and number of threads give the same model up to rounding.
2. ``train`` holds some headings back and reports how well their texts are found before (``base``) and after.
3. The folder written is a sentence-transformers model and what ``index.encoding.static_model`` reads: 8-bit vectors with a factor each.

Needs torch: ``pip install 'cancu[models]'``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.errors import MissingLibraryError, UsageError
from index.encoding.static_model import StaticModel
from index.training.sampling import TURNS, Sample, Sampler, Tokenised, TrainingText, groups_of
from index.training.vocabulary import Vocabulary, build_vocabulary

Floats: TypeAlias = npt.NDArray[np.float32]

DIMENSION: Final = 256
VOCABULARY: Final = 48_000
_BATCH: Final = 2048
# A small collection is learned in smaller batches, so that an epoch has some steps.
_LEAST_BATCH: Final = 64
_STEPS_AN_EPOCH: Final = 16
_RATE: Final = 0.01
_ADAPT_RATE: Final = 0.002
_WARM_STEPS: Final = 100
_LAST_RATE: Final = 0.02
_SHARPNESS: Final = 20.0
# Finding the passage of a question matters more than finding the question of a passage.
_FORTH, _BACK = 0.7, 0.3
_SPREAD: Final = 0.05
_MOST_LETTERS: Final = 12_000
_HELD_BACK: Final = 500
_LEAST_TEXTS: Final = 50
_TYPE: Final = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
_NORMALIZE: Final = "sentence_transformers.base.modules.normalize.Normalize"


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What training gave. ``before`` and ``after`` are MRR@10 of held-back headings (``before`` is ``None`` without base)."""

    texts: int
    tokens: int
    steps: int
    loss: float
    before: float | None
    after: float


Progress = Callable[[int, int, float], None]


def _silent(_step: int, _steps: int, _loss: float) -> None:
    """Report nothing."""


def _torch() -> Any:  # noqa: ANN401  (heavy and optional)
    try:
        import torch
    except ImportError as error:
        message = "Huấn luyện mô hình cần thư viện torch. Hãy cài: pip install 'cancu[models]'"
        raise MissingLibraryError(message) from error
    return torch


def _tokenised(
    tokenizer: Any,  # noqa: ANN401
    texts: Sequence[TrainingText],
    links: Sequence[tuple[int, int]],
    questions: Sequence[tuple[str, str]],
) -> Tokenised:
    def cut(parts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        encoded = tokenizer.encode_batch([part[:_MOST_LETTERS] for part in parts], add_special_tokens=False)
        return [np.array(encoding.ids, np.int64) for encoding in encoded]

    groups, common = groups_of(texts)
    asked, answered = cut([question for question, _passage in questions]), cut([passage for _question, passage in questions])
    return Tokenised(
        headings=cut([text.heading for text in texts]),
        bodies=cut([text.text for text in texts]),
        titles=cut([text.title for text in texts]),
        groups=groups,
        common=common,
        links=np.array(links, np.int64).reshape(-1, 2),
        turns=cut(TURNS),
        questions=list(zip(asked, answered, strict=True)),
    )


def _loss(torch: Any, table: Any, batch: Sequence[Sample]) -> Any:  # noqa: ANN401
    """Return InfoNCE of one batch; pairs of one group are no negatives of each other."""

    def encoded(parts: Sequence[npt.NDArray[np.int64]]) -> Any:  # noqa: ANN401
        starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
        flat = torch.from_numpy(np.concatenate(parts))
        bags = torch.nn.functional.embedding_bag(flat, table, torch.from_numpy(starts), mode="mean")
        return torch.nn.functional.normalize(bags, dim=1)

    scores = encoded([sample.question for sample in batch]) @ encoded([sample.passage for sample in batch]).T * _SHARPNESS
    groups = torch.tensor([sample.group for sample in batch])
    same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(batch), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    wanted = torch.arange(len(batch))
    entropy = torch.nn.functional.cross_entropy
    return _FORTH * entropy(scores, wanted) + _BACK * entropy(scores.T, wanted)


def _fit(start: Floats, sampler: Sampler, seed: int, epochs: int, rate: float, progress: Progress) -> tuple[Floats, int, float]:
    """Return the trained table, the number of steps and the last epoch's mean loss."""
    torch = _torch()
    torch.manual_seed(seed)
    table = torch.from_numpy(start.copy()).requires_grad_(True)
    optimiser = torch.optim.Adam([table], lr=rate, betas=(0.9, 0.98))
    step, steps, mean = 0, 0, 0.0
    for _epoch in range(epochs):
        samples = sampler.epoch()
        size = min(_BATCH, max(_LEAST_BATCH, len(samples) // _STEPS_AN_EPOCH), len(samples))
        places = range(0, len(samples) - size + 1, size)
        steps = steps or epochs * len(places)
        losses = []
        for place in places:
            warm, falling = min(1.0, (step + 1) / min(_WARM_STEPS, 1 + steps // 10)), max(_LAST_RATE, 1 - step / steps)
            optimiser.param_groups[0]["lr"] = rate * warm * falling
            optimiser.zero_grad()
            loss = _loss(torch, table, samples[place : place + size])
            loss.backward()
            optimiser.step()
            losses.append(float(loss.detach()))
            step += 1
            progress(step, steps, losses[-1])
        mean = float(np.mean(losses)) if losses else 0.0
    return table.detach().numpy(), step, mean


def write_model(folder: Path, tokenizer: Any, table: Floats) -> None:  # noqa: ANN401
    """Write a sentence-transformers folder: 8-bit vectors, a factor for each, tokenizer, normalisation."""
    from safetensors.numpy import save_file

    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    factors = np.maximum(np.abs(table).max(axis=1), 1e-12) / 127
    vectors = np.round(table / factors[:, None]).astype(np.int8)
    save_file({"embeddings": vectors, "weights": factors.astype(np.float32)}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    compact = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact, "utf-8")
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": _TYPE},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": _NORMALIZE},
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=1) + "\n", "utf-8")
    normalise = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
    (folder / "1_Normalize" / "config.json").write_text(json.dumps(normalise, indent=1) + "\n", "utf-8")


def _found(model: StaticModel, held: Sequence[TrainingText], others: Sequence[TrainingText]) -> float:
    """Return MRR@10 of finding each held-back text among all by its heading and title."""
    passages = model.encode([f"{text.text}\n{text.title}" for text in (*held, *others)])
    questions = model.encode([f"{text.heading} {text.title}" for text in held])
    scores = questions @ passages.T
    own = scores[np.arange(len(held)), np.arange(len(held))]
    ranks = 1 + (scores > own[:, None]).sum(axis=1)
    return float(np.where(ranks <= 10, 1 / ranks, 0.0).mean())


def _begin(texts: Sequence[TrainingText], base: Path | None, size: int, seed: int) -> tuple[Vocabulary, Floats]:
    if base is None:
        vocabulary = build_vocabulary((part for text in texts for part in (text.heading, text.text, text.title)), size)
        rng = np.random.default_rng(seed)
        table = rng.normal(0, _SPREAD, (vocabulary.tokenizer.get_vocab_size(), DIMENSION)).astype(np.float32)
        return vocabulary, table
    model = StaticModel(base)
    return Vocabulary(model.tokenizer, ()), model.table()


def train(
    texts: Sequence[TrainingText],
    out: Path,
    *,
    base: Path | None = None,
    links: Sequence[tuple[int, int]] = (),
    questions: Sequence[tuple[str, str]] = (),
    seed: int = 13,
    epochs: int = 12,
    vocabulary_size: int = VOCABULARY,
    progress: Progress = _silent,
) -> TrainingReport:
    """Train a static model on the texts, write it to ``out`` and report what was gained.

    ``base`` is a static model to go on from (its vocabulary is kept); ``links`` pairs places of texts that refer to each other;
    ``questions`` are (question, passage) pairs besides. Raises ``UsageError`` if there is too little to learn from.
    """
    _torch()
    if len(texts) < _LEAST_TEXTS:
        message = f"Quá ít văn bản để huấn luyện ({len(texts)} điều khoản, cần ít nhất {_LEAST_TEXTS}). Hãy nạp thêm văn bản."
        raise UsageError(message)
    held = frozenset(np.random.default_rng(seed).permutation(len(texts))[: min(_HELD_BACK, len(texts) // 10)].tolist())
    place = {old: new for new, old in enumerate(number for number in range(len(texts)) if number not in held)}
    kept = [texts[number] for number in place]
    tested = [texts[number] for number in sorted(held)]
    vocabulary, start = _begin(kept, base, vocabulary_size, seed)
    known_links = [(place[a], place[b]) for a, b in links if a in place and b in place and a != b]
    sampler = Sampler(_tokenised(vocabulary.tokenizer, kept, known_links, questions), seed)
    table, steps, loss = _fit(start, sampler, seed, epochs, _RATE if base is None else _ADAPT_RATE, progress)
    for new, old in vocabulary.twins:
        table[old] = table[new]
    write_model(out, vocabulary.tokenizer, table)
    before = _found(StaticModel(base), tested, kept) if base is not None else None
    return TrainingReport(len(kept), len(table), steps, loss, before, _found(StaticModel(out), tested, kept))
