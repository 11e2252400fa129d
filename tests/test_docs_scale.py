"""What ``docs/scale.md`` names exists: commands that parse, modules and options that are there, documents. Not its figures."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from app.cli.main import build_parser

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
CODE = [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", TEXT)]
COMMANDS = sorted({text for text in CODE if text.startswith("cancu ")})
MODULES = sorted({text for text in CODE if text.startswith("python -m ")})
LINKS = sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_parses(command):
    assert build_parser().parse_args(shlex.split(command)[1:]).command == shlex.split(command)[1]


@pytest.mark.parametrize("command", MODULES)
def test_every_measurement_can_be_made_again(command):
    module, *options = shlex.split(command)[2:]
    found = importlib.util.find_spec(module)
    assert found is not None and found.origin is not None, module
    source = Path(found.origin).read_text(encoding="utf-8")
    assert [option for option in options if option.startswith("--") and f'"{option}"' not in source] == []


@pytest.mark.parametrize("link", LINKS)
def test_every_link_leads_somewhere(link):
    assert (ROOT / "docs" / link).exists(), link


def test_each_kind_of_cost_has_its_command():
    assert {"python -m eval.cost", "python -m eval.engines", "python -m eval.load"} <= {
        " ".join(text.split()[:3]) for text in MODULES
    }
    assert COMMANDS and LINKS
