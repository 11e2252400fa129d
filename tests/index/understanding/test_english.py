"""English questions: told from Vietnamese ones, read in Vietnamese, learned from lines that translate each other."""

from pathlib import Path

import pytest

from index.training.english import read_glossary, readings_of, write_readings
from index.training.parallel import ArticlePair, english_articles, pair_articles, pair_documents, pair_lines
from index.training.translation import english_words, learn_phrases
from index.understanding.english import Translator, is_english, read_phrases
from index.understanding.query import understand

LANGUAGES = [
    ("Conditions for grant of work permits", True, "legal English"),
    ("How long is the probationary period?", True, "a question with a word that is built like a syllable"),
    ("land", True, "one word"),
    ("dieu kien cap giay phep lao dong", False, "Vietnamese without marks"),
    ("hop dong thue nha co can cong chung", False, "Vietnamese without marks, some words of which are English too"),
    ("the can cuoc, in hoa don", False, "'the' and 'in' are Vietnamese here"),
    ("startup la gi", False, "one English word in Vietnamese"),
    ("Điều kiện work permit", False, "marks are Vietnamese"),
    ("FDI", False, "an abbreviation"),
    ("15/2020/ND-CP", False, "a number"),
    ("", False, "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LANGUAGES, ids=[row[2] for row in LANGUAGES])
def test_language(text: str, expected: bool, reason: str) -> None:
    assert is_english(text) is expected, reason


READINGS = {
    "labor contract": [("hợp đồng lao động", 0.9)],
    "contract": [("hợp đồng", 0.9)],
    "labor": [("lao động", 0.9)],
    "foreign": [("nước ngoài", 0.9)],
    "worker": [("người lao động", 0.9), ("công nhân", 0.1)],
    "license": [("giấy phép", 0.9)],
}
TRANSLATED = [
    ("labor contract", ("hợp đồng lao động",), "the longest phrase"),
    ("the labor contracts", ("hợp đồng lao động",), "function words are left out, plurals are read"),
    ("labour licence", ("giấy phép", "lao động"), "other spellings; what stands behind comes first"),
    ("zyxic contract", ("zyxic", "hợp đồng"), "an unknown word stays"),
    ("", (), "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TRANSLATED, ids=[row[2] for row in TRANSLATED])
def test_pieces(text: str, expected: tuple[str, ...], reason: str) -> None:
    pieces = Translator(READINGS).pieces(text)
    assert tuple(piece.read for piece in pieces if piece.read) == expected, reason
    words = [word for piece in sorted(pieces, key=lambda piece: piece.start) for word in text[piece.start : piece.end].split()]
    assert words == text.split(), "every word belongs to one piece"


def test_an_english_question_is_understood_and_can_be_undone() -> None:
    understood = understand("Grant of work permits")
    assert (understood.language, understood.text) == ("en", "cấp giấy phép lao động")
    assert [change.undo for change in understood.changes] == ["english:Grant of", "english:work permits"]
    assert understand("Grant of work permits", ["english:work permits"]).text == "cấp work permits"
    assert understand("Grant of work permits", ["english"]).language == "vi"


ENGLISH = (
    "LAW\nArticle 1. Fees\n1. The fee is VND 1,200,000.\n2. It is paid within 15 days.\n"
    "Article 2. Permits\nValid for 24 months from day 3.\nArticle 3. Effect\nFrom July 1, 2020.\nChapter II\nOTHERS"
)
VIETNAMESE = {
    "1": "Lệ phí\n1. Lệ phí là 1.200.000 đồng.\n2. Nộp trong 15 ngày.",
    "2": "Giấy phép\nCó giá trị 24 tháng từ ngày thứ 3.",
    "3": "Hiệu lực\nTừ ngày 01 tháng 7 năm 2020.",
}
OTHER = {"1": "Phạm vi\n1. Mức 300 đồng.", "2": "Đối tượng\nTrong 7 ngày.", "3": "Hiệu lực\nTừ ngày 05 tháng 9 năm 2018."}


def test_translations_are_told_by_their_figures() -> None:
    articles = english_articles(ENGLISH)
    assert articles["3"] == "Effect\nFrom July 1, 2020."
    assert pair_documents([articles], [OTHER, VIETNAMESE]) == [(0, 1)]
    assert pair_documents([articles], [OTHER]) == [], "no other document is good enough"
    assert pair_documents([articles], [VIETNAMESE, VIETNAMESE]) == [], "two equally good ones are none"
    pairs, places = pair_articles([articles], [OTHER, VIETNAMESE])
    assert (pairs[1], places) == (ArticlePair(0, "2", articles["2"], VIETNAMESE["2"]), (1, 1, 1))
    assert pair_lines(pairs[0])[2] == ("2. It is paid within 15 days.", "2. Nộp trong 15 ngày.")
    assert pair_lines(ArticlePair(0, "1", "A\nb) second point of it", "A\nb) điểm hai của nó\nc) điểm ba không có"))[1:] == [
        ("b) second point of it", "b) điểm hai của nó")
    ]


def test_phrases_are_learned_and_stored(tmp_path: Path) -> None:
    lines = [
        ("work", "lao_động"),
        ("permit", "giấy_phép"),
        ("work permit", "giấy_phép lao_động"),
        ("work contract", "hợp_đồng lao_động"),
        ("permit fee", "lệ_phí giấy_phép"),
        ("contract fee", "lệ_phí hợp_đồng"),
        ("the employer's work permit", "giấy_phép lao_động của chủ"),
    ] * 3
    phrases = learn_phrases((english_words(english), vietnamese.split()) for english, vietnamese in lines)
    best = {phrase.english: phrase.vietnamese for phrase in reversed(phrases)}
    assert {"work": "lao_động", "permit": "giấy_phép", "work permit": "giấy_phép lao_động"}.items() <= best.items()
    assert phrases == learn_phrases((english_words(english), vietnamese.split()) for english, vietnamese in lines)
    readings = readings_of(phrases, [("work permit", "giấy phép làm việc")])
    assert readings["work permit"][0] == ("giấy phép làm việc", 0.9)
    write_readings(readings, tmp_path / "phrases.npz")
    stored = read_phrases(tmp_path / "phrases.npz")
    assert [reading for reading, _ in stored["work permit"]] == ["giấy phép làm việc", "giấy phép lao động"]


def test_the_glossary_is_well_formed() -> None:
    terms = read_glossary()
    assert len({english for english, _ in terms}) == len(terms)
    assert all(english == english.lower() and vietnamese for english, vietnamese in terms)
