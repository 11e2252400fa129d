"""Slips of the keyboard: what is mended, and what must stay."""

import pytest

from index.understanding.typos import speller, telex

MENDED = [
    ("ngừơi lao động", (("ngừơi", "người"),), "the mark stands on the wrong vowel"),
    ("giaays phesp", (("giaays", "giấy"), ("phesp", "phép")), "Telex typed with the input method off"),
    ("Nguwowif nguwowif", (("Nguwowif", "Người"), ("nguwowif", "người")), "a capital stays"),
    ("ddoongj sanr", (("ddoongj", "động"), ("sanr", "sản")), "Telex, letters and tones"),
    ("giay phpe lai xe", (("phpe", "phép"),), "two letters swapped, without marks"),
    ("xử pạht hành chính", (("pạht", "phạt"),), "two letters swapped, with marks"),
    ("điều kiện kinh doang", (("doang", "doanh"),), "a wrong key"),
    ("bảo hiểm xã hộii", (("hộii", "hội"),), "a letter twice"),
    ("giấyphép xây dựng", (("giấyphép", "giấy phép"),), "a space is missing"),
    ("sở công thuơng", (("thuơng", "thương"),), "no syllable is built so, though the law has the slip too"),
]
STAYS = [
    ("Cách nấu phở bò ngon", "a Vietnamese word that no law mentions"),
    ("Nghị định 15/2020/NĐ-CP", "a number"),
    ("07/CT-UBND, abc@xyz.vn", "parts of names with signs"),
    ("SXKD của HTX", "words in capitals"),
    ("startup logistics email Facebook", "words of other languages with no neighbour that explains them"),
    ("phạt tiền xe máy", "syllables that legal texts hold"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MENDED, ids=[row[2] for row in MENDED])
def test_slips_are_mended(text: str, expected: tuple[tuple[str, str], ...], reason: str) -> None:
    assert tuple((text[slip.start : slip.end], slip.read) for slip in speller().slips(text)) == expected, reason


@pytest.mark.parametrize(("text", "reason"), STAYS, ids=[row[1] for row in STAYS])
def test_what_is_no_slip_stays(text: str, reason: str) -> None:
    assert speller().slips(text) == (), reason


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("dduwowcj", "đươc\u0323"), ("dieenf", "diên\u0300"), ("nguoiwf", "ngươi\u0300"), ("giay", None), ("1234", None)],
)
def test_telex(keys: str, expected: str | None) -> None:
    assert telex(keys) == expected
