"""The shape of the code itself: layers, sizes, one root."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("corpus", "ingest", "index", "app", "eval")
MODULE_LINES, FUNCTION_LINES = 400, 50


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_loaded_from_this_root(package):
    module = importlib.import_module(package)
    assert Path(module.__file__ or "").resolve().parent == ROOT / package


def test_imports_run_one_way():
    found = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_keep_their_size(path):
    source = path.read_text(encoding="utf-8")
    lines = source.count("\n")
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert lines <= MODULE_LINES, f"{path.name} has {lines} lines; split it by what it does"
    assert not long, f"functions over {FUNCTION_LINES} lines: {long}"


def test_the_command_line_starts_without_heavy_libraries():
    code = (
        "import sys; from app.cli.main import build_parser; build_parser(); "
        "heavy = {'torch','faiss','gradio','underthesea','numpy','pypdf','pypdfium2','docx','openpyxl','tantivy','pymilvus'}; "
        "heavy &= set(sys.modules); "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
