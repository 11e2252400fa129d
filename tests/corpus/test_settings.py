"""Where the knowledge base lives."""

from pathlib import Path

import pytest

from corpus.settings import Home, Limits, find_home


@pytest.mark.parametrize(
    ("given", "environment", "expected", "reason"),
    [
        ("/a", "/b", "/a", "what is given goes first"),
        (None, "/b", "/b", "then the environment"),
        ("", "/b", "/b", "an empty option is none"),
        (None, "", ".cancu", "an empty variable is none"),
        (None, None, ".cancu", "else beside the working folder"),
    ],
)
def test_the_home_is_found(monkeypatch, given, environment, expected, reason):
    monkeypatch.delenv("CANCU_HOME", raising=False)
    if environment is not None:
        monkeypatch.setenv("CANCU_HOME", environment)
    assert find_home(given) == Home(Path(expected)), reason


def test_every_place_is_inside_the_home_and_none_twice():
    home = Home(Path("/kho"))
    places = (home.catalogue, home.sources, home.snapshots, home.cache)
    assert len(set(places)) == len(places)
    assert {place.parent for place in places} == {home.root}


def test_every_limit_stops_something():
    assert [name for name in Limits.__dataclass_fields__ if getattr(Limits(), name) <= 0] == []
