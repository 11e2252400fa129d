"""Repairs of text: old encodings, broken and glued words, OCR confusions."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from ingest.reading import confusions, language
from ingest.reading.legacy import Encoding, mend_font_map, to_unicode
from ingest.reading.pdfium import _by_fonts
from ingest.reading.repair import Repair, repair_words
from ingest.reading.syllables import is_syllable
from ingest.reading.words import mend_words

GOOD = (
    "nghiêng giếng gì quốc quyền khuỷu người nghị quyết giữa gìn uống yêu ý thuở huyện xoong HỘI Điều hoà hòa thuỷ thủy oằn".split()
)
BAD = "b đ kt việ bàc phápluật anhlx ngh QH TTg ấầ x iêu".split()


@pytest.mark.parametrize(("word", "expected"), [(w, True) for w in GOOD] + [(w, False) for w in BAD])
def test_syllables(word: str, expected: bool) -> None:
    assert is_syllable(word) is expected


LEGACY = [
    ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "AAAAAA+.VnTime", "Cộng hòa xã hội chủ nghĩa Việt Nam", Encoding.TCVN3, "TCVN3 by font"),
    ("quyÕt ®Þnh", "AAAAAA+.VnTimeH", "QUYẾT ĐỊNH", Encoding.TCVN3, "a font of capitals"),
    ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI-Times", "Cộng hòa xã hội chủ nghĩa Việt Nam", Encoding.VNI, "VNI by font"),
    ("UÛY BAN NHAÂN DAÂN TÆNH, ÑOÄC LAÄP - TÖÏ DO", "", "ỦY BAN NHÂN DÂN TỈNH, ĐỘC LẬP - TỰ DO", Encoding.VNI, "VNI by profile"),
    ("Quy‰t ÇÎnh cûa B¶ trÜªng", "AAAAAA+VPS-Times", "Quyết định của Bộ trưởng", Encoding.VPS, "VPS by font"),
    ("C¶NG H¼A X‚ H¶I", "VPS Times", "CỘNG HÒA XÃ HỘI", Encoding.VPS, "capitals whose small letters share a code"),
    ("Nghị định", "VPS Times", "Nghị định", Encoding.UNICODE, "Unicode under the name of a VPS font"),
    ("Thông tư 12/2020/TT-BTС", "", "Thông tư 12/2020/TT-BTC", Encoding.UNICODE, "a Cyrillic letter in a number"),
    ("số 5/СТ-ТТg", "", "số 5/CT-TTg", Encoding.UNICODE, "Cyrillic letters beside Latin ones"),
    ("ông Сергей và góc α", "", "ông Сергей và góc α", Encoding.UNICODE, "words of another script stay"),
    ("Quyết định của Bộ trưởng", "VNI-Times", "Quyết định của Bộ trưởng", Encoding.UNICODE, "Unicode under an old font's name"),
    ("Price 5£ © 2026", "", "Price 5£ © 2026", Encoding.UNICODE, "signs alone are no evidence"),
    ("CÔNG THƢƠNG, HÕA BÌNH", "", "CÔNG THƯƠNG, HÒA BÌNH", Encoding.UNICODE, "letters of a wrong font map"),
]


@pytest.mark.parametrize(("text", "font", "expected", "encoding", "reason"), LEGACY)
def test_old_encodings(text: str, font: str, expected: str, encoding: Encoding, reason: str) -> None:
    assert to_unicode(text, font) == (expected, encoding), reason


def test_wrong_letters_are_mended_in_their_frames_only() -> None:
    assert mend_font_map("Õng") == "Õng"


def test_a_line_of_two_fonts_is_converted_run_by_run() -> None:
    raw = "Sè: 12/2001/Q§-UB ngày 5"

    class Reader:
        around = Encoding.UNICODE

        def font(self, at: int) -> tuple[str, bool]:
            return (".VnTime" if at < 18 else "Times New Roman"), False

    assert _by_fonts(Reader(), 0, raw) == "Số: 12/2001/QĐ-UB ngày 5"  # type: ignore[arg-type]


WORDS = [
    ("Đ iều 4. Cửa khẩu x u ấ t", "Điều 4. Cửa khẩu xuất", "broken words"),
    ("T H A Y M Ặ T CHÍNH PHỦ", "THAY MẶT CHÍNH PHỦ", "spaced capitals"),
    ("V iệ t Nam", "Việt Nam", "three pieces"),
    ("phương tiện thựcphẩm", "phương tiện thực phẩm", "glued words with one division"),
    ("ngày 02 th áng 10", "ngày 02 tháng 10", "two consonants that open a syllable"),
    ("lớp TH áp dụng", "lớp TH áp dụng", "a code in capitals"),
    ("quy định tại điểm b ở trên", "quy định tại điểm b ở trên", "a letter of an enumeration"),
    ("điểm a, b và c hoặc d", "điểm a, b và c hoặc d", "letters of a list"),
    ("Phần V quy định, mục I a", "Phần V quy định, mục I a", "roman numerals"),
    ("công ty N hiện có", "công ty N hiện có", "an initial before a whole word"),
    ("tốc độ V lớn hơn", "tốc độ V lớn hơn", "a variable"),
    ("international", "international", "foreign words are not cut"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), WORDS)
def test_broken_and_glued_words(text: str, expected: str, reason: str) -> None:
    assert mend_words(text) == expected, reason


REPAIRS = [
    ("khoản 1 Điều § của Luật", 60.0, "khoản 1 Điều 8 của Luật", [("§", "8")], "no article has a section sign"),
    ("§. Danh mục 1§/2024", 60.0, "8. Danh mục 18/2024", [("§.", "8."), ("1§/2024", "18/2024")], "numbers of rows and documents"),
    ("mã A§B", 60.0, "mã A§B", [], "among letters it may be anything"),
    ("bố sung một số điều của Luật", 85, "bổ sung một số điều của Luật", [("bố", "bổ")], "a wrong tone"),
    ("quy định chỉ tiết thi hành", 85, "quy định chi tiết thi hành", [("chỉ", "chi")], "a real word in the wrong place"),
    ("có thấm quyền giải quyết,", 96, "có thẩm quyền giải quyết,", [("thấm", "thẩm")], "even where the program was sure"),
    ("phòng chống cháy, nỗ và diéu tra", 80, "phòng chống cháy, nổ và điều tra", [("nỗ", "nổ"), ("diéu", "điều")], "two in a line"),
    (
        "đối, bố sung một số điều",
        90,
        "đổi, bổ sung một số điều",
        [("đối,", "đổi,"), ("bố", "bổ")],
        "neighbours, one after the other",
    ),
    ("TỐ CHỨC THỰC HIỆN", 92, "TỔ CHỨC THỰC HIỆN", [("TỐ", "TỔ")], "capitals stay capitals"),
    ("'Thấm quyền giải quyết", 90, "Thẩm quyền giải quyết", [("'Thấm", "Thẩm")], "a speck before a word"),
    ("người lao động được. hưởng chế độ", 80, "người lao động được hưởng chế độ", [("được.", "được")], "a speck behind a word"),
    ("theo quy định . của pháp luật", 60, "theo quy định của pháp luật", [(".", "")], "a speck between words"),
    ("phát triển kinh tế - xã hội", 60, "phát triển kinh tế - xã hội", [], "a dash that belongs there"),
    ("theo quy định. Bộ Công an", 60, "theo quy định. Bộ Công an", [], "a full stop before a sentence"),
    ("Chỉ thị số 07/CT-TTg", 85, "Chỉ thị số 07/CT-TTg", [], "the same word where it belongs"),
    ("Căn cứ Luật Tổ chức Chính phủ", 96, "Căn cứ Luật Tổ chức Chính phủ", [], "right text is not touched"),
    (
        "đặt tại công tơ tổng của khu tập thể",
        96,
        "đặt tại công tơ tổng của khu tập thể",
        [],
        "a rare word that nothing is confused with",
    ),
    ("Trương Thanh Hoài ký", 85, "Trương Thanh Hoài ký", [], "a name is not context's business"),
    ("KT TL TM", 20, "KT TL TM", [], "abbreviations are never touched"),
    ("nhân dịp 'Tết' cổ truyền", 90, "nhân dịp 'Tết' cổ truyền", [], "quotation marks in pairs stay"),
]


@pytest.mark.parametrize(("text", "confidence", "expected", "repairs", "reason"), REPAIRS)
def test_repair_of_ocr(text: str, confidence: float, expected: str, repairs: list[tuple[str, str]], reason: str) -> None:
    words, found = repair_words([(w, confidence) for w in text.split()], language.load(), confusions.load())
    assert (" ".join(filter(None, words)), found) == (expected, [Repair(*pair) for pair in repairs]), reason


def test_a_language_model_of_ones_own_texts(tmp_path: Path) -> None:
    language.build(["Căn cứ Luật\nCăn cứ Nghị định"] * 20, tmp_path / "own.npz")
    model = language.read_model(tmp_path / "own.npz")
    assert (model.count("căn"), model.count("điều"), model.total) == (40, 0, 220)
    assert model.log_probability("<s>", "căn", "cứ") == pytest.approx(0.0)
    assert model.log_probability("căn", "cứ", "luật") == pytest.approx(math.log(0.5))
    assert model.log_probability("nghị", "cứ", "luật") == pytest.approx(math.log(0.4 * 0.5))
    assert model.log_probability("cứ", "định", "luật") == pytest.approx(math.log(0.4 * 0.4 * 20 / 220))
