"""What a question becomes: marks restored, abbreviations written out, what was typed kept."""

import pytest

from corpus.vietnamese import search_key, unmarked
from index.understanding.abbreviations import ABBREVIATIONS, ANY_CASE, expand
from index.understanding.marks import restorer
from index.understanding.query import Change, Kept, Understood, query_terms, understand

QUESTIONS = (
    "Người lao động đóng bảo hiểm xã hội bao nhiêu?",
    "Điều kiện cấp giấy phép xây dựng nhà ở là gì?",
    "Ai được cấp thẻ căn cước công dân",
    "Thẩm quyền của Chủ tịch Ủy ban nhân dân cấp huyện",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_marks_come_back_and_marked_questions_stay(question: str) -> None:
    assert search_key(restorer().restore(unmarked(question))) == search_key(question)
    assert restorer().restore(question) == question


@pytest.mark.parametrize(
    ("typed", "expected", "reason"),
    [
        ("Điều kiện cấp giay phep xay dung", "Điều kiện cấp giấy phép xây dựng", "half of the marks are there"),
        ("GIAY PHEP XAY DUNG", "GIẤY PHÉP XÂY DỰNG", "capitals stay"),
        ("giay phep, ngay 15/2020 - xay dung!", "giấy phép, ngày 15/2020 - xây dựng!", "what is no syllable stays in place"),
        ("Ai cho vay tien?", "Ai cho vay tiền?", "plain syllables that exist stay, the lost mark comes back"),
        ("xyzzy", "xyzzy", "an unknown syllable stays"),
        ("Cách nấu phở ngon", "Cách nấu phở ngon", "words that no law mentions stay in a question written with marks"),
        (
            "Chiều nay họp ở phòng nào?",
            "Chiều nay họp ở phòng nào?",
            "a plain word that the law has too stays in a marked question",
        ),
        ("người vi phạm", "người vi phạm", "plain syllables of legal words stay"),
        ("Quyền hưởng di san thừa kế", "Quyền hưởng di sản thừa kế", "the neighbours say that a mark is missing"),
        ("đuoc cấp", "được cấp", "a syllable with some of its marks gets the others"),
        ("đuỏng", "đuỏng", "marks that were typed are never taken away"),
        ("", "", "nothing"),
    ],
)
def test_restore(typed: str, expected: str, reason: str) -> None:
    assert restorer().restore(typed) == expected, reason


@pytest.mark.parametrize("text", ["Sở Công Thương", "thu hoi dat", "a1 b2 NĐ-CP", "Tiền lương 1.000 đ"])
def test_restoring_changes_only_marks(text: str) -> None:
    assert unmarked(restorer().restore(text)) == unmarked(text)


@pytest.mark.parametrize(
    ("typed", "expected", "pairs"),
    [
        ("UBND cấp huyện", "Ủy ban nhân dân cấp huyện", (("UBND", "Ủy ban nhân dân"),)),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông", (("TT&TT", "Thông tin và Truyền thông"),)),
        ("mức đóng bhxh", "mức đóng bảo hiểm xã hội", (("bhxh", "bảo hiểm xã hội"),)),
        ("15/2020/TT-BTC", "15/2020/TT-BTC", ()),
        ("07/CT-UBND và UBND-NV", "07/CT-UBND và UBND-NV", ()),
        ("odaku btc", "odaku btc", ()),
        ("Sở TN và MT", "Sở Tài nguyên và Môi trường", (("TN và MT", "Tài nguyên và Môi trường"),)),
        ("GĐ Sở phải ký", "Giám đốc Sở phải ký", (("GĐ", "Giám đốc"),)),
        ("CT UBND xã", "Chủ tịch Ủy ban nhân dân xã", (("CT", "Chủ tịch"), ("UBND", "Ủy ban nhân dân"))),
        ("CT và VP", "CT và VP", ()),
    ],
)
def test_expand(typed: str, expected: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert expand(typed) == (expected, pairs)


def test_every_abbreviation_is_read_where_it_stands_alone() -> None:
    for short, full in ABBREVIATIONS.items():
        assert expand(f"({short}),") == (f"({full}),", ((short, full),)), short
    assert set(ABBREVIATIONS) >= ANY_CASE


@pytest.mark.parametrize(
    ("typed", "expected", "reason"),
    [
        ("bo sung ho so trong may ngay", "bổ sung hồ sơ trong mấy ngày", "asking for days, no machine"),
        ("Họp mấy gio?", "Họp mấy giờ?", "half of the marks"),
        ("Máy ngày nào hỏng?", "Máy ngày nào hỏng?", "what was typed with other marks stays"),
        ("han nop la bao gio", "hạn nộp là bao giờ", "asking for a time"),
    ],
)
def test_phrases_of_asking_are_read_as_questions_write_them(typed: str, expected: str, reason: str) -> None:
    assert understand(typed).text == expected, reason


def _change(kind: str, start: int, written: str, read: str) -> Change:
    return Change(kind, start, start + len(written), written, read)


GPLX = _change("abbreviations", 22, "GPLX", "giấy phép lái xe")


def test_what_was_typed_is_kept() -> None:
    assert understand("muc phat khi khong co GPLX") == Understood(
        "muc phat khi khong co GPLX",
        "mức phạt khi không có giấy phép lái xe",
        True,
        (("GPLX", "giấy phép lái xe"),),
        (_change("marks", 0, "muc phat", "mức phạt"), _change("marks", 13, "khong co", "không có"), GPLX),
    )
    assert understand("  Mức phạt là gì? ") == Understood("  Mức phạt là gì? ", "Mức phạt là gì?")


READ = [
    ("giay phpe lai xe", (), "giấy phép lái xe", ("marks:giay phpe lai", "typos:phpe"), "a slip, then marks"),
    ("giay phpe lai xe", ("typos",), "giấy phpe lái xe", ("marks:giay phpe lai",), "slips as typed"),
    ("giay phpe lai xe", ("typos:phpe", "marks"), "giay phpe lai xe", (), "this slip and all marks as typed"),
    ("Mức phat tiền khong đội mũ", ("marks:phat",), "Mức phat tiền không đội mũ", ("marks:khong",), "this mark as typed"),
    ("UBND và HĐND", ("abbreviations:UBND",), "UBND và Hội đồng nhân dân", ("abbreviations:HĐND",), "this abbreviation as typed"),
]


@pytest.mark.parametrize(("typed", "keep", "text", "undo", "reason"), READ, ids=[row[4] for row in READ])
def test_each_change_can_be_undone(typed: str, keep: tuple[Kept, ...], text: str, undo: tuple[str, ...], reason: str) -> None:
    understood = understand(typed, keep)
    assert (understood.text, tuple(change.undo for change in understood.changes)) == (text, undo), reason
    for change in understood.changes:
        assert understood.typed[change.start : change.end] == change.written


def test_terms_come_once_in_order() -> None:
    terms = query_terms("Giấy phép xây dựng và giấy phép lái xe")
    assert terms.syllables == ("giấy", "phép", "xây", "dựng", "và", "lái", "xe")
    assert terms.plain == ("giay", "phep", "xay", "dung", "va", "lai", "xe")
    assert terms.words == ("giấy_phép", "xây_dựng", "và", "lái_xe")
    assert (len(terms.word_hashes), len(terms.syllable_hashes), len(terms.pair_hashes)) == (4, 7, 7)
    assert query_terms("").words == ()


MARKS = _change("marks", 0, "muc phat", "mức phạt")
SHORT = _change("abbreviations", 9, "GPLX", "giấy phép lái xe")
EXPANDED = (("GPLX", "giấy phép lái xe"),)
KEPT = [
    ((), Understood("muc phat GPLX", "mức phạt giấy phép lái xe", True, EXPANDED, (MARKS, SHORT)), "nothing kept"),
    (("marks",), Understood("muc phat GPLX", "muc phat giấy phép lái xe", False, EXPANDED, (SHORT,)), "marks as typed"),
    (("abbreviations",), Understood("muc phat GPLX", "mức phạt GPLX", True, (), (MARKS,)), "abbreviations as typed"),
    (("marks", "abbreviations"), Understood("muc phat GPLX", "muc phat GPLX"), "all as typed"),
]


@pytest.mark.parametrize(("keep", "expected", "reason"), KEPT, ids=[row[2] for row in KEPT])
def test_what_is_kept_stays_as_typed(keep: tuple[Kept, ...], expected: Understood, reason: str) -> None:
    assert understand("muc phat GPLX", keep) == expected, reason
