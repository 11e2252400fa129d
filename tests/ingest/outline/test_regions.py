"""Roots of their own: attached regulations, appendices, forms; the closing part is none of them."""

import pytest

from corpus.model import Node
from ingest.outline import build_outline, paragraphs_of

SIGNED = "Điều 1. Ban hành kèm theo Quyết định này Quy chế.\nNơi nhận:\n- Như trên;\nTM. ỦY BAN NHÂN DÂN\nNguyễn Văn A\n"

CASES: list[tuple[str, list[str], str]] = [
    (
        SIGNED
        + "QUY CHẾ\nLÀM VIỆC CỦA ỦY BAN\n(Ban hành kèm theo Quyết định số 5/QĐ-UBND)\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nSổ.",
        ["dieu-1", "kem-theo", "kem-theo/chuong-1", "kem-theo/dieu-1"],
        "an attached regulation with Điều of its own",
    ),
    (
        SIGNED + "Phụ lục I\nDANH MỤC HỒ SƠ\n1. Đơn.\n2. Ảnh.\nPHỤ LỤC SỐ 02\nMẪU BIỂU\nI. ĐƠN\n1. Tên.",
        [
            "dieu-1",
            "phu-luc-1",
            "phu-luc-1/khoan-1",
            "phu-luc-1/khoan-2",
            "phu-luc-2",
            "phu-luc-2/muc-i",
            "phu-luc-2/muc-i/khoan-1",
        ],
        "roman and arabic numbers of appendices",
    ),
    (
        SIGNED + "Phụ lục\nDANH MỤC\n1. Đơn.\nPhụ lục I ban hành kèm theo Thông tư này được thay thế.",
        ["dieu-1", "phu-luc", "phu-luc/khoan-1", "phu-luc/khoan-1/doan-1"],
        "an appendix without a number; a sentence that names one opens none",
    ),
    (
        SIGNED + "Phụ lục I\nDANH MỤC\n1. Đơn.\nPhụ lục I\n2. Ảnh.",
        ["dieu-1", "phu-luc-1", "phu-luc-1/khoan-1", "phu-luc-1/khoan-1/doan-1", "phu-luc-1/khoan-2"],
        "a repeated running head opens no second root",
    ),
    (
        SIGNED + "Phụ lục II\nBIỂU MẪU\nMẫu số 01\nĐƠN ĐỀ NGHỊ\n1. Tên.\nMẫu số 02a\nBÁO CÁO\n1. Kết quả.",
        ["dieu-1", "phu-luc-2", "phu-luc-2/mau-1", "phu-luc-2/mau-1/khoan-1", "phu-luc-2/mau-2a", "phu-luc-2/mau-2a/khoan-1"],
        "forms below their appendix",
    ),
    (
        SIGNED + "Mẫu số 01\nĐƠN\n1. Tên.\n| TỔ CHỨC\n(ký)\n|\nMẫu số 02\nBỘ MẪU\n| CỘNG HÒA\n|\n1. Số.",
        (
            "dieu-1 mau-1 mau-1/khoan-1 mau-1/khoan-1/bang-1 mau-1/khoan-1/bang-1/doan-1 "
            "mau-2 mau-2/bang-1 mau-2/bang-1/doan-1 mau-2/khoan-1"
        ).split(),
        "a form behind the signature row of the form before it, with a row of its own letterhead near",
    ),
    (
        SIGNED + "Phụ lục\nDANH MỤC MẪU\nMẫu số 01. Sổ trực\nMẫu số 02. Báo cáo\nGhi chú chung.\n"
        "Mẫu số 01. Sổ trực\nGhi hằng ngày.\nMẫu số 02. Báo cáo\nGửi hằng tháng.",
        ["dieu-1", "phu-luc", *(f"phu-luc/{own}" for own in "doan-1 doan-2 doan-3 mau-1 mau-1/doan-1 mau-2 mau-2/doan-1".split())],
        "forms with their title on the line of the number; their list opens none",
    ),
    (
        "Điều 1. Một\nSổ.\nĐiều 2. Hai\nSổ.\nĐiều 3. Ba\nSổ sách.\nNGHỊ ĐỊNH THƯ SỬA ĐỔI\nĐiều 1. Một\nHồ sơ.",
        ["dieu-1", "dieu-2", "dieu-3", "kem-theo", "kem-theo/dieu-1"],
        "a second act that starts its Điều at 1 again",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES)
def test_roots(text: str, expected: list[str], reason: str) -> None:
    paths: list[str] = []

    def walk(nodes: tuple) -> None:  # type: ignore[type-arg]
        for node in nodes:
            paths.append(node.path)
            walk(node.children)

    walk(build_outline(text, paragraphs_of(text)).roots)
    assert paths == expected, reason


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("Phụ lục III", "phu-luc-3"),
        ("PHỤ LỤC SỐ 04", "phu-luc-4"),
        ("Phụ lục IVa", "phu-luc-4a"),
        ("Phụ lục I.3.2", "phu-luc-1.3.2"),
        ("Phụ lục A", "phu-luc-a"),
        ("Phụ lục H", "phu-luc-h"),
        ("Phụ lục IH", "phu-luc-3"),
        ("Phụ lục LVa", "phu-luc-4a"),
        ("Mẫu số 05", "mau-5"),
        ("Mẫu số 02a/TT", "mau-2a-tt"),
    ],
)
def test_ordinals_of_appendices_and_forms(heading: str, path: str) -> None:
    text = SIGNED + f"{heading}\nDANH MỤC\n1. Đơn."
    assert build_outline(text, paragraphs_of(text)).roots[-1].path == path


