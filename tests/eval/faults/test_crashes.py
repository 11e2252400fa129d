"""Kill -9 at a few moments; ``python -m eval.faults.crashes`` does hundreds."""

from eval.faults.crashes import kill_once, run, scenes


def test_nothing_is_lost_doubled_or_half(tmp_path):
    tallies = run(5, 7, tmp_path)
    assert {name: (tally.kills, tally.wrong) for name, tally in tallies.items()} == {
        name: (1, []) for name in ("ingest", "change", "rebuild", "remove", "upgrade")
    }


def test_a_loss_would_be_told(tmp_path):
    scene = next(scenes(tmp_path))
    killed = kill_once(scene, tmp_path / "struck", moment=60)
    assert killed.finished and killed.wrong == ()
    expected_more = type(scene)(scene.name, scene.home, scene.argument, scene.before, {**scene.after, "x": None}, scene.seconds)
    assert kill_once(expected_more, tmp_path / "struck", moment=60).wrong == ("again: another state than undisturbed",)
