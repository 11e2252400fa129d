"""What the project is made of: every package pinned by its content, under a licence that lets an office use it, and no pickles."""

import ast
import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
HASHED = [path for path in LOCKS if path.stem in {"run", "dev", "release"}]
PACKAGES = ("corpus", "ingest", "index", "app", "eval")
# Words of licences that allow use in any office; a licence is compatible when each of its parts has one of them.
COMPATIBLE = re.compile(
    r"MIT|BSD|0BSD|Apache|PSF|Python Software Foundation|CNRI|MPL|Mozilla|ISC|Zlib|CC0|BSL|OFL|Open Font", re.IGNORECASE
)
# Looked at one by one: metadata that names no licence, or one that is fine as we use it.
JUDGED = {
    "axe-playwright-python": "MIT around axe-core, MPL-2.0; used by tests only, names no licence in its metadata",
    "psycopg": "LGPL-3.0, used unchanged as a library, only where a catalogue is on a server",
    "psycopg-binary": "LGPL-3.0, as psycopg",
    "jieba": "MIT, told in its description only",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(path: Path) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\\n]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {normal(name): version for name, version in found}


def licences_of(distribution: importlib.metadata.Distribution) -> list[str]:
    about = distribution.metadata
    classes = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    told = about.get("License-Expression") or "; ".join(classes) or (about.get("License") or "").split("\n")[0]
    return [part for part in re.split(r"\bAND\b|\bOR\b|[;,()]", told) if part.strip() and "approved" not in part.lower()]


def test_there_are_locks_and_each_package_has_its_hashes():
    assert [path.stem for path in HASHED] == ["dev", "release", "run"]
    for path in HASHED:
        for block in re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8")):
            if "==" in block.split("\n")[0]:
                assert "--hash=sha256:" in block, f"{path.name}: {block[:60]}"


def test_both_locks_pin_the_same_versions():
    run, dev = pinned(ROOT / "locks/run.txt"), pinned(ROOT / "locks/dev.txt")
    assert run and {name: dev.get(name) for name in run} == run


def test_everything_the_project_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.match(r"[A-Za-z0-9_.-]+", wanted)[0] for wanted in project["dependencies"]]
    assert {normal(name) for name in names} <= pinned(ROOT / "locks/run.txt").keys()
    more = [re.match(r"[A-Za-z0-9_.-]+", wanted)[0] for extra in project["optional-dependencies"].values() for wanted in extra]
    assert {normal(name) for name in more} - {"torch"} <= pinned(ROOT / "locks/dev.txt").keys()


@pytest.mark.parametrize("name", sorted(pinned(ROOT / "locks/dev.txt")))
def test_every_licence_is_compatible(name):
    try:
        distribution = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("not of this system")
    licences = licences_of(distribution)
    if name not in JUDGED:
        assert licences, "names no licence: look at it and judge it here"
        assert [part for part in licences if not COMPATIBLE.search(part) and "dependency licenses" not in part] == []


def loaders(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in {"pickle", "joblib", "shelve", "marshal", "dill"}]
        elif isinstance(node, ast.ImportFrom) and node.module in {"pickle", "joblib", "shelve", "marshal", "dill"}:
            found.append(node.module)
        elif (
            isinstance(node, ast.keyword)
            and node.arg == "allow_pickle"
            and not (isinstance(node.value, ast.Constant) and node.value.value is False)
        ):
            found.append("allow_pickle")
    return found


def test_no_pickle_is_loaded_from_a_knowledge_base():
    found = {
        str(p.relative_to(ROOT)): names for package in PACKAGES for p in (ROOT / package).rglob("*.py") if (names := loaders(p))
    }
    assert found == {"index/tokens/words.py": ["pickle"]}, "it reads what the installed word segmenter ships, nothing else"


def test_models_are_tensors_not_programs():
    suffixes = {path.suffix for path in (ROOT / "index/models").rglob("*") if path.is_file()}
    assert suffixes.isdisjoint({".pkl", ".pickle", ".pt", ".bin", ".joblib"})
