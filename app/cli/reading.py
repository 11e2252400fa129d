"""``ingest``, ``inspect`` and ``extract``: from files to what was understood of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from app.cli.output import DONE, FOUND_WRONG, print_json, print_line, read_lines, read_record, tell, ticking
from corpus.catalogue import Patience
from corpus.errors import UnreadableFileError, UsageError
from ingest.run import FileStatus, IngestReport

if TYPE_CHECKING:
    from app.relations.impact import Impact
    from corpus.settings import Home
    from ingest.workers import Readers


def ingest(args: argparse.Namespace) -> int:
    """Add or update documents and bring the index up to them."""
    from app.cli.progress import BarProgress
    from app.forms.impactform import impact_json, impact_line
    from app.serving.presence import give_way
    from app.upkeep.maintenance import ingest_and_follow

    give_way(args.home)
    missing = [path for path in args.paths if not path.exists()]
    if missing and len(missing) == len(args.paths):
        raise UsageError(f"Không thấy {', '.join(path.name for path in missing)}. Hãy kiểm tra lại tên.")
    password = _password(args.password)
    progress = BarProgress()
    with ticking("chỉ mục") as ticks, closing(progress), _readers(args, progress.say) as readers:
        report = ingest_and_follow(
            args.home,
            args.paths,
            jobs=args.jobs,
            ocr=not args.no_ocr,
            progress=progress,
            ticks=ticks,
            password=password,
            readers=readers,
            patience=Patience(args.wait, progress.say),
        )
    if args.json:
        changes = [impact_json(impact) for impact in _impacts(args.home, report)]
        print_json({"files": [asdict(f) for f in report.files], **_counts(report), "changes": changes})
    else:
        _print_report(report)
        for impact in _impacts(args.home, report):
            tell(impact_line(impact))
    return FOUND_WRONG if report.count(FileStatus.FAILED) else DONE


def _readers(args: argparse.Namespace, say: Callable[[str], None]) -> AbstractContextManager[Readers | None]:
    """Return who reads: the machines of a cluster if one is named, else nobody in particular."""
    if args.ray is None:
        if args.shared_files:
            raise UsageError("--shared-files chỉ dùng cùng --ray ĐỊA_CHỈ.")
        return nullcontext()
    from ingest.cluster.connecting import cluster_readers

    return cluster_readers(args.ray, by_path=args.shared_files, jobs=args.jobs, tell=say)


def _password(given: str | None) -> str | None:
    """Return the password of locked files; "-" asks for it, so that it stays out of the list of processes."""
    if given != "-":
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    return getpass("Mật khẩu của tệp: ", stream=sys.stderr)


_IMPACTS_OF = 500  # documents: a larger load is a first one, where everything is new


def _impacts(home: Home, report: IngestReport) -> tuple[Impact, ...]:
    """Return what the documents of a run change among the stored ones."""
    from app.relations.impact import changing
    from app.service import open_knowledge_base

    keys = [key for outcome in report.files if outcome.status is FileStatus.STORED for key in outcome.documents]
    return changing(open_knowledge_base(home), keys) if len(keys) <= _IMPACTS_OF else ()


def _counts(report: IngestReport) -> dict[str, int]:
    return {status.value: report.count(status) for status in FileStatus}


def _print_report(report: IngestReport) -> None:
    for outcome in report.files:
        if outcome.status in {FileStatus.FAILED, FileStatus.DUPLICATE} or outcome.code:
            print(f"{outcome.status.value:10} {outcome.name}: {outcome.message}")
    counts = _counts(report)
    print(
        f"Đã lưu {counts['stored']} tệp, {counts['unchanged']} tệp không đổi, {counts['duplicate']} tệp trùng, "
        f"{counts['failed']} tệp lỗi."
    )


def inspect(args: argparse.Namespace) -> int:
    """Read one file and print what was understood; store nothing."""
    from app.forms import jsonform, render
    from ingest.workers import ReadTask, read_file

    task = ReadTask(ocr=not args.no_ocr, password=_password(args.password))
    try:
        result = read_file(args.file, task)
    except UnreadableFileError as error:
        tell(f"cancu: {args.file.name}: {error}")
        return 2
    if args.json:
        print_json(jsonform.inspect_json(result))
    else:
        sys.stdout.write(render.document_text(result))
    return DONE


def extract(args: argparse.Namespace) -> int:
    """Read JSON Lines with ``text`` (and ``context``) and write what is in each."""
    run = {"citations": _citations, "obligations": _obligations, "diacritics": _diacritics}[args.what]()
    bad = 0
    for number, line in enumerate(read_lines(args.file), 1):
        if not line.strip():
            continue
        record = read_record(line, "text", optional=("context",))
        if record is None:
            tell(f"cancu: dòng {number} không phải JSON có trường 'text'; bỏ qua.")
            bad += 1
            continue
        print_line({"id": record.get("id"), **run(record["text"], record.get("context") or "")})
    return FOUND_WRONG if bad else DONE


_Run: TypeAlias = Callable[[str, str], dict[str, object]]


def _citations() -> _Run:
    from app.forms.jsonform import citation_json
    from ingest.citations import extract_citations

    return lambda text, context: {"citations": [citation_json(c) for c in extract_citations(text, context=context)]}


def _obligations() -> _Run:
    from app.forms.jsonform import obligation_json
    from ingest.obligations import extract_obligations

    return lambda text, context: {"obligations": [obligation_json(o) for o in extract_obligations(text, context=context)]}


def _diacritics() -> _Run:
    from index.understanding.marks import restorer

    restore = restorer().restore
    return lambda text, _context: {"text": restore(text)}
