"""Heads of documents, from pages typeset in the test and from plain text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.model import Evidence, Head
from ingest.head import read_head
from ingest.head.lines import HEAD_LINES
from ingest.reading import read_source
from tests import typeset
from tests.typeset import BOLD, Put, Widget

BODY = (
    "Ủy ban nhân dân tỉnh nhận được báo cáo của các sở, ngành về việc rà soát danh mục hồ sơ; sau khi xem xét, có ý kiến như sau để "
    "các đơn vị thực hiện."
)


def head_of(tmp_path: Path, data: bytes, name: str = "a.pdf") -> Head:
    path = tmp_path / name
    path.write_bytes(data)
    return read_head(read_source(path, ocr=False)).head


def test_an_official_letter_with_stamped_number(tmp_path: Path) -> None:
    items = [
        *typeset.letterhead(["ỦY BAN NHÂN DÂN", "TỈNH HOA LƯ"], "Số:            /UBND-VX", "Hoa Lư, ngày      tháng 3 năm 2026"),
        Put("V/v rà soát danh mục hồ sơ", 150, 115, 12, centered=True),
        Put("lưu trữ năm 2026", 150, 131, 12, centered=True),
        Put("Kính gửi: Các sở, ban, ngành.", 220, 170),
        *typeset.flow([BODY], 210),
        *typeset.closing(
            ["Như trên;", "Chủ tịch UBND tỉnh;", "Lưu: VT."], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Trần Văn Thử", 330
        ),
    ]
    blank = 150 - typeset.width_of("Số:            /UBND-VX") / 2 + typeset.width_of("Số: ")
    day = 410 - typeset.width_of("Hoa Lư, ngày      tháng 3 năm 2026") / 2 + typeset.width_of("Hoa Lư, ngày ")
    data = typeset.with_widgets(typeset.pdf(items), [Widget("8801", blank, 88), Widget("09", day, 88)])
    head = head_of(tmp_path, data)
    assert (head.kind, head.number, head.date) == ("Công văn", "8801/UBND-VX", dt.date(2026, 3, 9))
    assert (head.issuer, head.title) == ("Ủy ban nhân dân tỉnh Hoa Lư", "rà soát danh mục hồ sơ lưu trữ năm 2026")
    assert (head.signer, head.recipients) == ("Trần Văn Thử", ("Các sở, ban, ngành", "Chủ tịch UBND tỉnh"))
    source = read_source(tmp_path / "a.pdf", ocr=False)
    assert source.text[read_head(source).body_start :].startswith(BODY)
    assert [f"{n}:{e}" for n, e in head.evidence] == [
        "kind:text",
        "number:stamp",
        "date:stamp",
        "issuer:text",
        "title:text",
        "signer:text",
        "authority:text",
        "recipients:text",
    ]
    assert head.authority == "TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH"


@dataclass(frozen=True, slots=True)
class Case:
    """One head as printed and as it must be read."""

    issuer: tuple[str, ...]
    number: str
    place: str
    name: str
    title: tuple[str, ...]
    kind: str
    read_number: str
    read_issuer: str
    reason: str
    flag: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


DAY = "Hà Nội, ngày 05 tháng 3 năm 2026"
CASES = [
    Case(("BỘ CÔNG THƯƠNG",), "Số: 7/2026/TT-BCT", DAY, "THÔNG TƯ", ("Quy định việc lập sổ", "theo dõi hồ sơ mẫu"), "Thông tư",
         "07/2026/TT-BCT", "Bộ Công Thương", "title over two lines, number without leading zero"),
    Case(("CHÍNH PHỦ",), "Số: 901/2026/NĐ-CP", DAY, "NGHỊ ĐỊNH", ("Quy định về sổ mẫu",), "Nghị định", "901/2026/NĐ-CP", "Chính phủ",
         "one short issuer"),
    Case(("THỦ TƯỚNG CHÍNH PHỦ",), "Số: 902/CĐ-TTg", DAY, "CÔNG ĐIỆN", ("Về việc phòng, chống lũ mẫu",), "Công điện", "902/CĐ-TTg",
         "Thủ tướng Chính phủ", "telegram"),
    Case(("QUỐC HỘI",), "Luật số: 903/2026/QH15", DAY, "LUẬT", ("LƯU TRỮ SỔ MẪU",), "Luật", "903/2026/QH15", "Quốc hội",
         "a law's number line"),
    Case(("QUỐC HỘI",), "Nghị quyết số: 904/2026/QH15", DAY, "NGHỊ QUYẾT", ("Về thí điểm sổ mẫu",), "Nghị quyết", "904/2026/QH15",
         "Quốc hội", "the same form of number, but a resolution"),
    Case(("ỦY BAN NHÂN DÂN", "TỈNH HOA LƯ"), "Số: 905/QĐ-UBND", DAY, "QUYẾT ĐỊNH", ("Về việc ban hành Quy chế mẫu",), "Quyết định",
         "905/QĐ-UBND", "Ủy ban nhân dân tỉnh Hoa Lư", "body over two lines"),
    Case(("UBND TỈNH HOA LƯ", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"), "Số: 906/KH-SNNMT", DAY, "KẾ HOẠCH", ("Rà soát sổ mẫu năm 2026",),
         "Kế hoạch", "906/KH-SNNMT", "Sở Nông nghiệp và Môi trường tỉnh Hoa Lư", "the department's province stands above it"),
    Case(("BỘ NỘI VỤ", "CỤC VĂN THƯ VÀ LƯU TRỮ"), "Số: 907/TB-CVTLT", DAY, "THÔNG BÁO", ("Kết luận cuộc họp về sổ mẫu",), "Thông báo",
         "907/TB-CVTLT", "Cục Văn thư và Lưu trữ", "the issuer is the lower body"),
    Case(("HỘI ĐỒNG NHÂN DÂN", "THÀNH PHỐ HOA LƯ"), "Số: 908/2026/NQ-HĐND", DAY, "NGHỊ QUYẾT", ("Quy định mức chi mẫu",), "Nghị quyết",
         "908/2026/NQ-HĐND", "Hội đồng nhân dân thành phố Hoa Lư", "council"),
    Case(("BỘ TƯ PHÁP",), "Số: 909/BC-BTP", DAY, "BÁO CÁO", ("Tổng kết công tác sổ mẫu",), "Báo cáo", "909/BC-BTP", "Bộ Tư pháp", "report"),
    Case(("BỘ TÀI CHÍNH",), "Số: 910/TTr-BTC", DAY, "TỜ TRÌNH", ("Về dự thảo sổ mẫu",), "Tờ trình", "910/TTr-BTC", "Bộ Tài chính",
         "submission"),
    Case(("BỘ XÂY DỰNG",), "Số: 911/CTr-BXD", DAY, "CHƯƠNG TRÌNH", ("Hành động về sổ mẫu",), "Chương trình", "911/CTr-BXD", "Bộ Xây dựng",
         "programme"),
    Case(("VĂN PHÒNG QUỐC HỘI",), "Số: 912/VBHN-VPQH", DAY, "LUẬT", ("SỔ MẪU HỢP NHẤT",), "Văn bản hợp nhất", "912/VBHN-VPQH",
         "Văn phòng Quốc hội", "a consolidated text is known by its number"),
    Case(("BỘ Y TẾ - BỘ TÀI CHÍNH",), "Số: 913/2026/TTLT-BYT-BTC", DAY, "THÔNG TƯ LIÊN TỊCH", ("Hướng dẫn sổ mẫu",), "Thông tư liên tịch",
         "913/2026/TTLT-BYT-BTC", "Bộ Y tế; Bộ Tài chính", "joint circular"),
    Case(("BAN CHẤP HÀNH TRUNG ƯƠNG",), "Số 14-CT/TW", DAY, "CHỈ THỊ", ("về tăng cường công tác sổ mẫu",), "Chỉ thị", "14-CT/TW",
         "Ban Chấp hành Trung ương", "Party directive", "ĐẢNG CỘNG SẢN VIỆT NAM"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.reason for case in CASES])
def test_heads_of_kinds(tmp_path: Path, case: Case) -> None:
    items = [
        *typeset.letterhead(case.issuer, case.number, case.place, flag=case.flag),
        Put(case.name, 297, 150, 14, BOLD, centered=True),
    ]
    items += [Put(line, 297, 170 + 17 * i, 14, BOLD, centered=True) for i, line in enumerate(case.title)]
    y = 170 + 17 * len(case.title) + 25
    items += typeset.flow(["Căn cứ Luật Sổ mẫu số 900/2025/QH15;", f"1. {BODY}"], y)
    items += typeset.closing(["Như trên;", "Lưu: VT."], ["KT. NGƯỜI ĐỨNG ĐẦU", "PHÓ CHỦ NHIỆM"], "Lê Thị Mẫu", 520)
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(items))
    source = read_source(path, ocr=False)
    reading = read_head(source)
    head = reading.head
    assert (head.kind, head.number, head.issuer) == (case.kind, case.read_number, case.read_issuer), case.reason
    assert (head.date, head.title, head.signer) == (dt.date(2026, 3, 5), " ".join(case.title), "Lê Thị Mẫu"), case.reason
    body = source.text[reading.body_start : reading.body_end].strip()
    assert body.startswith("Căn cứ Luật Sổ mẫu")
    assert body.endswith(BODY)
    assert source.text[reading.body_end : reading.closing_end].endswith("Lê Thị Mẫu")


SIX = "BỘ TƯ PHÁP - BỘ CÔNG AN - BỘ QUỐC PHÒNG - BỘ TÀI CHÍNH - TÒA ÁN NHÂN DÂN TỐI CAO - VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO"


def test_the_bodies_of_a_joint_circular_on_one_line(tmp_path: Path) -> None:
    lines = [SIX, "Số: 9/2026/TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC", DAY, "THÔNG TƯ LIÊN TỊCH", "Về sổ mẫu", "Căn cứ Luật Sổ mẫu;"]
    assert head_of(tmp_path, "\n".join(lines).encode(), "a.txt").issuer == (
        "Bộ Tư pháp; Bộ Công an; Bộ Quốc phòng; Bộ Tài chính; Tòa án nhân dân tối cao; Viện kiểm sát nhân dân tối cao"
    )


CONSOLIDATED = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "THÔNG TƯ",
    "QUY ĐỊNH VỀ SỔ MẪU",
    "Thông tư số 43/2015/TT-BTĐ ngày 20 tháng 8 năm 2015 của Bộ trưởng Bộ Thí điểm, được sửa đổi, bổ sung bởi:",
    "Điều 1. Sổ mẫu gồm văn bản hợp nhất khác.",
    *(f"{number}. Sổ mẫu thứ {number} ghi hằng ngày." for number in range(1, HEAD_LINES)),
    "BỘ XÂY DỰNG",
    "_____",
]
SIGNED_BELOW = ["XÁC THỰC VĂN BẢN HỢP NHẤT", "Hà Nội, ngày 03 tháng 3 năm 2026", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Nguyễn Văn Mẫu"]


@pytest.mark.parametrize(
    ("below", "expected", "reason"),
    [
        (
            ["Số: 07/VBHN-BXD", *SIGNED_BELOW],
            ("Văn bản hợp nhất", "07/VBHN-BXD", dt.date(2026, 3, 3), "Bộ Xây dựng"),
            "a consolidated text has its number with its authentication",
        ),
        (["Số: 07/QĐ-BXD", *SIGNED_BELOW], ("Thông tư", None, None, None), "a number of another kind is none of it"),
        (["Số: 07/VBHN-BXD", *SIGNED_BELOW[2:]], ("Thông tư", None, None, None), "without the words of authentication"),
    ],
)
def test_consolidated_texts(tmp_path: Path, below: list[str], expected: tuple[object, ...], reason: str) -> None:
    head = head_of(tmp_path, "\n".join([*CONSOLIDATED, *below]).encode(), "a.txt")
    assert (head.kind, head.number, head.date, head.issuer) == expected, reason
    assert head.title == "QUY ĐỊNH VỀ SỔ MẪU"


NO_HEAD = [
    (["MẪU SỐ 02", "ĐƠN ĐỀ NGHỊ CẤP SỔ", "Kính gửi: ........................", "1. Tên tổ chức: ..............."], Head(),
     "a blank form has no head"),
    (["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐƠN XIN XÁC NHẬN", "Số: ......./........"], Head(),
     "name of the state alone is no head"),
    (["PHỤ LỤC II", "DANH MỤC SỔ MẪU", "(Kèm theo Nghị định số 901/2026/NĐ-CP ngày 05 tháng 3 năm 2026 của Chính phủ)", "1. Sổ thứ nhất"],
     Head(kind="Khác", issuer="Chính phủ", title="DANH MỤC SỔ MẪU", evidence=(("issuer", Evidence.TEXT), ("title", Evidence.TEXT))),
     "an appendix does not take number and date of the document it belongs to"),
    (["ÁN LỆ SỐ 91/2026/AL", "Về hợp đồng mẫu", "Được Hội đồng Thẩm phán Tòa án nhân dân tối cao thông qua ngày 02 tháng 3 năm 2026.",
      "Nguồn án lệ:"],
     Head(kind="Khác", number="91/2026/AL", date=dt.date(2026, 3, 2), issuer="Hội đồng Thẩm phán Tòa án nhân dân tối cao",
          title="Về hợp đồng mẫu", evidence=tuple((n, Evidence.TEXT) for n in ("number", "date", "issuer", "title"))),
     "case law names its day of adoption"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected", "reason"), NO_HEAD)
def test_nothing_is_made_up(tmp_path: Path, lines: list[str], expected: Head, reason: str) -> None:
    assert head_of(tmp_path, "\n".join(lines).encode(), "a.txt") == expected, reason


EFFECTS = [
    ("Thông tư này có hiệu lực thi hành kể từ ngày 20 tháng 4 năm 2026.", dt.date(2026, 4, 20), "a day of its own"),
    ("Thông tư này có hiệu lực kể từ ngày ký ban hành.", dt.date(2026, 3, 5), "the day of signing"),
    ("Nghị định số 901/2026/NĐ-CP có hiệu lực từ ngày 20 tháng 4 năm 2026.", None, "another document's force"),
    ("Thông tư có hiệu lực kể từ ngày 20 tháng 4 năm 2026.", dt.date(2026, 4, 20), "the kind alone at the head of a sentence"),
    ("Thông tư này có hiệu lực từ ngày được thông qua.", dt.date(2026, 3, 5), "the day of passing, which is that of issue"),
    ("Sửa Điều 9: “Thông tư này có hiệu lực từ ngày 01 tháng 7 năm 2028.”", None, "new text of another document"),
    (
        "Các quyết định này có hiệu lực kể từ ngày ký.\nThông tư này có hiệu lực từ ngày 20/4/2026.",
        dt.date(2026, 4, 20),
        "a decision that others take is no circular",
    ),
    ("Quyết định này có hiệu lực kể từ ngày ký.", None, "words of a form"),
    ("“Mục 2.” Thông tư này có hiệu lực từ ngày 20/4/2026.", dt.date(2026, 4, 20), "behind a quotation that is closed"),
]


@pytest.mark.parametrize(("clause", "expected", "reason"), EFFECTS)
def test_effective_date(tmp_path: Path, clause: str, expected: dt.date | None, reason: str) -> None:
    text = f"BỘ CÔNG THƯƠNG\nSố: 7/2026/TT-BCT\n{DAY}\nTHÔNG TƯ\nQuy định sổ mẫu\nĐiều 1. Hiệu lực\n{clause}\n"
    assert head_of(tmp_path, text.encode(), "a.txt").effective_date == expected, reason


def test_press_text_without_a_head_gives_nothing(tmp_path: Path) -> None:
    text = f"Tỉnh rà soát hồ sơ\n{BODY}\nCác sở báo cáo trước ngày 20 hằng tháng.\n"
    head = head_of(tmp_path, text.encode(), "tin.txt")
    assert head == Head()


SET_ANEW = [
    (["BỘ CÔNG THƯƠNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc", "Số: 7/2026/TT-BCT | " + DAY],
     "Bộ Công Thương", "state and motto in one cell"),
    (["UBND TỈNH HOA LƯ SỞ TƯ PHÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 7/2026/TT-STP", DAY],
     "Sở Tư pháp tỉnh Hoa Lư", "two lines of a letterhead as one"),
    (["TỈNH ỦY HOA LƯ", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 7-TT/TU", DAY], "Tỉnh ủy Hoa Lư", "a Party committee is named after its territory"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "issuer", "reason"), SET_ANEW)
def test_issuers_of_exports(tmp_path: Path, lines: list[str], issuer: str, reason: str) -> None:
    text = "\n".join([*lines, "THÔNG TƯ", "Quy định sổ mẫu", "Điều 1. Hiệu lực"])
    head = head_of(tmp_path, text.encode(), "a.txt")
    assert (head.issuer, head.date, head.title) == (issuer, dt.date(2026, 3, 5), "Quy định sổ mẫu"), reason


TITLES = [
    (["Quy định về kho mẫu của Thống đốc", "Ngân hàng và các chi nhánh", "Căn cứ Luật Kho mẫu;"],
     "Quy định về kho mẫu của Thống đốc Ngân hàng và các chi nhánh", "a line broken before a capital letter, closed by a recital"),
    (["Sửa đổi Thông tư số 31/2024/TT-BCT ngày", "02/10/2024 của Bộ Công Thương", "_______", "Bộ Công Thương quy định:"],
     "Sửa đổi Thông tư số 31/2024/TT-BCT ngày 02/10/2024 của Bộ Công Thương", "closed by a rule"),
    (["Về kho mẫu", "BỘ TRƯỞNG BỘ CÔNG THƯƠNG", "Căn cứ Luật Kho mẫu;"], "Về kho mẫu", "the enacting body is no title"),
    (["Rà soát kho mẫu", "Thực hiện Luật Kho mẫu, Bộ giao các đơn vị như sau:", "1. Kiểm kê."], "Rà soát kho mẫu", "running text"),
]  # fmt: skip


@pytest.mark.parametrize(("below", "title", "reason"), TITLES)
def test_titles_without_geometry(tmp_path: Path, below: list[str], title: str, reason: str) -> None:
    text = "\n".join(["BỘ CÔNG THƯƠNG", "Số: 7/2026/TT-BCT", DAY, "THÔNG TƯ", *below, "Điều 1. Hiệu lực"])
    assert head_of(tmp_path, text.encode(), "a.txt").title == title, reason


def test_an_office_is_no_name(tmp_path: Path) -> None:
    lines = ["BỘ CÔNG THƯƠNG", "Số: 7/2026/TT-BCT", DAY, "THÔNG TƯ", "Về kho mẫu", "Điều 1. Hiệu lực", "Nơi nhận:", "- Lưu: VT.",
             "KT. BỘ TRƯỞNG", "Thứ Trưởng", "(Đã ký)", "Thiếu tướng Trần Văn Thử"]  # fmt: skip
    assert head_of(tmp_path, "\n".join(lines).encode(), "a.txt").signer == "Trần Văn Thử"


def test_a_basis_that_names_the_state_is_body(tmp_path: Path) -> None:
    basis = "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;"
    items = [
        *typeset.letterhead(["QUỐC HỘI"], "Luật số: 903/2026/QH15", DAY),
        Put("LUẬT", 297, 150, 14, BOLD, centered=True),
        Put("KHO MẪU", 297, 168, 14, BOLD, centered=True),
        *typeset.flow([basis, "Quốc hội ban hành Luật Kho mẫu."], 200),
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(items))
    source = read_source(path, ocr=False)
    assert source.text[read_head(source).body_start :].startswith(basis)


def test_addressees_below_both_columns(tmp_path: Path) -> None:
    """ "Kính gửi:" stands in the left column there, so that the right one is read between it and the addressees."""
    items = [
        *typeset.letterhead(["BỘ CÔNG THƯƠNG"], "Số: 7/BCT-VP", DAY),
        Put("V/v kiểm kê kho mẫu", 150, 115, 11, centered=True),
        Put("Kính gửi:", 170, 160),
        Put("- Các sở, ban, ngành;", 201, 176),
        Put("- Kho mẫu trung ương.", 201, 192),
        *typeset.flow([BODY], 225),
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(items))
    source = read_source(path, ocr=False)
    reading = read_head(source)
    assert reading.head.recipients == ("Các sở, ban, ngành", "Kho mẫu trung ương")
    assert source.text[reading.body_start :].startswith(BODY[:40])


LISTS = [
    (["- Như Điều 3;", "- Các sở, ban, ngành;", "- Lưu: VT."], ("Các sở, ban, ngành",), "whom the body names is not named here"),
    (["- Như trên;", "- Lưu VT, KTTH(3)."], (), "nobody"),
    (["- Chủ tịch UBND tỉnh", "và các Phó Chủ tịch;", "- Sở Tư pháp;"], ("Chủ tịch UBND tỉnh và các Phó Chủ tịch", "Sở Tư pháp"),
     "two lines"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected", "reason"), LISTS)
def test_recipients(tmp_path: Path, lines: list[str], expected: tuple[str, ...], reason: str) -> None:
    head = ["BỘ CÔNG THƯƠNG", "Số: 7/QĐ-BCT", DAY, "QUYẾT ĐỊNH", "Về kho mẫu", "Điều 1. Hiệu lực", "Nơi nhận:"]
    assert head_of(tmp_path, "\n".join([*head, *lines]).encode(), "a.txt").recipients == expected, reason
