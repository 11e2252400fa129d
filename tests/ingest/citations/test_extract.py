"""Whole mentions: ``(text, expected citations, reason)``, and what holds for every text."""

import itertools

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from corpus.model import Citation, Relation
from ingest.citations import extract_citations
from tests.work import calls_of


def cite(text, quote, **fields):
    start = text.index(quote)
    return Citation(start, start + len(quote), quote, **fields)


TWO = "theo quy định tại điểm a, b khoản 2 và khoản 4 Điều 7 Thông tư số 12/2021/TT-BCT và Điều 3 Nghị định số 5/2020/NĐ-CP"
TITLE = "Căn cứ Nghị định số 93/2020/NĐ-CP ngày 18/8/2020 của Chính phủ quy định chi tiết một số điều của Luật Thư viện;"
ATTACHED = "khoản 5 Điều 8 Quy chế thi đua ban hành kèm theo Quyết định số 31/QĐ-SNV ngày 1/2/2023 của Sở Nội vụ"
INSERTED = "Bổ sung khoản 3b vào sau khoản 3 Điều 51 Nghị định số 165/2024/NĐ-CP như sau:"
LISTED = "Căn cứ các Quyết định: số 2/QĐ-TTg ngày 17/2/2022 về việc A; số 12/QĐ-TTg ngày 28/10/2024 về việc B;"
DETAILS = "Nghị định này quy định chi tiết Luật Dược số 105/2016/QH13, gồm Điều 8, khoản 2 Điều 9."
SECOND = "Điều 10 Nghị định số 68/2016/NĐ-CP (sau đây gọi là Nghị định số 68/2016)"
OWN = "quy định tại khoản 4; điểm a khoản này và Điều 12"
PLURAL = "các Quy chuẩn ban hành kèm theo Thông tư số 45/2020/TT-BCT, Thông tư số 56/2020/TT-BCT"
LETTERS = "điểm а khoản 1 Điều 2 Nghị định số 5/2020/NĐ-CP"

ANNEX = "Phụ lục III danh mục địa bàn ưu đãi ban hành kèm theo Nghị định số 31/2021/NĐ-CP"
PHRASE = "Bỏ cụm từ “quy định tại Điều 59 của Luật này” tại điểm b khoản 2 Điều 56."
SHARED = "Sửa đổi điểm c, bổ sung điểm c1 sau điểm c khoản 1 Điều 6 Luật Dược như sau:"
OWN_TITLE = "Căn cứ Nghị định số 1/2007/NĐ-CP quy định chi tiết Luật Thư viện và Nghị định số 7/2018/NĐ-CP sửa đổi "
OWN_TITLE += "Nghị định số 1/2007/NĐ-CP;"
SUMMED = "theo Thông tư số 57/2022/TT-BTC hướng dẫn một số điều của Luật Dược, tổng hợp vào dự toán chi."
THEN = "Khi có chế độ mới theo Nghị quyết số 27-NQ/TW về cải cách tiền lương thì thực hiện theo quy định mới."
NOW = "Quyết định số 176-HĐBT ngày 09/9/1989 của Hội đồng Bộ trưởng nay là Chính phủ về sắp xếp lao động"
LAWS = "theo các Luật số 43/2024/QH15, số 47/2024/QH15"
NOTED = "theo Luật số 61/2024/QH15¹ ngày 29/6/2024, điểm b khoản 6 Điều 9² Nghị định số 5/2025/NĐ-CP³, kho rộng 500 m²"

