"""Tables and blocks: rules decide where they are drawn, gutters where they are not."""

from __future__ import annotations

from pathlib import Path

from ingest.reading import read_source
from ingest.source import SourceText
from tests import typeset
from tests.typeset import Put, Rule

LINE = "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành rà soát danh mục hồ sơ và báo cáo kết quả thực hiện về Văn phòng."


def read(tmp_path: Path, items: list[typeset.Item]) -> SourceText:
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(items))
    return read_source(path, ocr=False)


def rows(source: SourceText) -> list[tuple[str, int | None]]:
    return [(source.text[p.start : p.end], p.table) for p in source.paragraphs]


def _grid(columns: list[float], levels: list[float]) -> list[Rule]:
    flat = [Rule(columns[0], y, columns[-1], y) for y in levels]
    return flat + [Rule(x, levels[0], x, levels[-1]) for x in columns]


def test_cells_of_a_ruled_table_hold_their_wrapped_lines(tmp_path: Path) -> None:
    items: list[typeset.Item] = [*typeset.flow([LINE], 60), *_grid([85, 125, 330, 540], [120, 145, 195, 220])]
    items += [Put("TT", 90, 124), Put("Nội dung", 130, 124), Put("Đơn vị chủ trì", 335, 124)]
    items += [
        Put("1", 90, 150),
        Put("Rà soát danh mục hồ sơ", 130, 150),
        Put("lưu trữ của tỉnh", 130, 166),
        Put("Sở Mẫu", 335, 150),
    ]
    items += [Put("2", 90, 200), Put("Báo cáo", 130, 200), Put("Văn phòng", 335, 200), *typeset.flow([LINE], 240)]
    assert rows(read(tmp_path, items)) == [
        (LINE, None),
        ("TT | Nội dung | Đơn vị chủ trì", 1),
        ("1 | Rà soát danh mục hồ sơ lưu trữ của tỉnh | Sở Mẫu", 1),
        ("2 | Báo cáo | Văn phòng", 1),
        (LINE, None),
    ]


def test_columns_without_rules_are_a_table_from_three_rows_on(tmp_path: Path) -> None:
    items: list[typeset.Item] = [*typeset.flow([LINE], 60)]
    for number, (name, unit) in enumerate((("Sổ một", "quyển"), ("Sổ hai", "tờ"), ("Sổ ba", "bộ")), 1):
        items += [Put(str(number), 90, 110 + 20 * number), Put(name, 200, 110 + 20 * number), Put(unit, 400, 110 + 20 * number)]
    items += typeset.flow([LINE], 240)
    assert rows(read(tmp_path, items)) == [
        (LINE, None), ("1 | Sổ một | quyển", 1), ("2 | Sổ hai | tờ", 1), ("3 | Sổ ba | bộ", 1), (LINE, None),
    ]  # fmt: skip


def test_a_frame_around_the_closing_block_is_no_table(tmp_path: Path) -> None:
    closing = typeset.closing(["Như trên;", "Lưu: VT."], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Lê Văn Mẫu", 200)
    items: list[typeset.Item] = [*typeset.flow([LINE], 60), *_grid([80, 300, 545], [195, 320, 330]), *closing]
    found = rows(read(tmp_path, items))
    assert [table for _, table in found] == [None] * len(found)
    assert [text for text, _ in found][1:5] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN"]


def test_footnotes_follow_the_paragraph_they_interrupt(tmp_path: Path) -> None:
    lines = typeset.justified(LINE, 0)
    first: list[typeset.Item] = [*typeset.flow([LINE, LINE], 60), Put(lines[0].text, lines[0].x, 640)]
    first += [Put("1 Ghi chú thứ nhất của văn bản mẫu.", 85, 700, 9), Put("2 Ghi chú thứ hai.", 85, 714, 9)]
    second: list[typeset.Item] = [Put(line.text, line.x, 60 + 17 * n) for n, line in enumerate(lines[1:])]
    second += typeset.flow([LINE], 150)
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(first, second))
    texts = [text for text, _ in rows(read_source(path, ocr=False))]
    assert texts == [LINE, LINE, LINE, "¹ Ghi chú thứ nhất của văn bản mẫu.", "² Ghi chú thứ hai.", LINE]


def test_a_raised_mark_does_not_change_a_number(tmp_path: Path) -> None:
    start = "Luật số 42/2024/QH15"
    x = 85 + typeset.width_of(start)
    items: list[typeset.Item] = [Put(start, 85, 100), Put("1", x, 99, 8), Put(" quy định về sổ mẫu năm 2024", x + 5, 100)]
    assert rows(read(tmp_path, items)) == [("Luật số 42/2024/QH15¹ quy định về sổ mẫu năm 2024", None)]


def test_a_name_alone_beside_the_recipients_stands_for_itself(tmp_path: Path) -> None:
    """The seal hid the authority: nothing but the name says that there are two columns."""
    items: list[typeset.Item] = [*typeset.flow([LINE], 60), Put("Nơi nhận:", 85, 120, 12)]
    items += [Put(f"- {text}", 85, 136 + 14 * n, 11) for n, text in enumerate(("Như trên;", "Ban Mẫu;", "Lưu: VT."))]
    items += [Put("Lê Văn Mẫu", 430, 151, 13, typeset.BOLD, centered=True)]
    assert [text for text, _ in rows(read(tmp_path, items))] == [
        LINE, "Nơi nhận:", "- Như trên;", "- Ban Mẫu;", "- Lưu: VT.", "Lê Văn Mẫu",
    ]  # fmt: skip
