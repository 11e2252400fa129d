"""Duties that two documents give differently, as JSON and as text for a screen."""

from __future__ import annotations

from app.forms.jsonform import JsonObject, duty_json
from app.forms.words import formal_citation
from app.results import ConflictList

_DIFFERS = {"deadline": "KHÁC THỜI HẠN", "modality": "KHÁC TÍNH CHẤT", "recipients": "KHÁC NƠI NHẬN"}


def conflicts_json(found: ConflictList) -> JsonObject:
    """Return the conflicts of a unit's duties (``duties --conflicts --format json``)."""
    return {
        "unit": found.unit,
        "message": found.message,
        "total": len(found.conflicts),
        "conflicts": [
            {"differs": one.differs, "because": one.because, "first": duty_json(one.first), "second": duty_json(one.second)}
            for one in found.conflicts
        ],
    }


def conflicts_text(found: ConflictList) -> str:
    """Return the conflicts with both wordings (``duties --conflicts``)."""
    if not found.conflicts:
        return f"{found.message}\n"
    lines = [f"{found.unit}: {len(found.conflicts)} cặp nhiệm vụ mà hai văn bản giao khác nhau", ""]
    for number, one in enumerate(found.conflicts, 1):
        lines.append(f"{number}. {_DIFFERS[one.differs]}: {one.because}")
        for duty in (one.first, one.second):
            lines.append(f"   - “{duty.quote.text}”")
            lines.append(f"     ({formal_citation(duty.quote.document, duty.quote.label)})")
        lines.append("")
    lines.append("Chương trình chỉ nêu chỗ khác nhau; quy định nào được áp dụng cần đối chiếu hiệu lực và thứ bậc văn bản.")
    return "\n".join(lines) + "\n"
