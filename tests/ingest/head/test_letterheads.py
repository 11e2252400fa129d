"""Every kind in every layout: whole heads compared, one seed each (the generator makes as many as one asks for)."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.head import read_head
from ingest.reading import read_source
from tests.ingest.head.letterheads import Layout, fits, kinds, make

SEED = 7


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize(("family", "kind", "symbol"), kinds(), ids=[f"{family}-{kind}" for family, kind, _ in kinds()])
def test_heads_of_every_kind_and_layout(tmp_path: Path, family: str, kind: str, symbol: str, layout: Layout) -> None:
    if not fits(family, layout):
        return
    sample = make(family, kind, symbol, layout, SEED)
    path = tmp_path / sample.name
    path.write_bytes(sample.data)
    source = read_source(path, ocr=False)
    reading = read_head(source)
    told = replace(reading.head, title=(reading.head.title or "").rstrip(";"), evidence=())
    assert told == replace(sample.head, title=(sample.head.title or "").rstrip(";")), sample.told
    words = sample.body.split()[:6]
    assert source.text[reading.body_start :].split()[:6] == words, sample.told
