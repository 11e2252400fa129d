"""The long document of the speed measure is a regulation that the outline reads whole; times are never asserted."""

from eval.reading_speed import long_pdf
from ingest.outline import build_outline
from ingest.reading import read_source

PAGES = 4


def test_long_document_is_one_regulation(tmp_path):
    path = tmp_path / "dai.pdf"
    path.write_bytes(long_pdf(PAGES))
    source = read_source(path, ocr=False)
    roots = build_outline(source.text, source.paragraphs, body_start=0).roots
    articles = [node.path for root in roots for node in (root, *root.children) if "dieu" in node.path]
    assert (len(source.pages), articles[:3]) == (PAGES, ["dieu-1", "dieu-2", "dieu-3"])
