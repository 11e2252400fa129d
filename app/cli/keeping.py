"""``backup`` and ``restore``: a knowledge base in one file and back."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.output import print_json, tell
from app.upkeep import backup as archives

_DONE = 0


def backup(args: argparse.Namespace) -> int:
    """Write a backup; the knowledge base may be in use meanwhile."""
    made = archives.backup(args.home, args.file, index=not args.no_index)
    if args.json:
        print_json(asdict(made))
    else:
        print(f"Đã sao lưu {made.documents} văn bản vào {args.file.name} ({_megabytes(made.size)}), đã đọc lại và khớp.")
    return _DONE


def restore(args: argparse.Namespace) -> int:
    """Put a backup in place of the home."""
    made = archives.restore(args.home, args.file, replace=args.replace)
    if args.json:
        print_json(asdict(made))
    else:
        print(f"Đã khôi phục {made.documents} văn bản.")
    if not made.index:
        tell("Bản sao lưu không kèm chỉ mục. Hãy chạy: cancu rebuild")
    tell("Nếu 'cancu serve' đang chạy, hãy khởi động lại nó.")
    return _DONE


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
