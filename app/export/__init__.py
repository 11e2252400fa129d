"""Lists of duties and references as files for the office: CSV, XLSX, DOCX, ICS.

One module for each format; its library is loaded when the format is asked for. The same input at the same ``now`` gives the same
bytes, so that two exports can be compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from app.export.output import Target, utc, write
from app.export.rows import DUTY_COLUMNS, REFERENCE_COLUMNS, Cell, duty_rows, reference_rows
from app.forms.words import STATE_WORDS
from app.results import DutyList, LookedUp

if TYPE_CHECKING:
    from app.drafts.findings import CheckedDraft

DutyFormat = Literal["csv", "xlsx", "docx", "ics"]
ReferenceFormat = Literal["csv", "xlsx"]
FindingFormat = Literal["json", "sarif"]
DUTY_FORMATS: Final[tuple[DutyFormat, ...]] = get_args(DutyFormat)
REFERENCE_FORMATS: Final[tuple[ReferenceFormat, ...]] = get_args(ReferenceFormat)

__all__ = [
    "DUTY_FORMATS",
    "REFERENCE_FORMATS",
    "DutyFormat",
    "Exported",
    "FindingFormat",
    "ReferenceFormat",
    "Target",
    "export_commented",
    "export_duties",
    "export_findings",
    "export_references",
]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows or events, duties left out (calendars take dated ones only), and a message for people."""

    written: int
    left_out: int = 0
    message: str = ""


def export_duties(
    listed: DutyList, file_format: DutyFormat, out: Target, *, now: dt.datetime | None = None, base_url: str = ""
) -> Exported:
    """Write a unit's duties to ``out`` (a path or a binary stream).

    ``base_url`` is the address of the web page that links lead to. Raises ``UsageError`` when the file cannot be written.
    """
    moment = utc(now)
    if file_format == "ics":
        return _export_calendar(listed, out, moment, base_url)
    if file_format == "docx":
        from app.export.annex import annex_bytes

        write(annex_bytes(listed, moment), out)
    else:
        write(_duty_table(listed, file_format, moment, base_url), out)
    count = len(listed.duties)
    return Exported(count, message=f"Đã ghi {count} nhiệm vụ." if count else "Không có nhiệm vụ nào; tệp chỉ có tiêu đề.")


def _export_calendar(listed: DutyList, out: Target, now: dt.datetime, base_url: str) -> Exported:
    from app.export.calendar_file import calendar_of

    made = calendar_of(listed, now, base_url)
    write(made.data, out)
    note = (
        f" {made.left_out} nhiệm vụ không có ngày cụ thể không đưa vào lịch; xem chúng bằng --format xlsx." if made.left_out else ""
    )
    return Exported(made.events, made.left_out, f"Đã ghi {made.events} sự kiện.{note}")


def _duty_table(listed: DutyList, file_format: DutyFormat, now: dt.datetime, base_url: str) -> bytes:
    rows = duty_rows(listed.duties, base_url, now.date())
    if file_format == "csv":
        from app.export.separated import csv_bytes

        return csv_bytes(DUTY_COLUMNS, rows)
    from app.export.sheets import xlsx_bytes

    facts = (
        ("Đơn vị", listed.unit or "không nhận ra đơn vị"),
        ("Số nhiệm vụ", len(rows)),
        ("Ngày xuất", now.date()),
        ("Ghi chú", listed.message or None),
    )
    return xlsx_bytes("Nhiệm vụ", DUTY_COLUMNS, rows, facts, link_column=2, now=now)


def export_references(
    found: Sequence[LookedUp], file_format: ReferenceFormat, out: Target, *, now: dt.datetime | None = None, base_url: str = ""
) -> Exported:
    """Write the references of one or many numbers to ``out``; a number without any has a row that says so.

    Raises ``UsageError`` when the file cannot be written.
    """
    rows = reference_rows(found, base_url)
    total = sum(len(one.references) for one in found)
    if file_format == "csv":
        from app.export.separated import csv_bytes

        write(csv_bytes(REFERENCE_COLUMNS, rows), out)
    else:
        from app.export.sheets import xlsx_bytes

        facts: list[tuple[str, Cell]] = [*_look_up_facts(found), ("Số lượt dẫn chiếu", total), ("Ngày xuất", utc(now).date())]
        data = xlsx_bytes("Dẫn chiếu", REFERENCE_COLUMNS, rows, facts, link_column=6, now=utc(now))
        write(data, out)
    return Exported(len(rows), message=f"Đã ghi {total} lượt dẫn chiếu của {len(found)} số hiệu.")


def _look_up_facts(found: Sequence[LookedUp]) -> tuple[tuple[str, int], ...]:
    states = [one.state for one in found]
    counts = tuple((words.capitalize(), states.count(state)) for state, words in STATE_WORDS.items())
    return (("Số hiệu đã tra", len(states)), *counts)


def export_findings(drafts: Sequence[CheckedDraft], file_format: FindingFormat, out: Target) -> Exported:
    """Write what a check found as JSON or SARIF.

    Raises ``UsageError`` when the file cannot be written.
    """
    if file_format == "sarif":
        from app.export.sarif import sarif_bytes

        write(sarif_bytes(drafts), out)
    else:
        from app.drafts.findings import checked_json
        from app.forms.jsonform import json_text

        write(json_text([checked_json(draft) for draft in drafts]).encode(), out)
    count = sum(len(draft.findings) for draft in drafts)
    return Exported(count, message=f"Đã ghi {count} nhận xét về {len(drafts)} tệp.")


def export_commented(
    draft: CheckedDraft, out: Target, *, original: bytes | None = None, now: dt.datetime | None = None
) -> Exported:
    """Write a DOCX copy of a draft with a comment at every spot; ``original`` is the draft's own DOCX if it is one.

    Raises ``UsageError`` when the file cannot be written.
    """
    from app.export.commented import commented_bytes

    write(commented_bytes(draft, original, utc(now)), out)
    return Exported(len(draft.findings), message=f"Đã ghi bản sao có {len(draft.findings)} nhận xét.")