CASES = [
    (
        NOTED,
        [
            cite(NOTED, "Luật số 61/2024/QH15¹ ngày 29/6/2024", kind="Luật", number="61/2024/QH15", date="2024-06-29"),
            cite(
                NOTED,
                "điểm b khoản 6 Điều 9² Nghị định số 5/2025/NĐ-CP",
                kind="Nghị định",
                number="05/2025/NĐ-CP",
                provisions=("dieu-9/khoan-6/diem-b",),
            ),
        ],
        "the mark of a footnote is no part of a number",
    ),
    (
        TWO,
        [
            cite(
                TWO,
                "điểm a, b khoản 2 và khoản 4 Điều 7 Thông tư số 12/2021/TT-BCT",
                kind="Thông tư",
                number="12/2021/TT-BCT",
                provisions=("dieu-7/khoan-2/diem-a", "dieu-7/khoan-2/diem-b", "dieu-7/khoan-4"),
            ),
            cite(TWO, "Điều 3 Nghị định số 5/2020/NĐ-CP", kind="Nghị định", number="05/2020/NĐ-CP", provisions=("dieu-3",)),
        ],
        "where the document words repeat there are two",
    ),
    (
        TITLE,
        [
            cite(
                TITLE,
                "Nghị định số 93/2020/NĐ-CP ngày 18/8/2020 của Chính phủ",
                kind="Nghị định",
                number="93/2020/NĐ-CP",
                date="2020-08-18",
                title="quy định chi tiết một số điều của Luật Thư viện",
                issuer="Chính phủ",
                relation=Relation.CAN_CU,
            ),
            cite(TITLE, "Luật Thư viện", kind="Luật", title="Luật Thư viện"),
        ],
        "the title is outside the span, a law in it only referred to",
    ),
    (
        ATTACHED,
        [
            cite(
                ATTACHED,
                ATTACHED,
                kind="Quyết định",
                number="31/QĐ-SNV",
                date="2023-02-01",
                title="Quy chế thi đua",
                issuer="Sở Nội vụ",
                provisions=("kem-theo/dieu-8/khoan-5",),
            )
        ],
        "a clause of an attached regulation belongs to the carrying document",
    ),
    (
        INSERTED,
        [
            cite(
                INSERTED,
                "khoản 3b vào sau khoản 3 Điều 51 Nghị định số 165/2024/NĐ-CP",
                kind="Nghị định",
                number="165/2024/NĐ-CP",
                provisions=("dieu-51/khoan-3b",),
                relation=Relation.BO_SUNG,
            )
        ],
        "what is inserted",
    ),
    (
        LISTED,
        [
            cite(
                LISTED,
                "số 2/QĐ-TTg ngày 17/2/2022",
                kind="Quyết định",
                number="02/QĐ-TTg",
                date="2022-02-17",
                title="về việc A",
                relation=Relation.CAN_CU,
            ),
            cite(
                LISTED,
                "số 12/QĐ-TTg ngày 28/10/2024",
                kind="Quyết định",
                number="12/QĐ-TTg",
                date="2024-10-28",
                title="về việc B",
                relation=Relation.CAN_CU,
            ),
        ],
        "behind a shared head each begins at its số",
    ),
    (
        DETAILS,
        [
            cite(DETAILS, "Nghị định này", kind="Nghị định", self_reference=True),
            cite(
                DETAILS,
                "Luật Dược số 105/2016/QH13",
                kind="Luật",
                number="105/2016/QH13",
                title="Luật Dược",
                relation=Relation.HUONG_DAN,
            ),
            cite(
                DETAILS,
                "Điều 8, khoản 2 Điều 9",
                kind="Luật",
                number="105/2016/QH13",
                provisions=("dieu-8", "dieu-9/khoan-2"),
                relation=Relation.HUONG_DAN,
            ),
        ],
        "bare provisions of the document named before",
    ),
    (
        SECOND,
        [
            cite(SECOND, "Điều 10 Nghị định số 68/2016/NĐ-CP", kind="Nghị định", number="68/2016/NĐ-CP", provisions=("dieu-10",)),
            Citation(51, 71, "Nghị định số 68/2016", "Nghị định", "68/2016/NĐ-CP"),
        ],
        "a partial number is completed from the passage",
    ),
    (
        OWN,
        [
            cite(
                OWN,
                "khoản 4; điểm a khoản này và Điều 12",
                provisions=("dieu-nay/khoan-4", "khoan-nay/diem-a", "dieu-12"),
                self_reference=True,
            ),
        ],
        "bare units are placed in the citing document",
    ),
    (
        PLURAL,
        [
            cite(PLURAL, "Thông tư số 45/2020/TT-BCT", kind="Thông tư", number="45/2020/TT-BCT", provisions=("kem-theo",)),
            cite(PLURAL, "Thông tư số 56/2020/TT-BCT", kind="Thông tư", number="56/2020/TT-BCT", provisions=("kem-theo",)),
        ],
        "a plural before a list: each carries its own",
    ),
    (
        LETTERS,
        [cite(LETTERS, LETTERS, kind="Nghị định", number="05/2020/NĐ-CP", provisions=("dieu-2/khoan-1/diem-a",))],
        "a Cyrillic letter is read as the Latin one",
    ),
    (
        ANNEX,
        [cite(ANNEX, ANNEX, kind="Nghị định", number="31/2021/NĐ-CP", provisions=("phu-luc-3",))],
        "an annex with its own name",
    ),
    (
        PHRASE,
        [cite(PHRASE, "điểm b khoản 2 Điều 56", provisions=("dieu-56/khoan-2/diem-b",), relation=Relation.SUA_DOI)],
        "words quoted from a text are no reference",
    ),
    (
        LAWS,
        [
            cite(LAWS, "Luật số 43/2024/QH15", kind="Luật", number="43/2024/QH15"),
            cite(LAWS, "số 47/2024/QH15", kind="Luật", number="47/2024/QH15"),
        ],
        "laws listed by number take their kind from the first",
    ),
    ("tài khoản 111 và điều kiện tại điểm đến", [], "no provision among them"),
    (
        SHARED,
        [
            cite(
                SHARED, "điểm c", kind="Luật", title="Luật Dược", provisions=("dieu-6/khoan-1/diem-c",), relation=Relation.SUA_DOI
            ),
            cite(
                SHARED,
                "điểm c1 sau điểm c khoản 1 Điều 6 Luật Dược",
                kind="Luật",
                title="Luật Dược",
                provisions=("dieu-6/khoan-1/diem-c1",),
                relation=Relation.BO_SUNG,
            ),
        ],
        "what the second change names holds the first one too",
    ),
    (
        OWN_TITLE,
        [
            cite(
                OWN_TITLE,
                "Nghị định số 1/2007/NĐ-CP",
                kind="Nghị định",
                number="01/2007/NĐ-CP",
                title="quy định chi tiết Luật Thư viện",
                relation=Relation.CAN_CU,
            ),
            cite(OWN_TITLE, "Luật Thư viện", kind="Luật", title="Luật Thư viện"),
            cite(
                OWN_TITLE,
                "Nghị định số 7/2018/NĐ-CP",
                kind="Nghị định",
                number="07/2018/NĐ-CP",
                title="sửa đổi Nghị định số 1/2007/NĐ-CP",
                relation=Relation.CAN_CU,
            ),
            Citation(
                OWN_TITLE.rindex("Nghị"), len(OWN_TITLE) - 1, "Nghị định số 1/2007/NĐ-CP", kind="Nghị định", number="01/2007/NĐ-CP"
            ),
        ],
        "a document that changes the first one is not inside the first one's title",
    ),
    (
        SUMMED,
        [
            cite(
                SUMMED,
                "Thông tư số 57/2022/TT-BTC",
                kind="Thông tư",
                number="57/2022/TT-BTC",
                title="hướng dẫn một số điều của Luật Dược",
            ),
            cite(SUMMED, "Luật Dược", kind="Luật", title="Luật Dược"),
        ],
        "what is done next is no title",
    ),
    (
        THEN,
        [cite(THEN, "Nghị quyết số 27-NQ/TW", kind="Nghị quyết", number="27-NQ/TW", title="về cải cách tiền lương")],
        "the main clause is no title",
    ),
    (
        NOW,
        [
            cite(
                NOW,
                "Quyết định số 176-HĐBT ngày 09/9/1989 của Hội đồng Bộ trưởng",
                kind="Quyết định",
                number="176-HĐBT",
                date="1989-09-09",
                title="về sắp xếp lao động",
                issuer="Hội đồng Bộ trưởng",
            )
        ],
        "a number of the Council of Ministers; its later name is no part of the title",
    ),
    ("Điều 5. Hiệu lực thi hành", [], "a heading"),
    ("Giấy phép số 12/GP-UBND, TCVN 4054:2005, QCVN 40:2011/BTNMT", [], "licences and standards"),
    ("Bản án số 646/2019/DS-PT ngày 13/12/2019; hợp đồng số 12/HĐ-ABC", [], "judgments and contracts"),
    ("Nghị định của Chính phủ và pháp luật về đất đai", [], "unnumbered"),
    (
        "theo Điều 5 của Công ước Chicago, mục 6.2 của Tiêu chuẩn Việt Nam, loài thuộc Phụ lục II, III CITES",
        [],
        "clauses of other texts",
    ),
    (
        "theo Điều 5 của Hiệp định này",
        [Citation(5, 11, "Điều 5", provisions=("dieu-5",), self_reference=True)],
        "a treaty speaks of itself",
    ),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[case[2] for case in CASES])