def test_the_heading_of_an_appendix_runs_to_the_bracket() -> None:
    text = SIGNED + "PHỤ LỤC\nCác lớp tập huấn năm 2026\n(Kèm theo Kế hoạch số 3/KH-UBND\ncủa Ủy ban nhân dân tỉnh)\n1. Lớp một."
    root = build_outline(text, paragraphs_of(text)).roots[-1]
    assert root.path == "phu-luc"
    assert text[root.heading_start : root.heading_end].startswith("Các lớp tập huấn năm 2026\n(Kèm theo")
    assert text[root.heading_end - 5 : root.heading_end] == "tỉnh)"
    assert [child.path for child in root.children] == ["phu-luc/khoan-1"]


def test_addressees_whose_first_line_the_head_has_taken() -> None:
    text = "Kính gửi:\n- Sở Y tế;\n- Sở Nội vụ.\nBộ đề nghị các Sở báo cáo."
    roots = build_outline(text, paragraphs_of(text), body_start=text.index("-"), body_end=len(text)).roots
    assert [text[n.start : n.end] for n in roots] == ["Bộ đề nghị các Sở báo cáo."]


@pytest.mark.parametrize(
    ("rest", "expected", "reason"),
    [
        ("k1. BỘ TRƯỞNG\nnguyễn Văn Mẫu", [], "OCR made a number of the abbreviation before the office"),
        ("4968 vết mực", [], "dirt"),
        ("1. Danh sách lớp học gồm các học viên sau", ["kem-theo", "kem-theo/khoan-1"], "a list of its own"),
    ],
)
def test_rests_of_the_signature_are_no_attachment(rest: str, expected: list[str], reason: str) -> None:
    text = SIGNED + rest
    roots = build_outline(text, paragraphs_of(text), closing_end=len(SIGNED), body_end=text.index("Nơi nhận")).roots
    assert [path for root in roots[1:] for path in (root.path, *(child.path for child in root.children))] == expected, reason


def test_given_boundaries_are_kept() -> None:
    text = "Kính gửi: Sở Y tế\nSở báo cáo như sau.\nNgười ký\nPhụ lục\nDANH MỤC\n1. Đơn."
    start, end, closing = text.index("Kính"), text.index("Người"), text.index("Phụ lục")
    roots = build_outline(text, paragraphs_of(text), body_start=start, body_end=end, closing_end=closing).roots
    assert [(n.path, text[n.start : n.end]) for n in roots] == [
        ("doan-1", "Sở báo cáo như sau."),
        ("phu-luc", "Phụ lục\nDANH MỤC\n1. Đơn."),
    ]


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("Kính gửi: Sở Y tế\nSở báo cáo như sau.", ["Sở báo cáo như sau."], "one addressee"),
        (
            "Kính gửi:\n- Sở Y tế;\n- Sở Nội vụ.\nĐể kịp thời hạn, Bộ đề nghị.",
            ["Để kịp thời hạn, Bộ đề nghị."],
            "a list with dashes",
        ),
        (
            "Kính gửi:\nSở Y tế;\nSở Nội vụ.\nĐể kịp thời hạn, Bộ đề nghị.",
            ["Để kịp thời hạn, Bộ đề nghị."],
            "a list that lost its dashes",
        ),
        ("THỦ TƯỚNG CHÍNH PHỦ điện:\n- Bộ Y tế;\nNgày 10 tháng 7, xã A có bão.", ["Ngày 10 tháng 7, xã A có bão."], "a telegram"),
        ("- Tên dự án.\n- Quy mô.", ["- Tên dự án.", "- Quy mô."], "a list without addressees is text"),
    ],
)
def test_addressees_belong_to_the_head(text: str, expected: list[str], reason: str) -> None:
    roots = build_outline(text, paragraphs_of(text), body_end=len(text)).roots
    assert [text[n.start : n.end] for n in roots] == expected, reason


FORM = (
    "Điều 1. Ban hành kèm theo Quyết định này Mẫu số 01.\nNơi nhận:\n- Như trên;\n| TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n|\n"
    "Phụ lục\nMẪU BÁO CÁO\n(Kèm theo Quyết định số 1/QĐ-UBND)\n"
    "TÊN CƠ QUAN ……\nSố: ……..\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n….., ngày … tháng … năm …\n"
    "BÁO CÁO\nKính gửi: Sở Mẫu\nCơ quan báo cáo như sau:\n1. Kết quả: …\n2. Đề xuất: …\n"
    "| ĐẠI DIỆN\n(ký tên, đóng dấu)\n|"
)


