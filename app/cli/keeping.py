"""``backup`` and ``restore``: a knowledge base in one file and back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from app.cli.output import DONE, print_json, tell
from app.upkeep import backup as archives


def backup(args: argparse.Namespace) -> int:
    """Write a backup; the knowledge base may be in use meanwhile."""
    made = archives.backup(args.home, args.file, index=not args.no_index)
    if args.json:
        print_json(asdict(made))
    else:
        print(f"Đã sao lưu {made.documents} văn bản vào {args.file.name} ({_megabytes(made.size)}), đã đọc lại và khớp.")
    if made.search_server:
        tell("Dữ liệu trên máy chủ tìm kiếm không kèm theo; khôi phục xong sẽ dựng lại bằng 'cancu rebuild'.")
    return DONE


def restore(args: argparse.Namespace) -> int:
    """Put a backup in place of the home."""
    made = archives.restore(args.home, args.file, replace=args.replace)
    if args.json:
        print_json(asdict(made))
    else:
        print(f"Đã khôi phục {made.documents} văn bản.")
    for line in _to_do(made):
        tell(line)
    return DONE


def _to_do(made: archives.BackedUp) -> Iterator[str]:
    """Yield what is left to be done after a restore."""
    if made.on_server:
        yield "Kho này trước ở máy chủ PostgreSQL, nay ở trong thư mục này. Để chuyển lên máy chủ: cancu catalogue server ĐỊA_CHỈ"
    if made.search_server:
        yield (
            f"Kho này tìm bằng máy chủ Milvus {made.search_server}; bản sao lưu không kèm dữ liệu của máy chủ. Để dựng lại trên máy chủ "
            "đó, dưới tên riêng của kho này: cancu rebuild. Để tìm ngay trên máy này: cancu rebuild --engine local"
        )
    elif not made.index:
        yield "Bản sao lưu không kèm chỉ mục. Hãy chạy: cancu rebuild"
    if made.reranker:
        yield f"Kết quả được xếp lại bằng mô hình {made.reranker}. Nếu máy này không có: cancu rebuild --reranker none"
    yield "Nếu 'cancu serve' đang chạy, hãy khởi động lại nó."


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
