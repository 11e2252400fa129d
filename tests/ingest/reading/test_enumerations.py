"""Markers that OCR misread are put right by their sequence, and by nothing else."""

from __future__ import annotations

import pytest

from ingest.reading.enumerations import mend_enumerations
from ingest.reading.fragments import Fragment
from ingest.reading.paragraphs import Draft

ROWS = [
    (["a) Một;", "b) Hai;", "c) Ba;", "đ) Bốn;", "đ) Năm;", "e) Sáu."], {3: "d) Bốn;"}, "two đ: the first is d"),
    (["a) Một;", "b) Hai;", "©) Ba;", "d) Bốn."], {2: "c) Ba;"}, "a sign for a letter"),
    (["a) Một;", "h) Hai;", "c) Ba."], {1: "b) Hai;"}, "look-alikes between their neighbours"),
    (["a) Một;", "b} Hai;", "c) Ba."], {1: "b) Hai;"}, "a brace for a parenthesis"),
    (["a) Một;", "b) Hai;", "e) Ba."], {2: "c) Ba."}, "the last of three that looks like what is asked for"),
    (["a) Một;", "b) Hai;", "h) Ba."], {}, "a letter that does not look like it stays"),
    (["Điều 1. A", "Các biển: đ) Bốn", "đ) Năm"], {}, "no neighbour speaks"),
    (["4. Bốn", "9. Năm", "6. Sáu"], {1: "5. Năm"}, "a hole of exactly one"),
    (["4. Bốn", "9. Chín", "10. Mười"], {}, "the sequence may have skipped"),
    (["1. Một", "2, Hai", "3. Ba"], {1: "2. Hai"}, "a comma for a full stop"),
    (["12, Đường Mới, phường Một", "Nhà số ba"], {}, "an address is no enumeration"),
    (["1. Một", "2. Hai", "Điều 2. B", "l. Một", "2. Hai"], {3: "1. Một"}, "numbers start anew below a Điều"),
    (["I. PHẦN MỘT", "1. Một", "II. PHẦN HAI", "1. Một"], {}, "roman sections are no numbers"),
    (["I. Một", "1. A", "IL. Hai", "1. B", "IIL. Ba"], {2: "II. Hai", 4: "III. Ba"}, "an L for the last stroke"),
    (["I. Một", "1I. Hai", "IH. Ba", "TV. Bốn", "V. Năm"], {1: "II. Hai", 2: "III. Ba"}, "figures and joined strokes; no T"),
    (["I. MỘT", "H. HAI", "1. B"], {1: "II. HAI"}, "a lone H above capitals"),
    (["I. Một", "H. Hai", "III. Ba"], {1: "II. Hai"}, "a lone H, and the section behind goes on from it"),
    (["I. Một", "H. Mường La", "H. Sông Mã"], {}, "districts are no sections"),
    (["I. Một", "1. A", "2. B", "LH. Bà Lan, phòng hai"], {}, "whom to call is no section"),
    (["l. MỘT", "1. A", "2. B", "II. HAI"], {0: "I. MỘT"}, "a small l above capitals, and the next section"),
    (["Í. Một", "II. Hai"], {0: "I. Một"}, "a speck above the first"),
    (["Í. Một", "2. Hai"], {}, "no section goes on from it"),
    (["I. MỘT", "11. HAI", "1. B", "III. BA"], {1: "II. HAI"}, "two figures between two sections"),
    (["I. MỘT", "10. A", "11. HAI", "III. BA"], {}, "the eleventh item of a section"),
    (["I. MỘT", "1. A", "11. Hai", "12. Ba", "III. BA"], {}, "a list that skips, and no capitals"),
    (["1. MỘT", "2. HAI", "II. HAI"], {}, "a number of its own list, whose section was lost"),
    (["I. Một", "II. Hai", "II. Ba", "IV. Bốn"], {2: "III. Ba"}, "a stroke lost between both neighbours"),
    (["I. Một", "II. Hai", "I. Ba", "II. Bốn"], {}, "the sections of the next attachment"),
    (["I. MỘT", "LI.HAI BA", "1. B", "HI. BỐN"], {1: "II.HAI BA", 3: "III. BỐN"}, "no blank behind the mark"),
    (["IL.MỘT HAI", "1. A", "I. BA", "HI. BỐN"], {0: "I.MỘT HAI", 2: "II. BA", 3: "III. BỐN"}, "as many as the last one says"),
    (["IL. Một", "I. Hai", "HI. Ba"], {}, "the same above no capitals"),
    (["II. MỘT", "I. HAI", "IV. BA"], {}, "one of them was lost"),
    (["I. MỘT", "V.I. Nguyễn"], {}, "initials"),
    (["I. Một", "II. Hai", "V. Năm"], {}, "sections may have been lost"),
    (["I. Một", "II, Hai", "III. Ba"], {1: "II. Hai"}, "a comma behind a section"),
    (["I. MỘT", "2. Hai", "l. Ba", "2. Bốn"], {}, "a number is no section"),
    (["I. A", "4. Bốn", "5. Năm", "II. B", "l. Một", "2. Hai"], {4: "1. Một"}, "numbers start anew below a section"),
    (["Điều 4. A", "Điều S. B", "Điều 6. C"], {1: "Điều 5. B"}, "a letter for a digit"),
    (["Điều 4. A", "Điều 40. B", "Điều 41. C"], {}, "an amended law jumps"),
    (["Chương II", "Chương HI", "Chương IV"], {1: "Chương III"}, "two strokes run together"),
    (["Chương II", "Chương V"], {}, "a chapter that reads as one is left"),
    (["1. Khoản 2 được sửa đổi như sau:", "*2. Hai mới", "2. Khoản 3"], {1: "“2. Hai mới"}, "a star where a quotation opens"),
    (["1. Một;", "* Ghi chú"], {}, "a note's star stays"),
    (["1. Một", "a) A;", "b) B.", "2. Hai", "a) A;", "h) B;", "c) C."], {5: "b) B;"}, "letters start anew below a number"),
]  # fmt: skip


def drafts(texts: list[str], page: int = 1) -> list[Draft]:
    return [Draft([(Fragment(text, 80, 100 + 20 * n, 300, 112 + 20 * n, 12), page)]) for n, text in enumerate(texts)]


@pytest.mark.parametrize(("texts", "changed", "reason"), ROWS)
def test_marks_are_put_right_by_their_sequence(texts: list[str], changed: dict[int, str], reason: str) -> None:
    lines = drafts(texts)
    repairs = mend_enumerations(lines, frozenset({1}))
    expected = [changed.get(n, text) for n, text in enumerate(texts)]
    assert [d.lines[0][0].text for d in lines] == expected, reason
    assert len(repairs) == len(changed), "each repair is told"


def test_pages_with_a_text_layer_are_never_touched() -> None:
    texts = ["4. Bốn", "9. Năm", "6. Sáu"]
    lines = drafts(texts, page=2)
    assert mend_enumerations(lines, frozenset({1})) == []
    assert [d.lines[0][0].text for d in lines] == texts
