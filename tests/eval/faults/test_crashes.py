"""Kill -9 at a few moments; ``python -m eval.faults.crashes`` does hundreds."""

from dataclasses import replace

import pytest

from eval.faults.crashes import writings
from eval.faults.killing import strike_all
from eval.faults.movings import movings


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return list(writings(tmp_path_factory.mktemp("written")))


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    with movings(tmp_path_factory.mktemp("moved")) as prepared:
        yield prepared


def test_nothing_is_lost_doubled_or_half(written, tmp_path):
    tallies = strike_all(written, 5, 7, tmp_path)
    assert {name: (tally.kills, tally.wrong) for name, tally in tallies.items()} == {
        name: (1, []) for name in ("ingest", "change", "rebuild", "remove", "upgrade")
    }


def test_copies_and_moves_are_whole_or_not_at_all(moved, tmp_path):
    tallies = strike_all(moved, len(moved), 7, tmp_path)
    assert {name: (tally.kills, tally.wrong) for name, tally in tallies.items()} == {scene.name: (1, []) for scene in moved}
    assert {"backup", "restore"} <= tallies.keys()


def test_a_loss_would_be_told(written, moved, tmp_path):
    killed = written[0].strike(tmp_path / "struck", 60)
    assert killed.finished and killed.wrong == ()
    expected_more = replace(written[0], after={**written[0].after, "x": None})
    assert expected_more.strike(tmp_path / "struck", 60).wrong == ("again: another state than undisturbed",)
    expected_more = replace(moved[0], after={**moved[0].after, "x": None})
    assert "again: a backup that is not whole" in expected_more.strike(tmp_path / "struck", 60).wrong
