"""Running the real command line inside the test's process, and small files to run it on."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from app.cli.main import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command did: its exit status, what went to stdout (bytes) and to stderr."""

    status: int
    data: bytes
    err: str

    @property
    def out(self) -> str:
        return self.data.decode()

    @property
    def json(self):
        return json.loads(self.data)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


class Terminal(io.TextIOWrapper):
    """A stream on which a person looks."""

    def isatty(self) -> bool:
        return True


def run(home: Path, *arguments: str | Path, stream: type[io.TextIOWrapper] = io.TextIOWrapper) -> Ran:
    """Run ``cancu --home HOME ARGUMENTS``."""
    out, err = (stream(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(["--home", str(home), *map(str, arguments)])
        except SystemExit as stop:
            status = int(stop.code or 0)
    out.flush()
    err.flush()
    return Ran(status, out.buffer.getvalue(), err.buffer.getvalue().decode())


DECISION = """BỘ THÍ ĐIỂM
Số: {number}/QĐ-BTĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Về việc thí điểm {topic}
Điều 1. Phạm vi
Quyết định này quy định việc thí điểm {topic}.
Điều 2. Trách nhiệm
1. Văn phòng Bộ báo cáo Bộ trưởng kết quả {topic} trước ngày 25 tháng 12 hằng năm.
2. Các đơn vị thuộc Bộ thực hiện Quyết định này.
"""


def write_decision(path: Path, number: int, topic: str) -> Path:
    """Write a small decision of our own as TXT."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DECISION.format(number=number, topic=topic), encoding="utf-8")
    return path


def write_jsonl(path: Path, *records: object) -> Path:
    """Write JSON Lines; text stands for a line as it is."""
    lines = (record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
