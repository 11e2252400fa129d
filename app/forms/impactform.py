"""What a document changes, as JSON and as text for a screen."""

from __future__ import annotations

from typing import Final

from app.forms.jsonform import JsonObject, document_json, duty_json
from app.forms.referenceform import reference_json
from app.forms.render import document_line, wrapped
from app.forms.words import formal_citation, relation_words
from app.relations.impact import Impact
from corpus.model import EffectKind

_CHANGE_WORDS: Final = {
    EffectKind.REPLACES: "thay thế",
    EffectKind.REPEALS: "bãi bỏ",
    EffectKind.AMENDS: "sửa đổi",
    EffectKind.ADDS: "bổ sung",
    EffectKind.CORRECTS: "đính chính",
    EffectKind.SUSPENDS: "ngưng hiệu lực",
}


def impact_line(impact: Impact) -> str:
    """Return an impact as one line, for the end of an ingest."""
    resting = sum(len(change.resting) for change in impact.changes)
    name = formal_citation(impact.document)
    told = f"{name} làm thay đổi {len(impact.changes)} văn bản trong kho; {resting} điều khoản còn dựa vào chúng."
    return f"{told} Xem: cancu impact {impact.document.key}"


def impact_json(impact: Impact) -> JsonObject:
    """Return an impact as JSON."""
    return {
        "document": document_json(impact.document),
        "changes": [
            {
                "document": document_json(change.document),
                "change": change.effect.kind.value,
                "quote": change.effect.quote,
                "provisions": list(change.effect.target.provisions) if change.effect.target else [],
                "since": change.since.isoformat() if change.since else None,
                "resting": [reference_json(reference) for reference in change.resting],
                "duties": [duty_json(duty) for duty in change.duties],
            }
            for change in impact.changes
        ],
        "unknown": list(impact.unknown),
    }


def impact_text(impact: Impact) -> str:
    """Return an impact for the terminal."""
    lines = [wrapped(document_line(impact.document)), ""]
    if not impact.changes:
        lines.append("Không thay đổi văn bản nào đang có trong kho.")
    for change in impact.changes:
        since = f" từ ngày {change.since:%d/%m/%Y}" if change.since else ""
        lines.append(wrapped(f"Làm {_CHANGE_WORDS[change.effect.kind]}{since}: {document_line(change.document)}"))
        lines.append(wrapped(f"“{change.effect.quote}”", indent="   "))
        lines.append(f"   {len(change.resting)} điều khoản còn dựa vào văn bản này:")
        for reference in change.resting:
            place = formal_citation(reference.quote.document, reference.quote.label)
            lines.append(wrapped(f"{place} ({relation_words(reference.citation.relation)})", indent="     ", first="   - "))
        lines.append(f"   {len(change.duties)} nhiệm vụ không còn căn cứ ở văn bản này.\n")
    lines += [wrapped(f"Nêu nhưng chưa có trong kho: {quote}") for quote in impact.unknown]
    return "\n".join(lines).rstrip("\n") + "\n"
