"""Kinds of documents: every kind by its name and symbol, and which have a validity."""

import unicodedata

import pytest

from corpus.kinds import KINDS, is_normative, kind_named, kind_of_symbol
from corpus.vietnamese import unmarked


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_kind_is_found_by_its_name_however_typed(kind):
    typed = (kind.name, kind.name.upper(), kind.name.lower(), unmarked(kind.name), unicodedata.normalize("NFD", kind.name))
    assert [kind_named(text) for text in typed] == [kind] * len(typed)
    assert kind_named(f"  {kind.name} ") == kind


@pytest.mark.parametrize("kind", [k for k in KINDS if k.symbol], ids=lambda kind: kind.symbol)
def test_every_symbol_is_found_in_either_case(kind):
    assert [kind_of_symbol(text) for text in (kind.symbol, kind.symbol.upper(), kind.symbol.lower())] == [kind] * 3


def test_names_and_slugs_are_distinct_even_without_marks():
    assert len({kind.slug for kind in KINDS}) == len(KINDS)
    assert len({unmarked(kind.name).lower() for kind in KINDS}) == len(KINDS)
    symbols = [kind.symbol for kind in KINDS if kind.symbol]
    assert len({symbol.upper() for symbol in symbols}) == len(symbols)


@pytest.mark.parametrize(
    ("symbol", "name", "reason"),
    [
        ("NĐ", "Nghị định", "with marks"),
        ("ND", "Nghị định", "marks lost"),
        ("qđ", "Quyết định", "lower case"),
        ("HĐ", "Hợp đồng", "a contract"),
        ("HD", "Hướng dẫn", "guidance is spelt without marks"),
        ("DA", "Dự án", "a project is spelt without marks"),
        ("ĐA", "Đề án", "a scheme is not"),
        ("TTr", "Tờ trình", "a proposal"),
        ("TT", "Thông tư", "a circular"),
        ("CTr", "Chương trình", "a programme"),
        ("CT", "Chỉ thị", "a directive"),
        ("QyĐ", "Quy định", "a rule"),
        ("XX", None, "nothing"),
        ("", None, "nothing: laws and letters have no symbol"),
    ],
)
def test_symbols(symbol, name, reason):
    found = kind_of_symbol(symbol)
    assert (found.name if found else None) == name, reason


@pytest.mark.parametrize("text", ["", "Nghị", "Nghị định số", "Luật Báo chí", "định nghị"])
def test_what_is_no_kind(text):
    assert kind_named(text) is None


@pytest.mark.parametrize(
    ("kind", "number", "expected", "reason"),
    [
        ("Luật", "103/2016/QH13", True, "a law"),
        ("Luật", None, True, "a law known by its name"),
        ("Hiến pháp", None, True, "the constitution"),
        ("Nghị định", "09/2017/NĐ-CP", True, "a decree"),
        ("nghị định", "09/2017/NĐ-CP", True, "in lower case"),
        ("Thông tư", "12/2024/TT-BCT", True, "a circular"),
        ("Quyết định", "25/2013/QĐ-TTg", True, "a decision with a year"),
        ("Quyết định", "407/QĐ-TTg", False, "a decision without one is individual"),
        ("Nghị quyết", "202/2025/QH15", True, "of the National Assembly"),
        ("Nghị quyết", "12/NQ-CP", False, "of the Government, without a year"),
        ("Chỉ thị", "07/CT-TTg", False, "a directive"),
        ("Kế hoạch", "3163/KH-BCT", False, "a plan"),
        ("Công văn", "123/UBND-VX", False, "a letter"),
        ("Quy chế", None, False, "an attached regulation alone"),
        ("Bánh mì", None, False, "no kind"),
        (None, "09/2017/NĐ-CP", False, "kind unknown"),
    ],
)
def test_which_documents_have_a_validity(kind, number, expected, reason):
    assert is_normative(kind, number) is expected, reason


def test_legal_force_runs_from_the_constitution_down():
    ranks = {kind.name: kind.rank for kind in KINDS}
    order = ["Hiến pháp", "Luật", "Pháp lệnh", "Lệnh", "Nghị định", "Quyết định", "Thông tư"]
    assert [ranks[name] for name in order] == sorted(ranks[name] for name in order)
    assert ranks["Bộ luật"] == ranks["Luật"]
    assert {ranks[name] for name in ("Chỉ thị", "Kế hoạch", "Công văn", "Báo cáo", "Tờ trình")} == {None}
