"""Looking numbers up: which clauses reference each, with files of the same."""

from __future__ import annotations

from typing import Final

from app.export import REFERENCE_FORMATS
from app.web import links, views
from app.web.base import Base
from app.web.fields import read_lines
from app.web.language import say
from app.web.problems import sentence_for_errors

_REFERENCES: Final = 30  # clauses shown of one number; the file has all


def hint() -> str:
    """Return what stands here before the first look-up."""
    return views.hint_fragment(
        say("Điều khoản nào nhắc tới văn bản này?"),
        say("Ghi mỗi dòng một số hiệu hoặc một điều khoản, rồi bấm “Tìm nơi dẫn chiếu”. Kết quả tải được ra bảng."),
    )


@sentence_for_errors
def look_up(base: Base, numbers: str) -> str:
    """Return which clauses reference each of the numbers, one a line."""
    asked, left_out = read_lines(numbers)
    found = [base.references(one) for one in asked]
    files = [(form.upper(), links.export_link("dan-chieu", form, {"so": "\n".join(asked)})) for form in REFERENCE_FORMATS]
    return views.fragment(
        "lookups.html", found=found, limit=_REFERENCES, left_out=left_out, exports=files, permalink=links.look_up_link(asked)
    )
