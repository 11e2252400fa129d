"""The steps of training in their order, with a figure after each (see ``eval.judge.__main__``)."""

from __future__ import annotations

import argparse
import copy
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from eval.judge.encoder import DEVICE, Encoder, pretrain, read, tune
from eval.judge.rows import FOLDS, NEW_LINE, OPENING, Coder, Rows, read_jsonl, rows_of, vocabulary_of
from eval.judge.student import learn, write
from ingest.obligations.judge import Finding, findings
from ingest.obligations.words import read_words

_HALF = 0.5


def train(args: argparse.Namespace) -> Iterator[str]:
    """Yield what was done, step by step."""
    vocabulary = vocabulary_of(row["text"] for row in read_jsonl(args.text))
    coder = Coder(vocabulary)
    stream: list[int] = []
    for row in read_jsonl(args.text):
        stream.append(OPENING)
        for line in row["text"].split("\n"):
            stream += [*coder.codes(read_words(line)), NEW_LINE]
    yield f"{len(vocabulary)} words known, {len(stream)} of running text"
    size, layers, heads, inner = args.size
    base = Encoder(size, layers, heads, inner).to(DEVICE)
    pretrain(base, np.array(stream, np.int32), args.seconds, args.batch)
    pool, gold = rows_of(coder, read_jsonl(args.pool)), rows_of(coder, read_jsonl(args.labels))
    on_pool, on_labels, on_chances = args.epochs
    tune(base, pool, range(len(pool)), on_pool, 4e-4, words=24576)
    every = list(range(len(gold)))
    yield "the rules' pupil: " + figure(gold, read(base, gold, every))
    apart: dict[int, npt.NDArray[np.float32]] = {}
    for fold in range(FOLDS):
        hidden = [i for i in every if gold.folds[i] == fold]
        if hidden and len(hidden) < len(every):
            teacher = copy.deepcopy(base)
            tune(teacher, gold, [i for i in every if gold.folds[i] != fold], on_labels, 1.5e-4)
            apart |= read(teacher, gold, hidden)
    yield "teachers, each on documents it never saw: " + figure(gold, apart)
    tune(base, gold, every, on_labels, 1.5e-4)
    student = learn(pool, read(base, pool, range(len(pool))), gold, every, on_chances)
    write(student, vocabulary, args.out)
    yield f"written: {args.out}"


def figure(rows: Rows, chances: Mapping[int, npt.NDArray[np.float32]]) -> str:
    """Return precision, recall and F1 of whole duties: half of the words shared, modality right."""
    right = read_count = labelled = 0
    for i, found in chances.items():
        tags = rows.tags[rows.starts[i] + rows.leads[i] : rows.starts[i + 1] - 1]
        wanted = findings(np.log(np.eye(found.shape[1], dtype=np.float32)[np.maximum(tags, 0)] * 0.99 + 0.001))
        given = findings(np.log(found + 1e-9))
        right += matches(wanted, given)
        read_count += len(given)
        labelled += len(wanted)
    total = max(1, read_count + labelled)
    return f"P {right / max(1, read_count):.3f} R {right / max(1, labelled):.3f} F1 {2 * right / total:.3f}"


def matches(wanted: Sequence[Finding], given: Sequence[Finding]) -> int:
    """Return how many labelled duties have one of their own among those read."""
    left, count = list(given), 0
    for duty in wanted:
        for other in left:
            common = max(0, min(duty.last, other.last) - max(duty.first, other.first))
            union = max(duty.last, other.last) - min(duty.first, other.first)
            if duty.modality is other.modality and common >= _HALF * union:
                left.remove(other)
                count += 1
                break
    return count
