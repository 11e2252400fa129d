"""The README's calls of the HTTP API work as they are written, on the bundled documents."""

import json
import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")
CALLS = [line for line in README.splitlines() if line.startswith("curl ")]


def test_the_readme_shows_calls():
    assert len(CALLS) >= 7


@pytest.mark.parametrize("line", CALLS)
def test_a_call_of_the_readme_is_answered(client, line):
    words = shlex.split(line)
    values = {
        option: [words[i + 1] for i, word in enumerate(words) if word == option] for option in ("-d", "--data-urlencode", "-H")
    }
    (address,) = [word for word in words if word.startswith("http://127.0.0.1:7860/")]
    path = address.removeprefix("http://127.0.0.1:7860")
    if "-X" in words:
        answer = client.post(path, json=json.loads(values["-d"][0]))
    else:
        assert ("-G" in words) == bool(values["-d"] or values["--data-urlencode"]), "what is sent with GET needs -G"
        answer = client.get(path, params=dict(pair.split("=", 1) for pair in values["-d"] + values["--data-urlencode"]))
    assert answer.status_code == 200, answer.text
    assert all(re.fullmatch(r"Authorization: Bearer \S+|Content-Type: application/json", header) for header in values["-H"])
