"""What once broke a reader never does again; a little fresh odd text every run of one seed."""

import random

import pytest

from eval.fuzz.campaign import CRASHERS, FIRST, crash_of
from eval.fuzz.guarantees import Broken
from eval.fuzz.mutation import mutate, seeds, smaller
from eval.fuzz.targets import TARGETS

KEPT = sorted(CRASHERS.glob("*.txt"))
TEXTS = 40


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_what_was_found_stays_mended(path):
    name = path.stem.rpartition("-")[0]
    assert crash_of(name, TARGETS[name], path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("name", TARGETS)
def test_odd_text_breaks_no_reader(name):
    rng, pool = random.Random(name), seeds()  # noqa: S311
    TARGETS[name](FIRST)
    texts = [mutate(rng.choice(pool), rng, pool) for _ in range(TEXTS)]
    assert [crash for text in texts if (crash := crash_of(name, TARGETS[name], text))] == []


def test_a_broken_reader_is_told_with_its_place_and_made_small():
    def reader(text):
        if "đ" in text:
            raise Broken("letters: one is lost")

    crash = crash_of("reader", reader, "các điểm a và b")
    assert crash is not None and crash.place.startswith("Broken letters")
    assert smaller(crash.text, lambda text: crash_of("reader", reader, text) is not None) == "đ"


def test_a_hanging_reader_is_told():
    def reader(text):
        while True:
            text.upper()

    crash = crash_of("reader", reader, "a", patience=0.05)
    assert crash is not None and crash.place == "slow"
