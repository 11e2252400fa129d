"""``python -m eval.load --home COPY``: many users at once on a served knowledge base, while documents are being ingested.

The server is the real one (``cancu serve``) in processes of its own; the users are coroutines in this one, so that they do not
take the server's time. Each asks, reads for a while (``--think`` seconds on average, exponentially distributed) and asks again.

The mix: 60 of 100 requests are questions (half of them from a pool of common ones, as officers ask the same things; the others
are composed anew and hit no kept answer), 20 are searches, 10 lists of a unit's duties, 10 look-ups of a number. The seed is fixed.

1. ``COPY`` is changed: the ingest stores small decisions in it, one after the other, until the users are done.
2. An answer other than 200 is an error, and so is a connection that fails.
3. Memory is the sum of the proportional shares (PSS) of the server's processes; the ingest is not part of it.
4. Exit status 1 when a target is missed: p95 of questions below 1 s, no error, memory below 2 GB.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

SLOWEST, LARGEST = 1.0, 2.0  # seconds for the 95th of 100 questions; GB
_READY: Final = 300.0  # seconds for the server to come up
_PAUSE: Final = 1.0  # seconds between two ingests
_UNITS: Final = (
    "Sở Công Thương",
    "Bộ Tài chính",
    "Ủy ban nhân dân cấp xã",
    "Sở Xây dựng",
    "Bộ Y tế",
    "Sở Giáo dục và Đào tạo",
    "Bộ Công an",
    "Ủy ban nhân dân cấp tỉnh",
    "Sở Nội vụ",
    "Bộ Nông nghiệp và Môi trường",
)
_MATTERS: Final = (
    "cấp giấy phép xây dựng",
    "phòng cháy và chữa cháy",
    "quản lý thuế",
    "an toàn thực phẩm",
    "đăng ký kinh doanh",
    "bảo vệ môi trường",
    "khám bệnh, chữa bệnh",
    "đấu thầu",
    "lưu trữ hồ sơ",
    "tiếp công dân",
    "giao thông đường bộ",
    "quản lý giá",
    "bảo hiểm xã hội",
    "đất đai",
    "xử phạt vi phạm hành chính",
    "công tác dân tộc",
    "quản lý nhà nước về báo chí",
    "hoạt động xây dựng",
    "xuất khẩu, nhập khẩu hàng hóa",
    "giáo dục nghề nghiệp",
)
_FORMS: Final = (
    "{matter} do cơ quan nào thực hiện?",
    "điều kiện {matter} là gì",
    "thời hạn giải quyết hồ sơ {matter}",
    "{unit} có trách nhiệm gì về {matter}?",
    "{unit} phải báo cáo gì về {matter}, khi nào?",
    "hồ sơ {matter} gồm những gì",
)
_COMMON: Final = (
    "Sở Công Thương phải báo cáo gì, khi nào?",
    "Ai là người phát ngôn của cơ quan hành chính nhà nước?",
    "điều kiện kinh doanh rượu là gì",
    "thủ tục cấp giấy phép xây dựng",
    "thời hạn nộp hồ sơ khai thuế giá trị gia tăng",
    "Ủy ban nhân dân cấp xã có nhiệm vụ gì về phòng cháy?",
    "mức xử phạt vi phạm giao thông đường bộ",
    "Bộ Tài chính có trách nhiệm gì trong quản lý thuế?",
)
_NUMBERS: Final = ("09/2017/NĐ-CP", "103/2016/QH13", "30/2020/NĐ-CP", "15/2012/QH13", "100/2019/NĐ-CP", "67/2014/QH13")
_DECISION: Final = """BỘ THÍ ĐIỂM
Số: {number}/QĐ-BTĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Về việc thí điểm {matter} đợt {number}
Điều 1. Phạm vi
Quyết định này quy định việc thí điểm {matter} đợt {number}.
Điều 2. Trách nhiệm
1. Văn phòng Bộ báo cáo Bộ trưởng kết quả {matter} trước ngày 25 tháng 12 hằng năm.
2. Các đơn vị thuộc Bộ thực hiện Quyết định này.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a user."""

    kind: str
    path: str
    query: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """How one request went; ``error`` is empty when it went well."""

    kind: str
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run showed. Seconds, GB.

    ``cpu`` is the processor time a request of the web process and of its readers together (with what they do when something new was
    stored), ``cpu_web`` that of the web process alone, ``cpu_ingest`` that of one ingest; ``busy`` the share of all cores that all
    of it took. ``errors`` counts requests that went wrong by what went wrong.
    """

    users: int
    think: float
    seconds: float
    workers: int
    requests: int
    errors: dict[str, int]
    p50: float
    p95: float
    slowest: float
    p95_by_kind: dict[str, float]
    cpu: float
    cpu_web: float
    cpu_ingest: float
    busy: float
    memory: float
    ingested: int
    machine_load: float

    @property
    def reached(self) -> bool:
        """Whether every target is met."""
        return not self.errors and self.requests > 0 and self.p95 < SLOWEST and self.memory < LARGEST


