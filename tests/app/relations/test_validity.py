"""The validity of stored documents at a date, over a small catalogue of our own."""

import datetime as dt

import pytest

from app.relations.validity import changes_on, statement_of
from corpus.catalogue import open_catalogue, open_writer
from corpus.model import Citation, Document, Effect, EffectKind, Head, Level, Provision, Source, Status
from corpus.numbers import document_key
from corpus.settings import Home

D = dt.date
K = EffectKind


def document(kind, number, date, *effects, effective=None, title=None, issuer="Chính phủ"):
    head = Head(kind, number, date, issuer, title or f"Về {number}", effective_date=effective)
    key = document_key(head)
    text = "Điều 1. Nội dung.\n" + "\n".join(quote for quote, *_ in effects)
    made = []
    for quote, effect_kind, day, target, *more in effects:
        start = text.index(quote)
        provisions, until = (*more, (), None)[:2] if more else ((), None)
        cited = (
            Citation(start, start + len(quote), quote, target[0], target[1], target[2], provisions=provisions) if target else None
        )
        made.append(Effect(effect_kind, start, start + len(quote), quote, day, target=cited, until=until))
    provision = Provision(key, "dieu-1", "Điều 1", "", "Nội dung.", 8, 17, Level.DIEU)
    source = Source(f"{key}.txt", key, 1)
    return Document(key, head, text, source, provisions=(provision,), effects=tuple(made))


OLD = ("Nghị định", "10/2015/NĐ-CP", "2015-02-01")
PART = ("Nghị định", "11/2015/NĐ-CP", "2015-03-01")
PAUSED = ("Thông tư", "12/2015/TT-BTĐ", "2015-04-01")
DOCUMENTS = (
    document("Nghị định", "10/2015/NĐ-CP", D(2015, 2, 1), effective=D(2015, 4, 1)),
    document("Nghị định", "11/2015/NĐ-CP", D(2015, 3, 1), effective=D(2015, 5, 1)),
    document("Thông tư", "12/2015/TT-BTĐ", D(2015, 4, 1), effective=D(2015, 6, 1), issuer="Bộ Thí điểm"),
    document(
        "Nghị định",
        "20/2020/NĐ-CP",
        D(2020, 1, 15),
        ("Nghị định này thay thế Nghị định số 10/2015/NĐ-CP", K.REPLACES, None, OLD),
        ("Bãi bỏ Điều 1 Nghị định số 11/2015/NĐ-CP từ ngày 01/7/2020", K.REPEALS, D(2020, 7, 1), PART, ("dieu-1",)),
        ("Ngưng hiệu lực Thông tư số 12/2015/TT-BTĐ đến hết năm 2020", K.SUSPENDS, D(2020, 7, 1), PAUSED, (), D(2020, 12, 31)),
        effective=D(2020, 3, 1),
    ),
    document("Nghị định", "30/2021/NĐ-CP", D(2021, 1, 1)),
    document("Chỉ thị", "07/CT-TTg", D(2023, 3, 21), issuer="Thủ tướng Chính phủ"),
    document("Quyết định", "407/QĐ-TTg", D(2022, 3, 30), effective=D(2022, 3, 30), issuer="Thủ tướng Chính phủ"),
    document(
        "Nghị quyết",
        "9/2010/NQ-HĐND",
        D(2010, 1, 1),
        ("Nghị quyết này có hiệu lực đến hết ngày 31/12/2012", K.ENDS, D(2012, 12, 31), None),
        effective=D(2010, 2, 1),
        issuer="Hội đồng nhân dân tỉnh Mẫu",
    ),
    # Says that it replaces a number of another day: no document here.
    document(
        "Nghị định",
        "40/2022/NĐ-CP",
        D(2022, 1, 1),
        ("thay thế Nghị định số 11/2015/NĐ-CP ngày 09/9/2015", K.REPLACES, None, ("Nghị định", "11/2015/NĐ-CP", "2015-09-09")),
        effective=D(2022, 3, 1),
    ),
    # Ends a decree that was issued a year later: a slip in the number.
    document(
        "Nghị định",
        "50/2014/NĐ-CP",
        D(2014, 1, 1),
        ("Bãi bỏ Nghị định số 10/2015/NĐ-CP", K.REPEALS, None, OLD),
        effective=D(2014, 3, 1),
    ),
)
KEYS = {d.head.number: d.key for d in DOCUMENTS}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("hieu-luc") / "kho")
    with open_writer(home) as writer:
        writer.put(DOCUMENTS, "/a")
    opened = open_catalogue(home)
    yield opened
    opened.close()


