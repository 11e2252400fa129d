from __future__ import annotations

import io

import openpyxl
import pytest
from fastapi.testclient import TestClient

FILES = [
    (
        "/xuat/nhiem-vu.csv?don-vi=Sở Công Thương",
        "text/csv; charset=utf-8",
        "báo cáo Bộ trưởng".encode(),
        "CSV",
    ),
    ("/xuat/nhiem-vu.ics?don-vi=Sở Công Thương", "text/calendar; charset=utf-8", b"BEGIN:VEVENT", "calendar"),
    ("/xuat/nhiem-vu.docx?don-vi=Sở Công Thương", None, b"PK", "DOCX"),
    ("/xuat/dan-chieu.csv?so=01/2023/NĐ-CP", "text/csv; charset=utf-8", b"15/KH-BVD", "references as CSV"),
    ("/xuat/dan-chieu.xlsx?so=01/2023/NĐ-CP", None, b"PK", "references as XLSX"),
]


@pytest.mark.parametrize(("address", "media", "inside", "reason"), FILES, ids=[row[3] for row in FILES])
def test_files(client: TestClient, address: str, media: str | None, inside: bytes, reason: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, inside in answer.content) == (200, True), reason
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    if media:
        assert answer.headers["content-type"] == media


def test_links_in_a_file_lead_back_to_this_site(client: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/xuat/nhiem-vu.xlsx?don-vi=Sở Công Thương").content))
    links = {cell.hyperlink.target for row in book.worksheets[0] for cell in row if cell.hyperlink}
    assert links == {
        "http://testserver/vb/ke-hoach/15-kh-bvd/2024-02-01/muc-ii/khoan-1",
        "http://testserver/vb/ke-hoach/15-kh-bvd/2024-02-01/muc-ii/khoan-2",
    }


REFUSED = [
    ("/xuat/nhiem-vu.exe?don-vi=Sở A", 404, "a form that is not made"),
    ("/xuat/nhiem-vu.csv", 400, "no unit"),
    ("/xuat/nhiem-vu.csv?don-vi=A&ngay=mai", 400, "a bad date"),
    ("/xuat/dan-chieu.ics?so=1", 404, "no calendar of references"),
    ("/xuat/dan-chieu.csv", 400, "no number"),
]


@pytest.mark.parametrize(("address", "status", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_refused(client: TestClient, address: str, status: int, reason: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), reason
