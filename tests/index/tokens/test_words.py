"""Word segmentation: the words of the installed package, places of the author's text."""

import random
import subprocess
import sys
from itertools import pairwise

import pytest

from corpus.vietnamese import nfc
from index.tokens.words import index_words_of, segmenter, syllables

SENTENCES = (
    "Ủy ban nhân dân cấp huyện cấp giấy phép xây dựng trong thời hạn 15 ngày làm việc.",
    "Sở Công Thương báo cáo Bộ trước ngày 25/12/2024 (qua Văn phòng Bộ); e-mail: bao.cao@moit.example.",
    "Mức phạt từ 1.000.000 đồng đến 2.500.000,50 đồng – áp dụng với hộ kinh doanh...",
    "a) Nghị định số 09/2017/NĐ-CP ngày 09/02/2017; b) Quyết định 407/QĐ-TTg",
    "qui định về nghành nghề Ðặc biệt, xã N’Thôn Hạ, biển số 43H-0530",
    "",
    "  \n\t ",
    "...",
)


def test_words_are_those_of_the_package() -> None:
    from underthesea import word_tokenize

    assert [segmenter().words(text) for text in SENTENCES] == [word_tokenize(text) for text in SENTENCES]


@pytest.mark.parametrize("text", SENTENCES)
def test_spans_are_the_words_in_the_authors_spelling(text: str) -> None:
    text = nfc(text)
    spans = segmenter().spans(text)
    shown = [text[span.start : span.end] for span in spans]
    assert len(shown) == len(segmenter().words(text))
    assert all(part and part == part.strip() for part in shown)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert "".join("".join(part.split()) for part in shown) == "".join(text.split())


def test_index_words_are_search_keys() -> None:
    assert index_words_of(["Hòa giải tranh chấp.\nHoà giải tranh chấp.", ""]) == [["hoà", "giải", "tranh_chấp"] * 2, []]


def test_many_lines_are_cut_as_one_by_one() -> None:
    rng = random.Random(3)  # noqa: S311
    syllable_pool = [part for text in SENTENCES for part in text.split()]
    mixed = [" ".join(rng.choices(syllable_pool, k=rng.randrange(1, 30))) for _ in range(300)]
    lines = [*SENTENCES, *mixed, "Sở", "công", "Công Thương", "Bộ trưởng Bộ Tài chính", "a b c"]
    lines = [line.replace("\n", " ") for line in lines]
    assert index_words_of(lines) == [segmenter().index_words(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thủy lợi, 15 ngày", ["thuỷ", "lợi", "15", "ngày"]),
        ("VBQPPL/TT&TT", ["vbqppl", "tt", "tt"]),
        ("…", []),
    ],
)
def test_syllables(text: str, expected: list[str]) -> None:
    assert syllables(text) == expected


def test_segmenting_loads_neither_torch_nor_the_package() -> None:
    code = (
        "import sys; from index.tokens.words import segmenter; segmenter().words('giấy phép');"
        "print([name for name in ('torch', 'transformers', 'underthesea') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
