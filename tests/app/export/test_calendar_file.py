"""Calendars read back with icalendar: (deadline, start, rule, reminder)."""

import datetime as dt
import io

import icalendar
import pytest

from app.export import Exported, export_duties
from app.results import DutyList
from corpus.model import Deadline, DeadlineKind
from tests.app.samples import NOW, QUARTERLY, SINGLE, WORKING, YEARLY, duties, duty


def export(listed: DutyList, now: dt.datetime = NOW, base_url: str = "") -> tuple[Exported, bytes]:
    out = io.BytesIO()
    return export_duties(listed, "ics", out, now=now, base_url=base_url), out.getvalue()


def events(listed: DutyList, **options) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(export(listed, **options)[1]).walk("VEVENT"))


def recurring(value: str) -> Deadline:
    return Deadline("định kỳ", DeadlineKind.RECURRING, value)


ROWS = [
    (SINGLE, dt.date(2026, 6, 30), None, -7, "a single day"),
    (YEARLY, dt.date(2026, 12, 25), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", -7, "a day of the year"),
    (recurring("---15"), dt.date(2026, 5, 15), "FREQ=MONTHLY;BYMONTHDAY=15", -7, "a day of the month"),
    (
        recurring("---31"),
        dt.date(2026, 5, 31),
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        -7,
        "the last day of short months",
    ),
    (QUARTERLY, dt.date(2026, 6, 30), "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", -7, "the end of a quarter"),
    (recurring("weekly"), dt.date(2026, 5, 8), "FREQ=WEEKLY;BYDAY=FR", -1, "the end of a week, a reminder the day before"),
    (recurring("daily"), dt.date(2026, 5, 4), "FREQ=DAILY", None, "no reminder every day"),
    (recurring("R/P3Y"), dt.date(2029, 2, 9), "FREQ=YEARLY;INTERVAL=3", -7, "every three years from the document's date"),
]


@pytest.mark.parametrize(("deadline", "start", "rule", "reminder", "reason"), ROWS, ids=[row[4] for row in ROWS])
def test_1_and_2_events(deadline, start, rule, reminder, reason):
    (event,) = events(duties(duty(deadline=deadline)))
    assert event["dtstart"].dt == start, reason
    assert event["dtend"].dt == start + dt.timedelta(days=1)
    assert (sorted(event["rrule"].to_ical().decode().split(";")) if "rrule" in event else None) == (
        sorted(rule.split(";")) if rule else None
    )
    alarms = [alarm["trigger"].dt.days for alarm in event.walk("VALARM")]
    assert alarms == ([reminder] if reminder else []), reason


def test_1_one_event_for_each_rhythm():
    assert [e["dtstart"].dt for e in events(duties(duty(deadline=recurring("half-yearly,yearly"))))] == [
        dt.date(2026, 6, 30),
        dt.date(2026, 12, 31),
    ]


def test_3_the_description_is_the_clause_with_its_citation():
    (event,) = events(duties(duty("báo cáo; gửi, " + "đường " * 40, QUARTERLY, certain=False)), base_url="https://kho.example")
    assert str(event["description"]) == "\n".join(
        (
            f"“báo cáo; gửi, {('đường ' * 40).strip()}”",
            "Căn cứ: điểm đ khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ, trang 3 (Còn hiệu lực)",
            "Thời hạn: hằng quý",
            "Vai trò: chủ trì",
            "Phối hợp với: Sở Xây dựng; Sở Tài chính",
            "Nơi nhận báo cáo: Bộ Công Thương",
            "Áp dụng vì: thuộc lớp “Sở Công Thương”",
            "Chưa chắc chắn: cần đối chiếu nguyên văn.",
            "Văn bản chỉ nêu kỳ, không nêu ngày: lịch lấy ngày cuối kỳ.",
        )
    )
    assert len(str(event["summary"])) <= 100
    assert str(event["summary"]).startswith("báo cáo; gửi, đường")
    assert str(event["url"]) == "https://kho.example/vb/nghi-dinh/12-2020-nd-cp/2020-02-09/dieu-5/khoan-2/diem-dd"


def test_3_words_cannot_make_properties_of_their_own():
    (event,) = events(duties(duty("x\r\nATTACH:http://a.example\nEND:VEVENT", SINGLE)))
    assert "attach" not in event
    assert str(event["summary"]) == "x ATTACH:http://a.example END:VEVENT"


def test_4_uids_are_stable_and_distinct():
    listed = duties(duty(deadline=YEARLY), duty(deadline=SINGLE), duty(deadline=SINGLE), duty("khác", SINGLE))
    first = [str(event["uid"]) for event in events(listed)]
    later = [str(event["uid"]) for event in events(listed, now=NOW + dt.timedelta(days=400))]
    assert first == later
    assert len(set(first)) == 4
    assert first[2] == first[1].replace("@", "-2@")


def test_5_duties_without_a_day_are_counted():
    event = Deadline("khi có yêu cầu", DeadlineKind.EVENT, "khi có yêu cầu")
    done, data = export(duties(duty(deadline=SINGLE), duty(deadline=WORKING), duty(deadline=event), duty()))
    assert done == Exported(
        1, 3, "Đã ghi 1 sự kiện. 3 nhiệm vụ không có ngày cụ thể không đưa vào lịch; xem chúng bằng --format xlsx."
    )
    assert data.count(b"BEGIN:VEVENT") == 1


def test_an_empty_calendar_is_a_calendar():
    done, data = export(duties())
    calendar = icalendar.Calendar.from_ical(data)
    assert (done.written, done.left_out, list(calendar.walk("VEVENT"))) == (0, 0, [])
    assert str(calendar["x-wr-calname"]) == "Nhiệm vụ của Sở Công Thương tỉnh Mẫu"