def compose(chance: random.Random) -> Request:
    """Return the next request of a user (see the mix above)."""
    draw = chance.random()
    unit, matter = chance.choice(_UNITS), chance.choice(_MATTERS)
    if draw < 0.3:
        return Request("ask", "ask", {"q": chance.choice(_COMMON)})
    if draw < 0.6:
        year = chance.randrange(1990, 2026)
        return Request("ask", "ask", {"q": f"{chance.choice(_FORMS).format(unit=unit, matter=matter)} (năm {year})"})
    if draw < 0.8:
        return Request("search", "search", {"q": f"{matter} {chance.choice(_MATTERS)}"})
    if draw < 0.9:
        return Request("duties", "duties", {"unit": unit, "limit": "50"})
    return Request("refs", "refs", {"number": chance.choice(_NUMBERS), "limit": "50"})


async def _user(address: str, number: int, think: float, until: float, answered: list[Answered]) -> None:
    import httpx2

    chance = random.Random(number)  # noqa: S311 - the same users in every run
    async with httpx2.AsyncClient(base_url=f"{address}/api/v1/", timeout=60) as client:
        await asyncio.sleep(chance.random() * think)
        while time.monotonic() < until:
            asked = compose(chance)
            began = time.perf_counter()
            try:
                status = (await client.get(asked.path, params=asked.query)).status_code
                error = "" if status == 200 else str(status)
            except httpx2.HTTPError as failure:
                error = type(failure).__name__
            if error:
                sys.stderr.write(f"{asked.kind} {asked.path} {asked.query}: {error}\n")
            answered.append(Answered(asked.kind, time.perf_counter() - began, error))
            await asyncio.sleep(chance.expovariate(1 / think) if think else 0)


async def _all_users(address: str, users: int, think: float, seconds: float) -> list[Answered]:
    answered: list[Answered] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(_user(address, number, think, until, answered) for number in range(users)))
    return answered


# the server and the ingest


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cancu(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "app.cli.main", "--home", str(home), *arguments]


@contextlib.contextmanager
def _server(home: Path, workers: int) -> Iterator[tuple[str, int]]:
    port = _free_port()
    command = _cancu(home, "serve", "--port", str(port), "--workers", str(workers), "--rate", "0")
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    import httpx2

    until = time.monotonic() + _READY
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{address}/health/ready", timeout=30).status_code == 200:
                for question in _COMMON:
                    httpx2.get(f"{address}/api/v1/ask", params={"q": question}, timeout=120)
                return
        time.sleep(0.5)
    sys.exit("eval.load: the server did not come up")


