"""``search``, ``ask``, ``duties``, ``refs``, ``show`` and ``list``: questions to a knowledge base."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from app.cli.output import COULD_NOT_RUN, DONE, FOUND_WRONG, read_lines, read_record, tell
from app.forms import jsonform, readingform, referenceform, render
from app.results import Direction, DutyFilters, SearchFilters
from app.service import KnowledgeBase, open_knowledge_base
from corpus.dates import today
from corpus.errors import UnreadableFileError, UsageError
from corpus.model import AnswerStatus, Hit, Modality, Relation, Role


def _current(args: argparse.Namespace) -> KnowledgeBase:
    """Open the knowledge base with an index that follows it; a large gap is told, not waited for."""
    base = open_knowledge_base(args.home)
    if base.is_behind():
        from app.upkeep.maintenance import catch_up

        lacking = catch_up(args.home)
        if lacking:
            tell(f"cancu: chỉ mục còn thiếu {lacking} văn bản mới; chạy 'cancu rebuild' để tìm được cả chúng.")
    return base


def search(args: argparse.Namespace) -> int:
    """Print the provisions that a text, or each line of a batch, finds."""
    base = _current(args)
    if args.batch:
        return _search_batch(base, args)
    if not args.text:
        raise UsageError('Thiếu câu tìm. Ví dụ: cancu search "báo cáo truyền thông chính sách"')
    hits = _search(base, args.text, args)
    if args.json:
        sys.stdout.write(jsonform.json_text(jsonform.search_json(args.text, hits, _reading(base, args.text, args.keep))))
    else:
        sys.stdout.write(render.hits_text(hits))
    return DONE


def _reading(base: KnowledgeBase, text: str, keep: Sequence[str]) -> jsonform.JsonObject:
    return readingform.reading_json(base.understood(text, keep), base.addressed(text, keep))


def _search(base: KnowledgeBase, text: str, args: argparse.Namespace) -> tuple[Hit, ...]:
    from app.questions.searching import status_named

    status = status_named(args.status) if args.status else None
    filters = SearchFilters(args.kind, args.issuer, status, args.date_from, args.date_to, args.as_of)
    return base.search(text, k=args.k, filters=filters, keep=args.keep)


def _search_batch(base: KnowledgeBase, args: argparse.Namespace) -> int:
    bad = 0
    for number, line in enumerate(read_lines(str(args.batch)), 1):
        if not line.strip():
            continue
        record = read_record(line, "text")
        if record is None or "id" not in record:
            tell(f"cancu: dòng {number} không phải JSON có 'id' và 'text'; bỏ qua.")
            bad += 1
            continue
        hits = _search(base, record["text"], args)
        sys.stdout.write(jsonform.json_line(jsonform.batch_hits_json(record["id"], hits)))
    return FOUND_WRONG if bad else DONE


def ask(args: argparse.Namespace) -> int:
    """Answer a question with duties and clauses; exit status 2 when it could not look."""
    base = _current(args)
    answer = base.ask(args.question, unit=args.unit, as_of=args.as_of, k=args.k, keep=args.keep)
    if args.json:
        looked = answer.status is not AnswerStatus.UNAVAILABLE
        reading = _reading(base, args.question, args.keep) if looked else None
        sys.stdout.write(jsonform.json_text(jsonform.answer_json(answer, reading)))
    else:
        sys.stdout.write(render.answer_text(answer))
    return COULD_NOT_RUN if answer.status is AnswerStatus.UNAVAILABLE else DONE


def duties(args: argparse.Namespace) -> int:
    """Print or write everything a unit must, must not, may or should do."""
    filters = DutyFilters(
        topic=args.topic,
        due_before=args.due_before,
        as_of=args.as_of,
        modality=Modality(args.modality) if args.modality else None,
        role=Role(args.role) if args.role else None,
        document=args.document,
        undated=args.undated,
    )
    base = open_knowledge_base(args.home)
    if args.conflicts:
        return _conflicts(base, args, filters)
    listed = (
        base.received(args.unit, filters)
        if args.received
        else base.duties(args.unit, filters, limit=args.limit, offset=args.offset)
    )
    if listed.unit is None:
        raise UsageError(listed.message)
    if args.format == "table":
        _write_text(args.output, render.duties_text(listed))
    elif args.format == "json":
        _write_text(args.output, jsonform.json_text(jsonform.duty_list_json(listed, filters)))
    else:
        from app.export import export_duties

        tell(export_duties(listed, args.format, _target(args.output, args.format), base_url=args.site).message)
    return DONE


def _conflicts(base: KnowledgeBase, args: argparse.Namespace, filters: DutyFilters) -> int:
    from app.forms.conflictform import conflicts_json, conflicts_text

    if args.format not in {"table", "json"}:
        raise UsageError("--conflicts chỉ in dạng table hoặc json.")
    found = base.conflicts(args.unit, filters)
    if found.unit is None:
        raise UsageError(found.message)
    _write_text(args.output, conflicts_text(found) if args.format == "table" else jsonform.json_text(conflicts_json(found)))
    return DONE


def changes(args: argparse.Namespace) -> int:
    """Print which duties of a unit came and went between two days."""
    until = args.as_of or today()
    found = open_knowledge_base(args.home).changes(args.unit, args.since, until)
    if found.unit is None:
        raise UsageError(found.message)
    text = jsonform.json_text(jsonform.changes_json(found)) if args.json else render.changes_text(found)
    sys.stdout.write(text)
    return DONE


def _target(output: Path | None, form: str) -> Path | BinaryIO:
    """Return where a file goes. Raises ``UsageError`` for a binary format on a terminal."""
    if output is not None:
        return output
    if form != "csv" and sys.stdout.isatty():
        raise UsageError(f"Dạng {form} không đọc được trên màn hình. Hãy thêm -o TÊN_TỆP.{form}")
    return sys.stdout.buffer


def refs(args: argparse.Namespace) -> int:
    """Print which clauses reference the documents asked for."""
    base = open_knowledge_base(args.home)
    asked = [*args.numbers, *(_listed(args.from_file) if args.from_file else ())]
    if not asked:
        raise UsageError("Thiếu số hiệu. Ví dụ: cancu refs 407/QĐ-TTg, hoặc --from-file danh-sach.txt")
    relation = _relation(args.relation)
    found = [base.references(one, direction=args.direction, relation=relation, chain=args.chain) for one in asked]
    if args.format == "table":
        _write_text(args.output, render.look_ups_text(found))
    elif args.format == "json":
        _write_text(args.output, jsonform.json_text(referenceform.look_ups_json(found)))
    else:
        from app.export import export_references

        tell(export_references(found, args.format, _target(args.output, args.format)).message)
    return DONE if all(one.state == "found" for one in found) else FOUND_WRONG


def _listed(path: Path) -> Iterator[str]:
    return (line.strip() for line in read_lines(str(path)) if line.strip())


def _relation(text: str | None) -> Relation | None:
    if text is None:
        return None
    try:
        return Relation(text)
    except ValueError as error:
        raise UsageError(f"Không có quan hệ '{text}'. Chọn một trong: {', '.join(Relation)}") from error


def check(args: argparse.Namespace) -> int:
    """Check the citations of drafts, or of the stored documents; exit status 1 when something is wrong."""
    from app.drafts.checking import check_file, check_stored, check_text
    from app.drafts.findings import checked_text, worst
    from app.export import export_commented, export_findings
    from ingest.citations.findings import Severity

    if not args.files and not args.kb:
        raise UsageError("Thiếu tệp dự thảo. Ví dụ: cancu check du-thao.docx, hoặc --kb để kiểm tra chính kho.")
    if args.format == "docx" and (args.kb or len(args.files) != 1):
        raise UsageError("Dạng docx nhận đúng một tệp dự thảo mỗi lần.")
    base = open_knowledge_base(args.home)
    drafts, unread = [], 0
    for path in args.files:
        try:
            pasted = path == Path("-")
            drafts.append(check_text(base, sys.stdin.read(), args.as_of) if pasted else check_file(base, path, args.as_of))
        except UnreadableFileError as error:
            tell(f"cancu: {path.name}: {error}")
            unread += 1
    if unread == len(args.files) and not args.kb:
        return COULD_NOT_RUN
    if args.kb:
        drafts += check_stored(base, args.as_of)
    if args.format == "table":
        _write_text(args.output, checked_text(drafts))
    elif args.format == "docx":
        (path,) = args.files
        original = path.read_bytes() if path.suffix.lower() == ".docx" else None
        tell(export_commented(drafts[0], _target(args.output, args.format), original=original).message)
    else:
        tell(export_findings(drafts, args.format, _target(args.output, "csv")).message)
    return FOUND_WRONG if unread or worst(drafts) in {Severity.ERROR, Severity.WARNING} else DONE


def impact(args: argparse.Namespace) -> int:
    """Print what a stored document changes among the stored ones."""
    from app.forms.impactform import impact_json, impact_text
    from app.relations.impact import impact_of

    found = impact_of(open_knowledge_base(args.home), args.reference)
    sys.stdout.write(jsonform.json_text(impact_json(found)) if args.json else impact_text(found))
    return DONE


def relations(args: argparse.Namespace) -> int:
    """Print the documents around a document; ``--direction out`` is its table of authorities."""
    from app.forms.neighbourform import neighbourhood_json, neighbourhood_text
    from app.relations.neighbours import neighbourhood

    directions: tuple[Direction, ...] = ("out", "in") if args.direction == "both" else (args.direction,)
    around = neighbourhood(open_knowledge_base(args.home), args.reference, directions)
    sys.stdout.write(jsonform.json_text(neighbourhood_json(around)) if args.json else neighbourhood_text(around))
    return DONE


def show(args: argparse.Namespace) -> int:
    """Print a document or a provision, named by id or as people cite it."""
    from app.documents import showing
    from app.forms import consolidatedform

    base = open_knowledge_base(args.home)
    value: jsonform.JsonObject
    if args.compare:
        comparison = showing.compared(base, args.reference, *args.compare)
        value, text = consolidatedform.comparison_json(comparison), consolidatedform.comparison_text(comparison)
    elif args.consolidated or args.at:
        whole = showing.consolidated_at(base, args.reference, args.at or today())
        value, text = consolidatedform.consolidated_json(whole), consolidatedform.consolidated_text(whole)
    else:
        shown = showing.find_shown(base, args.reference)
        value, text = showing.shown_json(shown), showing.shown_text(shown)
    sys.stdout.write(jsonform.json_text(value) if args.json else text)
    return DONE


def list_documents(args: argparse.Namespace) -> int:
    """Print every stored document."""
    base = open_knowledge_base(args.home)
    documents = [found for one in base.documents() if (found := base.summary(one.key))]
    if args.json:
        sys.stdout.write(jsonform.json_text([jsonform.document_json(document) for document in documents]))
    else:
        sys.stdout.write(render.documents_text(documents))
    return DONE


def _write_text(output: Path | None, text: str) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    from app.export.output import write

    write(text.encode(), output)
    tell(f"Đã ghi {output.name}.")
