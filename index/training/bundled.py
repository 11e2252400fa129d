"""The command that trains the bundled model: ``python -m index.training.bundled DATA [OUT]``.

``DATA`` holds ``phapdien/articles.jsonl.gz`` (articles of Bộ pháp điển with titles, texts, sources, links) and, if present,
``land_qa/questions.json.gz`` (questions with the provisions that answer them). No question of an evaluation set is read.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from pathlib import Path
from typing import Any, Final

from index.encoding.encoders import BUNDLED, MODELS
from index.training.sampling import TrainingText
from index.training.train import train

# "Điều 36.3.LQ.1. Thanh niên": the number is the code's, not the law's.
_NUMBER: Final = re.compile(r"^Điều\s+\S+?\.\s+(?=\S)|^Điều\s+\S+\s+")
# "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội, có hiệu lực ...)"
_NAME: Final = re.compile(r"^\(?Điều\s+\S+\s+(?P<name>.*?)(?:\s+ngày\s+\d|,\s*có hiệu lực|\)\s*$)", re.DOTALL)


def heading_of(title: str) -> str:
    """Return an article's title without its number in the code."""
    return _NUMBER.sub("", title)


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Return the articles of ``phapdien/articles.jsonl.gz``."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def document_names(articles: list[dict[str, Any]]) -> dict[tuple[str | None, str | None], str]:
    """Return each document's longest name among its articles' sources, by kind and number."""
    names: dict[tuple[str | None, str | None], str] = {}
    for article in articles:
        match = _NAME.search(article["source"] or "")
        key = (article.get("src_type"), article.get("src_number"))
        if match and len(match["name"]) > len(names.get(key, "")):
            names[key] = match["name"]
    return names


def main(data: Path, out: Path) -> None:
    """Train the bundled model from ``data`` into ``out``, telling progress on stderr."""
    articles = read_articles(data / "phapdien" / "articles.jsonl.gz")
    names = document_names(articles)
    texts = [
        TrainingText(heading_of(a["title"]), a["text"], names.get((a.get("src_type"), a.get("src_number")), "")) for a in articles
    ]
    place = {article["id"]: number for number, article in enumerate(articles)}
    links = [(number, place[link[0]]) for number, a in enumerate(articles) for link in a["links"] if link[0] in place]
    questions: list[tuple[str, str]] = []
    path = data / "land_qa" / "questions.json.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            questions = [(row["query"], row["positive"]) for row in json.load(file)]
    start = time.monotonic()

    def progress(step: int, steps: int, loss: float) -> None:
        if step % 50 == 0 or step == steps:
            sys.stderr.write(f"{step}/{steps} loss {loss:.3f} {time.monotonic() - start:.0f} s\n")

    report = train(texts, out, links=links, questions=questions, epochs=14, progress=progress)
    sys.stderr.write(f"{report}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else MODELS / BUNDLED)