def test_extract(text, expected, reason):
    assert list(extract_citations(text)) == expected, reason


def test_context_completes_a_number():
    found = extract_citations("theo Thông tư số 96/2020", context="Theo Thông tư số 96/2020/TT-BTC ngày 16/11/2020:")
    assert [c.number for c in found] == ["96/2020/TT-BTC"]


def test_context_rules_bare_items():
    found = extract_citations("1. Quyết định số 12/QĐ-BNV ngày 1/2/2020.", context="Bãi bỏ các văn bản sau đây:")
    assert [c.relation for c in found] == [Relation.BAI_BO]


PIECES = st.sampled_from(
    [
        "Điều 5",
        "khoản 2",
        "điểm đ",
        " của ",
        ", ",
        " và ",
        "Nghị định số 1/2020/NĐ-CP",
        "Luật Đất đai",
        " này",
        "\n",
        "“",
        "(",
        ";",
        "số ",
        "7/CT-TTg",
        " ngày 1/2/2020",
        " của Chính phủ",
        "Phụ lục I",
        " kèm theo ",
        "từ ",
        " đến ",
        "Căn cứ ",
        "x",
        "Mẫu số 1",
        "Quy chế A",
        "1. ",
        "Ư",
        "🙂",
    ]
)


@seed(20261123)
@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_any_text_gives_ordered_spans_that_quote_it(text):
    found = extract_citations(text)
    assert all(text[c.start : c.end] == c.quote and c.quote for c in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


SLOW = [
    "Căn cứ Điều 5 Luật Đất đai; theo khoản 2 Điều 7 Nghị định số 1/2020/NĐ-CP ngày 1/2/2020 của Chính phủ quy định về, ",
    "\n",
    "từ Điều 1 đến ",
    "Quy chế x ",
    "Danh mục a kèm theo ",
    "thực hiện các ",
]


@pytest.mark.parametrize("part", SLOW)
def test_work_grows_with_the_length_only(part):
    def calls(times):
        return calls_of(lambda: extract_citations(part * times))

    assert calls(400) < 12 * calls(50), "eight times the text makes about eight times the calls"