async def _ingest_until(done: asyncio.Event, home: Path, folder: Path) -> int:
    """Store small decisions one after the other; return how many."""
    stored = 0
    while not done.is_set():
        number = 1000 + stored
        path = folder / f"{number}.txt"
        path.write_text(_DECISION.format(number=number, matter=_MATTERS[stored % len(_MATTERS)]), encoding="utf-8")
        running = await asyncio.create_subprocess_exec(
            *_cancu(home, "ingest", str(path)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stored += await running.wait() == 0
        await asyncio.sleep(_PAUSE)
    return stored


def _family(process: int) -> list[int]:
    """Return a process and those it started."""
    found = [process]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in children.read_text().split()]
    return found


def _memory(process: int) -> float:
    """Return the proportional memory of a process and those it started, in GB."""
    total = 0
    for member in _family(process):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024**2


def _processor(process: int) -> float:
    """Return the processor time of a process, in seconds; 0 of one that has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _watch(process: int, done: asyncio.Event) -> float:
    """Return the most memory seen, in GB."""
    most = 0.0
    while not done.is_set():
        most = max(most, await asyncio.to_thread(_memory, process))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), 2)
    return most


async def _run(args: argparse.Namespace, address: str, process: int, folder: Path) -> Report:
    done = asyncio.Event()
    watching = asyncio.create_task(_watch(process, done))
    ingesting = asyncio.create_task(_ingest_until(done, args.home, folder)) if args.ingest else None
    before = _Spent.until_now(process)
    answered = await _all_users(address, args.users, args.think, args.seconds)
    spent = _Spent.until_now(process).since(before)
    done.set()
    ingested = await ingesting if ingesting else 0
    spent = replace(spent, ingests=_Spent.until_now(process).ingests - before.ingests)  # the last ends after the users
    return report_of(args, answered, spent, await watching, ingested)


@dataclass(frozen=True, slots=True)
class _Spent:
    """Processor time, in seconds: of the web process, of its readers, of ingests that have ended."""

    web: float
    readers: float
    ingests: float

    @classmethod
    def until_now(cls, process: int) -> _Spent:
        """Return what was spent until now by a server and by the ingests begun here."""
        web, *readers = (_processor(member) for member in _family(process))
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return cls(web, sum(readers), ended.ru_utime + ended.ru_stime)

    def since(self, before: _Spent) -> _Spent:
        """Return what was spent since."""
        return _Spent(self.web - before.web, self.readers - before.readers, self.ingests - before.ingests)


def report_of(args: argparse.Namespace, answered: list[Answered], spent: _Spent, memory: float, ingested: int) -> Report:
    """Return the figures of a run; the percentiles are those of questions (``ask``)."""
    kinds = sorted({one.kind for one in answered})
    asked = [one.seconds for one in answered if one.kind == "ask"]
    total = spent.web + spent.readers
    return Report(
        users=args.users,
        think=args.think,
        seconds=args.seconds,
        workers=args.workers,
        requests=len(answered),
        errors=dict(Counter(one.error for one in answered if one.error)),
        p50=round(percentile(asked, 0.5), 3),
        p95=round(percentile(asked, 0.95), 3),
        slowest=round(max(asked, default=0.0), 3),
        p95_by_kind={kind: round(percentile([a.seconds for a in answered if a.kind == kind], 0.95), 3) for kind in kinds},
        cpu=round(total / max(len(answered), 1), 4),
        cpu_web=round(spent.web / max(len(answered), 1), 4),
        cpu_ingest=round(spent.ingests / max(ingested, 1), 2),
        busy=round((total + spent.ingests) / args.seconds / (os.cpu_count() or 1), 2),
        memory=round(memory, 2),
        ingested=ingested,
        machine_load=round(os.getloadavg()[0], 1),
    )


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))] if ordered else 0.0


def main() -> int:
    """Run and print the report as JSON."""
    parser = argparse.ArgumentParser(prog="python -m eval.load", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--home", type=Path, required=True, help="a COPY of a knowledge base: the ingest changes it")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--think", type=float, default=5.0, help="seconds between an answer and the next request, on average")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2, help="reader processes of the server")
    parser.add_argument("--no-ingest", action="store_false", dest="ingest")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _server(args.home, args.workers) as (address, process):
        report = asyncio.run(_run(args, address, process, Path(folder)))
    sys.stdout.write(json.dumps(asdict(report), indent=1) + "\n")
    return 0 if report.reached else 1


if __name__ == "__main__":
    sys.exit(main())
