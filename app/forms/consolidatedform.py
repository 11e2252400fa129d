"""Consolidated texts and comparisons as JSON and as plain text for a terminal.

1. The unofficial mark stands above every text and in every JSON.
2. Words of a difference that are gone stand in [-...-], new ones in {+...+}.
"""

from __future__ import annotations

from typing import Final

from app.forms.jsonform import JsonObject, document_json, notice_json
from app.forms.render import WIDTH, wrapped
from app.forms.words import OPERATION_WORDS, formal_citation
from app.relations.consolidated import ClauseDifference, ClauseSource, Comparison, Consolidated, ConsolidatedClause, Piece, State
from corpus.dates import print_date

_INDENT: Final = "   "
STATE_WORDS: Final[dict[State, str]] = {
    "base": "",
    "replaced": "đã sửa đổi",
    "inserted": "được bổ sung",
    "repealed": "đã bãi bỏ",
    "rephrased": "đã thay cụm từ",
}
KIND_WORDS: Final = {"added": "thêm", "removed": "bỏ", "changed": "sửa"}


def source_words(source: ClauseSource) -> str:
    """Return a source in words ("sửa đổi bởi khoản 1 Điều 1 Nghị định số ... từ ngày 01/7/2024")."""
    if source.operation is None:
        return source.citation
    since = f" từ ngày {print_date(source.since)}" if source.since else ""
    return f"{OPERATION_WORDS[source.operation]} bởi {source.citation}{since}"


# JSON ------------------------------------------------------------------------------------------------------------------


def source_json(source: ClauseSource) -> JsonObject:
    """Return where words come from."""
    return {
        "document": document_json(source.document),
        "path": source.path,
        "label": source.label,
        "operation": source.operation.value if source.operation else None,
        "since": source.since.isoformat() if source.since else None,
        "citation": source.citation,
    }


def clause_json(clause: ConsolidatedClause) -> JsonObject:
    """Return one clause of a consolidated text."""
    return {
        "path": clause.path,
        "label": clause.label,
        "level": clause.level.value,
        "marker": clause.marker,
        "heading": clause.heading,
        "text": clause.text,
        "state": clause.state,
        "sources": [source_json(source) for source in clause.sources],
    }


def consolidated_json(text: Consolidated) -> JsonObject:
    """Return a consolidated text (``show --consolidated --json``)."""
    return {
        "document": document_json(text.document),
        "at": text.at.isoformat(),
        "official": False,
        "note": text.note,
        "amending": [document_json(document) for document in text.amending],
        "clauses": [clause_json(clause) for clause in text.clauses],
        "warnings": [notice_json(notice) for notice in text.notices],
    }


def difference_json(one: ClauseDifference) -> JsonObject:
    """Return a clause that differs."""
    return {
        "path": one.path,
        "label": one.label,
        "kind": one.kind,
        "before": clause_json(one.before) if one.before else None,
        "after": clause_json(one.after) if one.after else None,
        "pieces": [{"kind": piece.kind, "text": piece.text} for piece in one.pieces],
        "sources": [source_json(source) for source in one.sources],
    }


def comparison_json(comparison: Comparison) -> JsonObject:
    """Return what differs between two dates (``show --compare --json``)."""
    return {
        "document": document_json(comparison.document),
        "before": comparison.before.isoformat(),
        "after": comparison.after.isoformat(),
        "official": False,
        "note": comparison.note,
        "unchanged": comparison.unchanged,
        "differences": [difference_json(one) for one in comparison.differences],
        "warnings": [notice_json(notice) for notice in comparison.notices],
    }


# Plain text ------------------------------------------------------------------------------------------------------------


def consolidated_text(text: Consolidated, width: int = WIDTH) -> str:
    """Return a consolidated text for the terminal: each clause with its words and, where it was changed, by what."""
    parts = [wrapped(f"{formal_citation(text.document)} tại ngày {print_date(text.at)}", width), wrapped(text.note, width)]
    parts += [_clause_text(clause, width) for clause in text.clauses]
    parts += [wrapped(notice.message, width, _INDENT, "! ") for notice in text.notices]
    return "\n".join(parts) + "\n"


def _clause_text(clause: ConsolidatedClause, width: int) -> str:
    depth = "  " * clause.path.count("/")
    state = f" [{STATE_WORDS[clause.state]}]" if STATE_WORDS[clause.state] else ""
    head = f"{clause.label}{state}{'. ' + clause.heading if clause.heading else ''}"
    lines = [wrapped(head, width, depth, depth)]
    lines += [wrapped(line, width, f"{depth}  ") for line in clause.text.split("\n") if line.strip()]
    changes = (source for source in clause.sources if source.operation is not None)
    lines += [wrapped(source_words(source), width, f"{depth}    ", f"{depth}  ← ") for source in changes]
    return "\n".join(lines)


def comparison_text(comparison: Comparison, width: int = WIDTH) -> str:
    """Return what differs between two dates for the terminal."""
    days = f"giữa ngày {print_date(comparison.before)} và ngày {print_date(comparison.after)}"
    counted = f"{len(comparison.differences)} điều khoản khác, {comparison.unchanged} điều khoản giữ nguyên {days}."
    parts = [wrapped(f"{formal_citation(comparison.document)}: {counted}", width), wrapped(comparison.note, width)]
    for one in comparison.differences:
        lines = [f"{one.label} [{KIND_WORDS[one.kind]}]", wrapped("".join(map(_marked, one.pieces)), width, _INDENT)]
        lines += [wrapped(source_words(source), width, _INDENT * 2, f"{_INDENT}← ") for source in one.sources]
        parts.append("\n".join(lines))
    parts += [wrapped(notice.message, width, _INDENT, "! ") for notice in comparison.notices]
    return "\n\n".join(parts) + "\n"


def _marked(piece: Piece) -> str:
    words = piece.text.strip()
    opened, closed = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}[piece.kind]
    return f" {opened}{words}{closed}"
