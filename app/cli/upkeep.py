"""``status``, ``verify``, ``rebuild``, ``remove``, ``train`` and ``serve``: looking after a knowledge base."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from app.cli.output import DONE, FOUND_WRONG, print_json, tell, ticking
from app.forms import jsonform, render
from app.service import open_knowledge_base
from corpus.catalogue import Patience

_JOBS = 2


def status(args: argparse.Namespace) -> int:
    """Print how much is stored and whether the index follows."""
    found = open_knowledge_base(args.home).status()
    sys.stdout.write(jsonform.json_text(jsonform.status_json(found)) if args.json else render.status_text(found))
    return DONE


def verify(args: argparse.Namespace) -> int:
    """Check everything that is stored; exit status 1 when something is wrong."""
    from app.upkeep import maintenance

    with ticking("kiểm tra") as ticks:
        found = maintenance.verify(args.home, ticks)
    if args.json:
        print_json(asdict(found))
    else:
        for finding in found.findings:
            print(f"{finding.code}: {finding.message} {finding.document}".rstrip())
        print(
            f"Đã kiểm tra {found.documents} văn bản, {found.provisions} điều khoản, {found.quotes} trích đoạn: "
            + ("không có lỗi." if not found.findings else f"{len(found.findings)} lỗi.")
        )
        if found.recall is not None:
            print(f"Tìm theo nghĩa so với quét toàn bộ: recall@10 = {found.recall:.3f}.")
    return FOUND_WRONG if found.findings else DONE


def rebuild(args: argparse.Namespace) -> int:
    """Build the index anew; a reranker alone is noted and needs no other index."""
    from app.upkeep import maintenance

    if args.reranker:
        stored = maintenance.choose_reranker(args.home, args.reranker)
        tell(f"Từ nay kết quả được xếp lại bằng {stored}." if stored else "Từ nay kết quả không được xếp lại.")
        kept = None if args.model or args.engine or args.uri else maintenance.index_in_use(args.home)
        if kept:
            tell("Chỉ mục giữ nguyên. Nếu trang web đang chạy, hãy khởi động lại “cancu serve”.")
            if args.json:
                print_json({"model": kept.model, "entries": kept.entries, "generation": kept.generation})
            return DONE
    with ticking("chỉ mục", maintenance.entries_of(args.home)) as ticks:
        info = maintenance.rebuild(args.home, model=args.model, jobs=args.jobs, ticks=ticks)
    if args.json:
        print_json({"model": info.model, "entries": info.entries, "generation": info.generation})
    else:
        print(f"Đã dựng chỉ mục {info.entries} mục bằng mô hình {info.model}{f', engine {info.where}' if info.uri else ''}.")
    return DONE


def catalogue(args: argparse.Namespace) -> int:
    """Move the catalogue to a server or back into its file."""
    from corpus.catalogue.moving import move_to_file, move_to_server

    def told(table: str, rows: int) -> None:
        tell(f"{table}: {rows} dòng")

    counts = move_to_server(args.home, args.address, told) if args.place == "server" else move_to_file(args.home, told)
    print(f"Đã chuyển {counts['documents']} văn bản. Từ nay mọi lệnh dùng kho ở nơi mới.")
    return DONE


def remove(args: argparse.Namespace) -> int:
    """Take a document out."""
    from app.upkeep import maintenance

    maintenance.remove(args.home, args.id, jobs=_JOBS, patience=Patience(args.wait, tell))
    if args.json:
        print_json({"removed": args.id})
    else:
        print(f"Đã bỏ {args.id}.")
    return DONE


def train(args: argparse.Namespace) -> int:
    """Adapt the search model to the stored documents, and say what it gained on headings it never saw."""
    from app.upkeep.maintenance import train_on

    with ticking("huấn luyện") as ticks:
        report = train_on(args.home, args.out, base=args.base, seed=args.seed, epochs=args.epochs, ticks=ticks)
    if args.json:
        print_json(asdict(report))
        return DONE
    before = f"từ {report.before:.3f} " if report.before is not None else ""
    print(f"Đã học {report.texts} điều khoản. MRR@10 trên các tiêu đề để riêng: {before}thành {report.after:.3f}.")
    if report.before is not None and report.after <= report.before:
        print("Mô hình mới không tốt hơn; nên giữ mô hình đang dùng.")
    else:
        print(f"Để dùng: cancu rebuild --model {args.out}")
    return DONE


def serve(args: argparse.Namespace) -> int:
    """Open the web page and serve until interrupted."""
    from app.upkeep import maintenance
    from app.web.server import Serving
    from app.web.server import serve as serve_web

    with ticking("chỉ mục") as ticks:
        maintenance.catch_up(args.home, jobs=_JOBS, ticks=ticks)
    tell("Đang mở trang web; nhấn Ctrl+C để dừng.")
    options = Serving(
        host=args.host,
        port=args.port,
        open_browser=args.open,
        users=args.users,
        open_to_all=args.open_to_all,
        audit=not args.no_audit,
        requests=max(args.rate, 0),
        workers=max(args.workers, 0),
    )
    serve_web(args.home, options)
    return DONE


def tools(args: argparse.Namespace) -> int:
    """Serve the tools of the Model Context Protocol over standard input and output, until the input ends."""
    from app.api.tools import make_tools
    from app.upkeep import maintenance

    base = open_knowledge_base(args.home)
    maintenance.catch_up(args.home, jobs=_JOBS)
    make_tools(base).run("stdio")
    return DONE
