"""What was worked out of one generation and holds in the next: the same answers as from nothing, for less work."""

import datetime as dt

import pytest

from app.duties.bound import bound_to, ledger
from app.results import DutyFilters
from app.service import open_knowledge_base
from corpus.amendment import Amendment, Operation
from corpus.catalogue import open_writer
from corpus.model import (
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    Effect,
    EffectKind,
    Head,
    Level,
    Modality,
    Obligation,
    Provision,
    Role,
    Source,
)
from corpus.numbers import document_key
from corpus.settings import Home
from tests.work import calls_of

D = dt.date
K = EffectKind
DAY = D(2024, 1, 1)
UNITS = ("Sở Công Thương", "Sở Công Thương tỉnh Lào Cai", "Bộ Công Thương", "Bộ Tài chính", "Vụ Tổ chức cán bộ", "Tổ Mẫu")
FILTERS = (DutyFilters(), DutyFilters(as_of=DAY), DutyFilters(topic="báo cáo"), DutyFilters(due_before=D(2030, 1, 1)))


def document(kind, number, date, *duties, title=None, ends=None, repeals="", issuer="Chính phủ"):
    """Return a document with duties ``(bearers, action, recipients)``.

    It replaces what ``ends`` (kind, number, title) names, and repeals Điều 1 of what ``repeals`` names.
    """
    head = Head(kind, number, date, issuer, title or f"Về {number}", effective_date=date)
    key = document_key(head)
    text = "Điều 1.\n" + "".join(f"{', '.join(bearers)} phải {action}.\n" for bearers, action, _ in duties) + "Thay thế văn bản cũ."
    obligations = []
    for bearers, action, recipients in duties:
        start = text.index(f"{', '.join(bearers)} phải {action}")
        quote = f"{', '.join(bearers)} phải {action}"
        due = Deadline("trước ngày 25 tháng 12", DeadlineKind.RECURRING, "--12-25") if recipients else None
        told = {"action": action, "recipients": recipients, "deadline": due, "path": "dieu-1"}
        obligations.append(Obligation(start, start + len(quote), quote, Modality.MUST, bearers, Role.THUC_HIEN, **told))
    effects = ()
    if ends:
        start = text.index("Thay thế")
        cited = Citation(start, len(text), text[start:], ends[0], ends[1], None, title=ends[2])
        effects = (Effect(K.REPLACES, start, len(text), text[start:], None, target=cited),)
    provision = Provision(key, "dieu-1", "Điều 1", "", text[8:], 8, len(text), Level.DIEU)
    amendments = (Amendment("dieu-1", repeals, "dieu-1", Operation.REPEAL, 0, 7),) if repeals else ()
    said = {"obligations": tuple(obligations), "effects": effects, "amendments": amendments}
    return Document(key, head, text, Source(f"{key}.txt", key, 1), provisions=(provision,), **said)


def duty(bearer, action, *recipients):
    return (bearer,), action, recipients


BEFORE = (
    document("Nghị định", "1/2015/NĐ-CP", D(2015, 1, 1), duty("Sở Công Thương", "báo cáo kết quả", "Bộ Công Thương")),
    document("Nghị định", "2/2016/NĐ-CP", D(2016, 1, 1), duty("các bộ, cơ quan ngang bộ", "rà soát hồ sơ")),
    document(
        "Luật", "3/2017/QH14", D(2017, 1, 1), duty("Bộ Tài chính", "lập dự toán", "Chính phủ"), title="Giá", issuer="Quốc hội"
    ),
    document("Thông tư", "4/2018/TT-BCT", D(2018, 1, 1), duty("các đơn vị thuộc Bộ", "lưu hồ sơ"), issuer="Bộ Công Thương"),
    document("Nghị định", "5/2019/NĐ-CP", D(2019, 1, 1), ends=("Nghị định", "6/2014/NĐ-CP", None)),
)
REPLACING = document("Nghị định", "8/2020/NĐ-CP", D(2020, 1, 1), ends=("Nghị định", "1/2015/NĐ-CP", None))
STEPS = (
    ((document("Nghị định", "7/2020/NĐ-CP", D(2020, 1, 1), duty("Tổ Mẫu", "báo cáo", "Sở Công Thương")),), "a unit not met before"),
    ((document("Thông tư", "7/2021/TT-BCT", D(2021, 1, 1), duty("Sở Công Thương", "kiểm tra")),), "a name met before"),
    ((REPLACING,), "another document has ended"),
    ((document("Nghị định", "8/2020/NĐ-CP", D(2020, 1, 1), duty("Tổ Mẫu", "giám sát")),), "stored anew without what it ended"),
    ((document("Nghị định", "6/2014/NĐ-CP", D(2014, 1, 1), duty("Bộ Tài chính", "chi trả")),), "what was stored before ends it"),
    ((document("Nghị định", "12/2021/NĐ-CP", D(2021, 2, 1), repeals="Luật Giá"),), "a law's clause repealed, by its name and kind"),
    ((document("Nghị định", "13/2021/NĐ-CP", D(2021, 3, 1), repeals="Nghị định số 2/2016/NĐ-CP"),), "a clause by the number"),
    ((REPLACING,), "ended again"),
    (
        (document("Nghị định", "1/2015/NĐ-CP", D(2015, 9, 9), duty("Sở Công Thương", "thống kê")),),
        "two bear the number that was ended",
    ),
    (("nghi-dinh/7-2020-nd-cp/2020-01-01",), "taken out"),
    ((BEFORE[1], document("Thông tư", "1/2024/TT-BTĐ", DAY, duty("Tổ Mẫu", "trực"))), "one stored again beside a new one"),
)


