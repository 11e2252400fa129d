"""The reader of one question cuts as the library does."""

import json

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.encoding.encoders import BUNDLED, MODELS
from index.encoding.unigram import read_unigram

PATH = MODELS / BUNDLED / "tokenizer.json"
LIBRARY = Tokenizer.from_file(str(PATH))
READER = read_unigram(PATH)
TEXTS = [
    ("Thời hạn giải quyết tố cáo là bao lâu?", "a question"),
    ("", "nothing"),
    ("  \n\t ", "only white space"),
    ("Số: 09/2017/NĐ-CP, điểm đ khoản 2 Điều 5.", "numbers and points"),
    ("zzzqqq xkcd", "pieces of letters"),
    ("ƀ ǆ Ɗ — “…”", "unknown letters"),
    ("e\u0301 te\u0301", "marks that compose"),
    ("_a_ __b", "underscores"),
]


@pytest.mark.parametrize(("text", "why"), TEXTS, ids=[row[1] for row in TEXTS])
def test_1_it_cuts_as_the_library(text, why):
    assert READER.ids(text) == LIBRARY.encode(text, add_special_tokens=False).ids, why


@pytest.mark.parametrize("text", ["①", "İ", "न\u093c", "Ⅳ", "中文", "Ω", "▁a"])
def test_1_it_leaves_other_letters_to_the_library(text):
    assert READER.ids(text) is None


@seed(20261123)
@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắệợ 0123456789.,;:-_/()!?\n▁ΩЖ中A\u00a0", max_size=60)
    | st.text(max_size=30)
)
def test_1_it_cuts_any_text_as_the_library_or_leaves_it(text):
    ids = READER.ids(text)
    assert ids is None or ids == LIBRARY.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize("change", [{"type": "WordPiece"}, {"byte_fallback": True}, {"unk_id": None}])
def test_2_a_tokenizer_of_another_make_is_left_to_the_library(tmp_path, change):
    made = json.loads(PATH.read_text("utf-8"))
    made["model"] |= change
    other = tmp_path / "tokenizer.json"
    other.write_text(json.dumps(made), "utf-8")
    assert read_unigram(other) is None