S = Status
STATUSES = [
    ("10/2015/NĐ-CP", D(2015, 3, 31), S.NOT_YET, "before its first day"),
    ("10/2015/NĐ-CP", D(2015, 4, 1), S.IN_FORCE, "on its first day"),
    ("10/2015/NĐ-CP", D(2020, 1, 20), S.IN_FORCE, "its successor is issued but not in force"),
    ("10/2015/NĐ-CP", D(2020, 2, 29), S.IN_FORCE, "its last day"),
    ("10/2015/NĐ-CP", D(2020, 3, 1), S.ENDED, "replaced when the successor takes effect"),
    ("11/2015/NĐ-CP", D(2020, 6, 30), S.IN_FORCE, "before the day that the repeal gives"),
    ("11/2015/NĐ-CP", D(2020, 7, 1), S.PARTLY_ENDED, "one article is repealed"),
    ("11/2015/NĐ-CP", D(2022, 6, 1), S.PARTLY_ENDED, "a replacement of a number of another day is none of it"),
    ("12/2015/TT-BTĐ", D(2020, 6, 30), S.IN_FORCE, "before the suspension"),
    ("12/2015/TT-BTĐ", D(2020, 7, 1), S.SUSPENDED, "its first day"),
    ("12/2015/TT-BTĐ", D(2020, 12, 31), S.SUSPENDED, "its last day"),
    ("12/2015/TT-BTĐ", D(2021, 1, 1), S.IN_FORCE, "in force again"),
    ("20/2020/NĐ-CP", D(2020, 2, 29), S.NOT_YET, "the successor itself"),
    ("20/2020/NĐ-CP", D(2030, 1, 1), S.IN_FORCE, "nobody ended it"),
    ("30/2021/NĐ-CP", D(2022, 1, 1), None, "no day of effect is known"),
    ("9/2010/NQ-HĐND", D(2012, 12, 31), S.IN_FORCE, "the last day of its own term"),
    ("9/2010/NQ-HĐND", D(2013, 1, 1), S.ENDED, "its own term is over"),
    ("07/CT-TTg", D(2024, 1, 1), None, "directives have no validity"),
    ("407/QĐ-TTg", D(2024, 1, 1), None, "nor have individual decisions"),
]


@pytest.mark.parametrize(("number", "day", "status", "reason"), STATUSES, ids=[f"{row[0]} {row[3]}" for row in STATUSES])
def test_the_status_at_a_day(catalogue, number, day, status, reason):
    assert statement_of(catalogue, KEYS[number], day).status is status, reason


def test_a_statement_names_its_reason_and_who_states_it(catalogue):
    ended = statement_of(catalogue, KEYS["10/2015/NĐ-CP"], D(2021, 1, 1))
    assert (ended.by, ended.date, ended.reason) == (KEYS["20/2020/NĐ-CP"], D(2020, 3, 1), "Đã bị thay thế.")
    stating = catalogue.document(ended.by)
    assert stating.text[ended.because.start : ended.because.end] == ended.because.quote
    own = statement_of(catalogue, KEYS["9/2010/NQ-HĐND"], D(2013, 1, 1))
    assert (own.by, own.because.quote) == (None, "Nghị quyết này có hiệu lực đến hết ngày 31/12/2012")


def test_an_unknown_document_has_no_status(catalogue):
    assert statement_of(catalogue, "khong/co", D(2024, 1, 1)).status is None


@pytest.mark.parametrize(
    ("number", "changed", "reason"),
    [
        ("10/2015/NĐ-CP", [("20/2020/NĐ-CP", K.REPLACES, D(2020, 3, 1))], "begins with its own document"),
        (
            "11/2015/NĐ-CP",
            [("20/2020/NĐ-CP", K.REPEALS, D(2020, 7, 1))],
            "begins on the day it gives; another day's number is left out",
        ),
        ("20/2020/NĐ-CP", [], "nothing changes it"),
    ],
)
def test_changes_count_only_for_the_document_they_mean(catalogue, number, changed, reason):
    head = catalogue.head(KEYS[number])
    found = [(c.by, c.effect.kind, c.date) for c in changes_on(catalogue, KEYS[number], head)]
    assert found == [(KEYS[by], kind, day) for by, kind, day in changed], reason