def everything(base):
    """Return what the base tells of its documents and units."""
    summaries = [base.summary(one.key, day) for one in base.documents() for day in (DAY, D(2019, 6, 1), None)]
    lists = [base.duties(unit, filters) for unit in UNITS for filters in FILTERS]
    received = [base.received(unit, filters) for unit in UNITS for filters in FILTERS]
    return summaries, lists, received


def change(home, what):
    with open_writer(home) as writer:
        for one in what:
            writer.remove(one) if isinstance(one, str) else writer.put([one], one.source.name)


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "kho")
    change(made, BEFORE)
    return made


def test_1_what_is_carried_over_is_what_a_fresh_start_gives(home):
    """One base lives through every change and knows all of the generation before; each time another begins from nothing."""
    living = open_knowledge_base(home)
    told = [everything(living)]
    for what, reason in STEPS:
        change(home, what)
        fresh = open_knowledge_base(home)
        told.append(everything(living))
        assert told[-1] == everything(fresh), reason
        assert told[-1] != told[-2], f"{reason}: the step changes nothing, so it shows nothing"
        fresh.close()
    living.close()


def test_2_after_an_unrelated_document_little_is_worked_out_again(home):
    many = [document("Thông tư", f"{n}/2019/TT-BTĐ", D(2019, 1, 1), duty(f"Tổ {n}", "trực")) for n in range(100, 160)]
    change(home, many)
    base = open_knowledge_base(home)
    first = calls_of(lambda: everything(base))
    base.hold()
    change(home, [document("Thông tư", "999/2019/TT-BTĐ", D(2019, 1, 1), duty("Sở Công Thương", "trực"))])
    base.hold()
    assert calls_of(lambda: everything(base)) < first / 2
    base.close()


def test_2_the_rows_of_names_are_read_once(home, monkeypatch):
    base = open_knowledge_base(home)
    everything(base)
    base.hold()
    read = []
    change(home, [document("Thông tư", "999/2019/TT-BTĐ", D(2019, 1, 1), duty("Sở Công Thương", "trực"))])
    base.hold()
    monkeypatch.setattr(base.catalogue.bearing, "light", lambda names: read.extend(names) or iter(()))
    before = len(bound_to(base, "Tổ Mẫu", None))
    assert (before, len(bound_to(base, "Sở Công Thương", None)), read) == (0, 2, []), "the row of the new document is there"
    base.close()


def test_3_a_reader_of_the_generation_before_keeps_its_own(home):
    base = open_knowledge_base(home)
    base.hold()
    old = ledger(base)
    rows = [len(one) for one in old.borne(base.catalogue, ["Sở Công Thương"])]
    change(home, [document("Thông tư", "999/2019/TT-BTĐ", D(2019, 1, 1), duty("Sở Công Thương", "trực"))])
    base.hold()
    new = ledger(base)
    assert [len(one) for one in new.borne(base.catalogue, ["Sở Công Thương"])] == [rows[0] * 2]
    assert [len(one) for one in old.borne(base.catalogue, ["Sở Công Thương"])] == rows
    base.close()
