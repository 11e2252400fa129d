"""What the measurement of cost says and what it measures on."""

import json
from pathlib import Path

import pytest

from corpus.settings import Home
from eval.cost import Cost, _command, lines_of

LIMIT = 40


@pytest.mark.parametrize(
    ("count", "unit", "expected", "reason"),
    [
        (50, 1000, "1000 pages:     200 s      40 MiB disk", "twenty times as much"),
        (2000, 1000, "1000 pages:       5 s       1 MiB disk", "half"),
        (0, 1000, "1000 pages:   10000 s    2000 MiB disk", "nothing was read: as if one"),
    ],
)
def test_costs_are_told_for_a_round_number(count, unit, expected, reason):
    assert expected in Cost("x", count, 10.0, 5.0, 2 << 20).line(unit, "pages"), reason


def test_provisions_are_taken_from_a_file_or_made_from_bundled_texts_each_of_a_document_of_its_own(tmp_path):
    made = [json.loads(line) for line in lines_of(tmp_path / "a", None, LIMIT).read_text("utf-8").splitlines()]
    assert len({line["document"]["number"] for line in made}) == LIMIT
    given = tmp_path / "given.jsonl"
    given.write_text("".join(f'{{"n": {number}}}\n' for number in range(9)), encoding="utf-8")
    assert lines_of(tmp_path / "b", given, 2).read_text("utf-8") == '{"n": 0}\n{"n": 1}\n'


def test_a_command_that_fails_is_no_measurement(tmp_path):
    with pytest.raises(RuntimeError, match="ended with 2"):
        _command(Home(Path(tmp_path / "none")), "search", "x")
