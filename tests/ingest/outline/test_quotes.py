"""Quoted blocks: where they open and close, and what closes them when their mark is missing."""

import pytest

from ingest.outline import paragraphs_of
from ingest.outline.pieces import pieces_of
from ingest.outline.quotes import mark_quotes

# (text, numbers of the quoted lines, whether a block was unbalanced, reason)
CASES: list[tuple[str, list[str], bool, str]] = [
    ("1. Sửa khoản 2 như sau:\n“2. Mới.”.\n2. Bãi bỏ khoản 3.", ["“2. Mới.”."], False, "one paragraph"),
    (
        "Sửa Điều 5 như sau:\n“Điều 5. Tên\n1. Một.\n2. Hai.”\nHết.",
        ["“Điều 5. Tên", "1. Một.", "2. Hai.”"],
        False,
        "several paragraphs",
    ),
    ('Sửa khoản 1 như sau:\n"1. Dấu "thẳng" bên trong.".\nHết.', ['"1. Dấu "thẳng" bên trong.".'], False, "straight marks"),
    ('Sửa khoản 1 như sau:\n“1. Mở cong đóng thẳng."\nHết.', ['“1. Mở cong đóng thẳng."'], False, "mixed marks"),
    (
        "Sửa khoản 1 như sau:\n“1. Có “cụm từ” trong.\n2. Hai.”.\nHết.",
        ["“1. Có “cụm từ” trong.", "2. Hai.”."],
        False,
        "marks inside",
    ),
    ("Sửa đổi khoản 1 như sau: “1. Ngay trong dòng.”.\nHết.", ["“1. Ngay trong dòng.”."], False, "the block begins inside a line"),
    ("Điều 1. Sửa đổi Điều 7\n“Điều 7. Tên\n1. Một.”.\nHết.", ["“Điều 7. Tên", "1. Một.”."], False, "a lead-in without a colon"),
    (
        "1. Sửa đổi khoản 2 Điều 5 như sau:\n“2. Không đóng.\n2. Sửa đổi khoản 3 Điều 5 như sau:\n“3. Có đóng.”.",
        ["“2. Không đóng.", "“3. Có đóng.”."],
        True,
        "the amending document goes on",
    ),
    (
        "1. Sửa đổi Điều 5 như sau:\n“Điều 5. Tên\n1. Đóng sớm.”.\n2. Vẫn là trích.”.\n2. Bãi bỏ Điều 6.",
        ["“Điều 5. Tên", "1. Đóng sớm.”.", "2. Vẫn là trích.”."],
        True,
        "a mark that closes too early",
    ),
    ("“Báo chí” là từ đầu câu.\nHết.", [], False, "a sentence that begins with a quoted word"),
    ("Các từ sau đây:\n“Hồ sơ” gồm đơn và ảnh.\nHết.", [], False, "a definition"),
]


@pytest.mark.parametrize(("text", "expected", "unbalanced", "reason"), CASES)
def test_mark_quotes(text: str, expected: list[str], unbalanced: bool, reason: str) -> None:
    marked = mark_quotes(text, pieces_of(text, paragraphs_of(text), 0, len(text)))
    assert [text[p.start : p.end] for p in marked.pieces if p.quote is not None] == expected, reason
    assert bool(marked.unbalanced) is unbalanced, reason
