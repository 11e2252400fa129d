"""What a reading depends on, and how a machine that differs is told."""

from dataclasses import replace
from itertools import pairwise

import pytest

from ingest.versions import Versions, differences, versions

OURS = Versions("0.1.0", "ab" * 32, (("python", "3.11"), ("pypdfium2", "5.15.2")), "tesseract 5.3.0")
ROWS = [
    (OURS, (), "the same"),
    (replace(OURS, program=""), (), "without Tesseract everything but scans is read alike"),
    (replace(OURS, cancu="0.2.0", digest="cd" * 32), ("cancu 0.2.0, ở đây 0.1.0",), "another release has other code of course"),
    (
        replace(OURS, digest="cd" * 32),
        ("mã nguồn hoặc dữ liệu đọc của cancu khác (cdcdcdcd, ở đây abababab)",),
        "one release, changed by somebody",
    ),
    (
        replace(OURS, libraries=(("python", "3.12"),)),
        ("python 3.12, ở đây 3.11", "pypdfium2 ?, ở đây 5.15.2"),
        "another library, and one that is not there",
    ),
]


@pytest.mark.parametrize(("theirs", "told", "reason"), ROWS)
def test_what_makes_a_machine_read_otherwise_is_told(theirs, told, reason):
    assert differences(OURS, theirs) == told, reason


def test_code_and_data_are_both_part_of_the_digest(tmp_path, monkeypatch):
    from ingest import versions as module

    for name in ("corpus/a.py", "ingest/reading/data/b.tsv", "corpus/documents/c.pdf", "ingest/__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    versions.cache_clear()
    found = {"": versions().digest}
    for name in ("corpus/a.py", "ingest/reading/data/b.tsv", "corpus/documents/c.pdf", "ingest/__pycache__/a.pyc"):
        (tmp_path / name).write_text("2", encoding="utf-8")
        versions.cache_clear()
        found[name] = versions().digest
    versions.cache_clear()
    digests = list(found.values())
    assert [before != after for before, after in pairwise(digests)] == [True, True, False, False]
