"""The forward index against counting by hand and the textbook BM25."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.stores.blocks import BlockWriter, RowTerms, block_of, read_block
from index.stores.forward import Forward, Wanted
from index.tokens.terms import Lookup, Part, Place, Unit, hashes, pairs

# Heading and body of each row; the words of a place are its syllables here.
TEXTS = (
    ("cấp phép", "cấp giấy phép xây dựng nhà ở riêng lẻ"),
    ("", "giấy phép giấy phép lái xe"),
    ("", ""),
    ("thu hồi", "thu hồi giấy phép xây dựng"),
)
QUESTION = ("giấy", "phép", "xây", "biển")
NOTHING = hashes(())


def _row(heading: str, body: str, about: str = "luật nhà ở") -> RowTerms:
    cut = [hashes(text.split()) for text in (heading, body, about)]
    return RowTerms(*cut, cut[0], cut[1])


def _forward(folder: Path, *segments: Sequence[tuple[str, str]]) -> Forward:
    folders = [folder / str(number) for number in range(len(segments))]
    for place, rows in zip(folders, segments, strict=True):
        writer = BlockWriter(place)
        for row in rows:
            writer.add(block_of([_row(*row)]))
        writer.close()
    return Forward(folders)


def _wanted(terms: Sequence[str]) -> Wanted:
    return Wanted(hashes(terms), pairs(hashes(terms)), hashes(terms))


def _textbook(text: str, k1: float = 1.2, b: float = 0.75) -> float:
    texts = [body for _heading, body in TEXTS]
    mean = sum(len(other.split()) for other in texts) / len(texts)
    counts, length, score = Counter(text.split()), len(text.split()), 0.0
    for term in QUESTION:
        holding = sum(term in other.split() for other in texts)
        idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        score += idf * counts[term] * (k1 + 1) / (counts[term] + k1 * (1 - b + b * length / mean))
    return score


@pytest.mark.parametrize("cut", [4, 3, 1], ids=["one segment", "two", "two, the second larger"])
def test_counts_and_scores_are_those_of_the_texts(tmp_path: Path, cut: int) -> None:
    forward = _forward(tmp_path, *(part for part in (TEXTS[:cut], TEXTS[cut:]) if part))
    rows = np.array([3, 1, 2, 0])
    found = forward.match(rows, _wanted(QUESTION))
    chosen = [TEXTS[row] for row in rows]
    for part, place in ((Part.HEADING, 0), (Part.BODY, 1)):
        for unit in (part, Part(f"{part.value}-words")):
            assert found.counts[unit].tolist() == [[texts[place].split().count(term) for term in QUESTION] for texts in chosen], (
                unit
            )
        both = Part(f"{part.value}-pairs")
        expected = [[list(pairwise(texts[place].split())).count(pair) for pair in pairwise(QUESTION)] for texts in chosen]
        assert found.counts[both].tolist() == expected, both
        assert found.lengths[part].tolist() == [len(texts[place].split()) for texts in chosen]
    np.testing.assert_allclose(found.bm25(Part.BODY), [_textbook(body) for _heading, body in chosen], rtol=1e-5)
    orders = forward.orders(rows)
    assert [orders.terms[a:b].tolist() for a, b in pairwise(orders.starts)] == [hashes(body.split()).tolist() for _, body in chosen]


def test_some_of_the_matches_are_the_matches_of_some(tmp_path: Path) -> None:
    forward, order = _forward(tmp_path, TEXTS), np.array([2, 0])
    some, alone = (
        forward.match(np.array([3, 1, 0]), _wanted(QUESTION)).take(order),
        forward.match(np.array([0, 3]), _wanted(QUESTION)),
    )
    for part in Part:
        assert some.counts[part].tolist() == alone.counts[part].tolist(), part
        assert some.bm25(part).tolist() == alone.bm25(part).tolist(), part


def test_a_field_without_terms_scores_nothing(tmp_path: Path) -> None:
    found = _forward(tmp_path, [("", ""), ("", "")]).match(np.arange(2), _wanted(QUESTION))
    assert found.bm25(Part.BODY).tolist() == [0.0, 0.0]


def test_a_question_without_terms_matches_nothing(tmp_path: Path) -> None:
    found = _forward(tmp_path, TEXTS).match(np.arange(4), Wanted(NOTHING, NOTHING, NOTHING))
    assert [found.counts[part].shape for part in Part] == [(4, 0)] * len(Part)


def test_counts_end_at_their_most(tmp_path: Path) -> None:
    found = _forward(tmp_path, [("", "xe " * 300)]).match(np.arange(1), _wanted(("xe",)))
    assert found.counts[Part.BODY].tolist() == [[255.0]]
    assert found.lengths[Part.BODY].tolist() == [300.0]


def test_pairs_depend_on_order() -> None:
    there, back = pairs(hashes(("giấy", "phép"))), pairs(hashes(("phép", "giấy")))
    assert len(there) == len(back) == 1
    assert there.tolist() != back.tolist()
    assert pairs(hashes(("giấy",))).tolist() == []


def test_a_word_is_not_the_syllable_spelt_alike(tmp_path: Path) -> None:
    writer = BlockWriter(tmp_path / "0")
    writer.add(block_of([RowTerms(NOTHING, hashes(("xe",)), NOTHING, NOTHING, NOTHING)]))
    writer.close()
    found = Forward([tmp_path / "0"]).match(np.arange(1), _wanted(("xe",)))
    assert (found.counts[Part.BODY].tolist(), found.counts[Part.BODY_WORDS].tolist()) == ([[1.0]], [[0.0]])


@pytest.mark.parametrize("size", [0, 1, 40, 3000])
def test_look_up_finds_every_wanted_term_and_no_other(size: int) -> None:
    rng = np.random.default_rng(size)
    # A few low halves shared by many terms, so that tables clash.
    wanted = np.unique(rng.integers(0, 1 << 32, size, np.uint32) & np.uint32(0xFFFF00FF))
    terms = np.concatenate([wanted, rng.integers(0, 1 << 32, 5000, np.uint32) & np.uint32(0xFFFF00FF)])
    rng.shuffle(terms)
    places, which = Lookup(wanted).find(terms)
    assert places.tolist() == np.flatnonzero(np.isin(terms, wanted)).tolist()
    assert wanted[which].tolist() == terms[places].tolist()


def test_selected_rows_equal_a_fresh_block(tmp_path: Path) -> None:
    writer = BlockWriter(tmp_path)
    for share in (TEXTS[:3], TEXTS[3:]):
        writer.add(block_of([_row(*row) for row in share]))
    writer.close()
    chosen, fresh = read_block(tmp_path).select(np.array([3, 0])), block_of([_row(*TEXTS[3]), _row(*TEXTS[0])])
    for name in ("starts", "terms", "counts", "lengths"):
        assert getattr(chosen, name).tolist() == getattr(fresh, name).tolist(), name
    assert (chosen.order.starts.tolist(), chosen.order.terms.tolist()) == (fresh.order.starts.tolist(), fresh.order.terms.tolist())


def test_every_part_is_a_place_in_a_unit() -> None:
    assert {(part.place, part.unit) for part in Part} == {(p, u) for p in Place for u in Unit} - {(Place.ABOUT, Unit.WORDS)}
