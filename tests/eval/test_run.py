"""The table of measures: targets, gains and losses against the baseline, absent data."""

import json

import pytest

from eval import run
from eval.run import Figure, Outcome

FIGURES = [
    (Figure("f1", 0.97, 0.97), True, "at the target"),
    (Figure("f1", 0.9699, 0.97), False, "just below"),
    (Figure("false", 0.0, 0, at_least=False), True, "at most none"),
    (Figure("false", 1.0, 0, at_least=False), False, "one too many"),
    (Figure("free", 0.1), True, "no target"),
]


@pytest.mark.parametrize(("figure", "reached", "why"), FIGURES, ids=[row[2] for row in FIGURES])
def test_a_figure_meets_its_target(figure, reached, why):
    assert figure.reached is reached, why


@pytest.fixture
def topic(monkeypatch, tmp_path):
    outcomes = {"now": Outcome((Figure("f1", 0.5, 0.4),), ("a is wrong", "b is wrong"))}

    def measure(shared):
        if not shared.exists():
            raise FileNotFoundError
        return outcomes["now"]

    monkeypatch.setattr(run, "TOPICS", {"toy": measure})
    monkeypatch.setattr(run, "BASELINE", tmp_path / "baseline.json")
    return outcomes, tmp_path


def test_absent_data_is_told_and_is_no_pass_of_anything(topic, capsys):
    _, folder = topic
    assert run.main(["--shared", str(folder / "none")]) == 0
    assert "ABSENT" in capsys.readouterr().out
    assert not run.BASELINE.exists()


def test_gains_and_losses_are_counted_against_the_recorded_baseline(topic, capsys):
    outcomes, folder = topic
    assert run.main(["--shared", str(folder), "--record"]) == 0
    recorded = run.BASELINE.read_text("utf-8")
    assert json.loads(recorded)["toy"]["figures"] == {"f1": 0.5}
    assert "is wrong" not in recorded, "no label enters the baseline"
    capsys.readouterr()
    outcomes["now"] = Outcome((Figure("f1", 0.3, 0.4),), ("b is wrong", "c is wrong"))
    assert run.main(["toy", "--shared", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "gains 1, losses 1, misses 2" in told
    assert "- c is wrong" in told
    assert "- b is wrong" not in told
    assert "SHORT" in told
    assert "-0.2000" in told
    assert run.BASELINE.read_text("utf-8") == recorded, "only --record writes"


def test_an_unknown_topic_is_refused(topic):
    with pytest.raises(SystemExit):
        run.main(["nothing"])
