"""The shared corpora in the shapes that the commands take. Nothing of them is part of the project."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from corpus.dates import parse_date

_TITLE_NUMBER = re.compile(r"^Điều\s+[\w.đĐ]+\.\s*")
_ARTICLE = re.compile(r"Điều\s+(\d+\w*)")
# "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội, có hiệu lực ...)": the name stands before the date.
_NAME = re.compile(r"số\s+\S+\s+(?P<name>.+?)\s+ngày\s+\d")


def articles(shared: Path) -> Iterator[dict[str, str]]:
    """Yield the articles of the codified law (``data/phapdien``) as they are stored."""
    with gzip.open(shared / "data/phapdien/articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def write_provisions(shared: Path, path: Path, limit: int | None = None) -> int:
    """Write the articles as provisions-JSONL and return their number; ``key`` is the article's own id."""
    titles: dict[str, str] = {}
    for article in articles(shared):
        found = _NAME.search(article["source"])
        if found:
            titles.setdefault(article.get("src_number") or "", found["name"])
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for article in articles(shared):
            if count == limit:
                break
            stream.write(json.dumps(_provision(article, titles), ensure_ascii=False) + "\n")
            count += 1
    return count


def _provision(article: dict[str, str], titles: dict[str, str]) -> dict[str, object]:
    number = article.get("src_number")
    date = parse_date(article.get("src_date"))
    place = _ARTICLE.search(article.get("src_article") or "")
    return {
        "document": {
            "kind": article.get("src_type"),
            "number": number,
            "date": date.isoformat() if date else None,
            "issuer": article.get("src_issuer"),
            "title": titles.get(number or ""),
        },
        "path": f"dieu-{place[1].lower().replace('đ', 'dd')}" if place else None,
        "heading": _TITLE_NUMBER.sub("", article["title"]),
        "text": article["text"],
        "key": article["id"],
    }