TITLED = [
    (
        "QUY ĐỊNH\nVỀ ĐẶT HÀNG, GIAO NHIỆM VỤ (Kèm theo Nghị quyết số 9/2025/NQ-HĐND)\nĐiều 1. Phạm vi\nSổ.",
        [
            ("kem-theo", "QUY ĐỊNH\nVỀ ĐẶT HÀNG, GIAO NHIỆM VỤ (Kèm theo Nghị quyết số 9/2025/NQ-HĐND)"),
            ("kem-theo/dieu-1", "Phạm vi"),
        ],
        "a reader joined title and brackets",
    ),
    (
        "PHỤ LỤC I\nDANH MỤC THỦ TỤC (Ban hành\nkèm theo Quyết định số 5/QĐ-UBND)\n1. Đơn.\n2. Ảnh.",
        [
            ("phu-luc-1", "DANH MỤC THỦ TỤC (Ban hành\nkèm theo Quyết định số 5/QĐ-UBND)"),
            ("phu-luc-1/khoan-1", ""),
            ("phu-luc-1/khoan-2", ""),
        ],
        "and the line breaks inside the brackets",
    ),
    (
        "Phụ lục I\nKẾ HOẠCH KIỂM TRA\n(Kèm theo Quyết định số 5/QĐ-UBND)\n1. Đơn.\n2. Ảnh.",
        [
            ("phu-luc-1", "KẾ HOẠCH KIỂM TRA\n(Kèm theo Quyết định số 5/QĐ-UBND)"),
            ("phu-luc-1/khoan-1", ""),
            ("phu-luc-1/khoan-2", ""),
        ],
        "the title of an appendix names a kind of act and opens none",
    ),
    (
        "KẾ HOẠCH\nKIỂM TRA NĂM 2026\nThực hiện Nghị định số 7/2025/NĐ-CP, Bộ ban hành kế hoạch.\nI. MỤC ĐÍCH\n1. Một.",
        [
            ("kem-theo", "KẾ HOẠCH\nKIỂM TRA NĂM 2026"),
            ("kem-theo/doan-1", ""),
            ("kem-theo/muc-i", "MỤC ĐÍCH"),
            ("kem-theo/muc-i/khoan-1", ""),
        ],
        "a plan without brackets",
    ),
]


@pytest.mark.parametrize(("attached", "expected", "reason"), TITLED)
def test_titles_of_attachments(attached: str, expected: list[tuple[str, str]], reason: str) -> None:
    text = SIGNED + attached
    found: list[tuple[str, str]] = []

    def walk(nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            found.append((node.path, text[node.heading_start : node.heading_end]))
            walk(node.children)

    walk(build_outline(text, paragraphs_of(text), closing_end=len(SIGNED), body_end=text.index("Nơi nhận")).roots)
    assert found[1:] == expected, reason


def _own(text: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            found[node.path] = text[node.body_start : node.body_end]
            walk(node.children)

    walk(build_outline(text, paragraphs_of(text)).roots)
    return found


def test_a_form_keeps_its_own_letterhead_and_nothing_behind_the_signature_is_lost() -> None:
    """The signature is a row of a text table that runs to the end of the file: the appendix behind it is still read."""
    own = _own(FORM)
    assert [path for path in own if path.startswith("phu-luc")][:4] == [
        "phu-luc",
        "phu-luc/doan-1",
        "phu-luc/khoan-1",
        "phu-luc/khoan-2",
    ]
    assert own["phu-luc"].startswith("TÊN CƠ QUAN") and own["phu-luc"].endswith("Kính gửi: Sở Mẫu")
    assert own["phu-luc/doan-1"] == "Cơ quan báo cáo như sau:"


@pytest.mark.parametrize(
    ("lines", "expected", "reason"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐƠN ĐỀ NGHỊ\nKính gửi: Sở Mẫu\n1. Họ tên: …", 3, "a form of its own"),
        ("ĐƠN ĐỀ NGHỊ\nKính gửi: Sở Mẫu\n1. Họ tên: …", 0, "no national title"),
        ("1. Quốc hiệu gồm dòng CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n2. Tiêu ngữ", 0, "a title in the first clause stays text"),
        ("Một câu văn xuôi.\nHai câu.", 0, "plain words"),
    ],
)
def test_letterheads_of_forms(lines: str, expected: int, reason: str) -> None:
    from ingest.outline.pieces import pieces_of
    from ingest.outline.regions import nested_letterhead

    assert nested_letterhead(lines, pieces_of(lines, paragraphs_of(lines), 0, len(lines))) == expected, reason


def test_the_addressees_of_a_letter_stand_behind_the_rest_of_its_letterhead() -> None:
    head = "Kính gửi: `\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 5 tháng 4 năm 2024\n"
    text = head + "Sở Y tế;\n- Sở Nội vụ;\nỦy ban nhân dân tỉnh Mẫu.\nXét đề nghị của Sở Y tế, Bộ có ý kiến như sau."
    roots = build_outline(text, paragraphs_of(text), body_start=len(head)).roots
    assert [(n.path, text[n.start : n.end][:10]) for n in roots] == [("doan-1", "Xét đề ngh")]
