"""What the README and the changelog say exists: commands that parse, targets of make, paths."""

import re
import shlex
from pathlib import Path

import pytest

from app.cli.main import build_parser

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
CODE = [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", PROSE)]
LINES = [line.strip().removeprefix("$ ") for block in BLOCKS for line in block.splitlines()]
COMMANDS = [text for text in (*LINES, *CODE) if text.startswith("cancu ")]
TARGETS = sorted({word for text in (*LINES, *CODE) if text.startswith("make ") for word in text.split()[1:] if "=" not in word})
PATHS = sorted({text.rstrip("/") for text in CODE if re.fullmatch(r"[\w.]+(?:/[\w.-]*)+", text)})
FOLDERS = [line.split()[0].rstrip("/") for block in BLOCKS for line in block.splitlines() if re.match(r"\w+/ ", line)]
MADE_BY_USE = {".venv", "./.cancu", ".venv/bin/pip", "eval/baseline.json"}  # by make, by the first ingest, by make eval


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_parses(command):
    args = build_parser().parse_args(shlex.split(command)[1:])
    assert args.command == shlex.split(command)[1]


def test_the_readme_shows_commands_of_every_family():
    shown = {shlex.split(command)[1] for command in COMMANDS}
    assert shown >= {
        "ingest",
        "inspect",
        "list",
        "ask",
        "duties",
        "search",
        "show",
        "refs",
        "status",
        "verify",
        "rebuild",
        "remove",
        "serve",
        "extract",
        "train",
        "users",
        "audit",
        "backup",
        "mcp",
    }


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_of_make_exists(target):
    assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.MULTILINE), f"make {target}"


def test_the_two_commands_for_newcomers_and_four_for_developers_are_told():
    assert {"run", "test", "check", "fix", "eval", "bench"} <= set(TARGETS)
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    for target in phony[1].split():
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


@pytest.mark.parametrize("path", [*PATHS, *FOLDERS])
def test_every_path_exists(path):
    assert path in MADE_BY_USE or (ROOT / path).exists() or path in CITED, path


# Written like paths, but ids and addresses of the knowledge base.
CITED = {text for text in CODE if re.match(r"(?:dieu|khoan|chi-thi)-?", text)}


def test_paths_and_folders_were_found_at_all():
    assert {"corpus/documents", "corpus/sources", "corpus/model.py"} <= set(PATHS)
    assert FOLDERS == ["corpus", "ingest", "index", "app", "eval", "tests"]
    assert len(COMMANDS) >= 15


def test_every_target_of_the_readme_is_one_of_the_makefile():
    named = set(re.findall(r"`make ([a-z]+)`", README))
    assert {"run", "test", "models"} <= named
    assert named <= set(TARGETS)


def test_the_glossary_names_what_the_code_calls_so():
    table = README[README.index("## Glossary") :]
    words = {word.strip() for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)[2:] for word in row.split(",")}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "corpus").glob("*.py")).lower()
    missing = {word for word in words if word not in source and word not in {"snapshot"}}
    assert missing == set()


def test_the_changelog_has_its_three_headings():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (.*)$", changelog, re.MULTILINE)) <= {"Features", "Changes", "Fixes"}
