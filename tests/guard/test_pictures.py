"""What was read of a scan is kept by the version of how its picture is prepared; that version is raised with the preparation.

Boxes of a stamp were once taken for ruled tables; pages kept from then were shown again long after the rule was mended.
"""

import ast
import hashlib
from pathlib import Path

from ingest.reading import cells, pictures, ruling, tesseract

# Version, and the digest of the code that prepares pictures under it (comments and docstrings left out).
KNOWN = ("7", "0adfc5fddb49917c")


def _code(path: str) -> str:
    tree = ast.parse(Path(path).read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.unparse(tree)


def test_version_is_raised_with_the_preparation_of_pictures() -> None:
    code = "".join(_code(module.__file__ or "") for module in (pictures, ruling, cells))
    found = (tesseract._VERSION, hashlib.sha256(code.encode()).hexdigest()[:16])
    assert found == KNOWN, "pictures are prepared in another way: raise tesseract._VERSION, then write version and digest here"
