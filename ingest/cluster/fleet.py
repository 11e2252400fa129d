"""The machines of a Ray cluster, checked before they get work.

1. Every machine reads with the code, the data and the libraries of this one, or it gets no work: at the start that is an error which
   names it, for a machine that joins later a message.
2. Scans are read by one version of Tesseract, this machine's if the cluster has it; machines without it read everything else.
3. Machines that join get work, machines that are gone get none; ``look`` asks for both.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from corpus.errors import UsageError
from ingest.cluster.node import examine
from ingest.reading.tesseract import INSTALL
from ingest.versions import Versions, differences, versions

_LOOK: Final = 5.0  # seconds between two looks at who is there
_PATIENCE: Final = 120.0  # seconds that a machine may take to tell its versions: a first worker process starts in them
_STORE_SHARE: Final = 0.25  # of the object store of this machine for contents on their way
_GONE: Final = (
    "Không còn máy nào của cụm Ray nhận việc. Những tệp đã nạp vẫn còn trong kho; hãy bật lại máy (ray start) "
    "rồi chạy lại cùng lệnh."
)
_BLIND: Final = (
    "Không còn máy nào trong cụm Ray có Tesseract để đọc trang quét. Những tệp đã nạp và những trang đã đọc vẫn còn; hãy bật lại máy "
    "rồi chạy lại cùng lệnh."
)
_SAME: Final = "Hãy cài cùng một bản cancu và cùng bản thư viện (locks/) trên mọi máy, rồi chạy lại cùng lệnh."


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine: Ray's id of it, its address, its cores, what reads on it."""

    node: str
    address: str
    cores: int
    versions: Versions


@dataclass(frozen=True, slots=True)
class Lost:
    """What came of a job that did not end; ``begun`` unless no machine could take it."""

    begun: bool = True


class Fleet:
    """The machines of the cluster that this process is connected to. ``tell`` passes messages on to a person."""

    def __init__(self, ray: Any, tell: Callable[[str], None]) -> None:  # noqa: ANN401
        self._ray = ray
        self._tell = tell
        self._machines: dict[str, Machine] = {}
        self._refused: set[str] = set()
        self._looked = 0.0
        self._remotes: dict[Callable[..., Any], Any] = {}
        self.program = ""
        self._first_look()

    def _first_look(self) -> None:
        present = self._present()
        found = {node: self._examine(node) for node in present}
        wrong = [f"máy {present[node][0]}: {_told(theirs)}" for node, theirs in found.items() if _told(theirs)]
        if wrong:
            raise UsageError(f"Máy trong cụm Ray đọc khác máy này: {'; '.join(wrong)}. {_SAME}")
        self._machines = {node: Machine(node, *present[node], theirs) for node, theirs in found.items() if theirs}
        if not self._machines:
            raise UsageError("Cụm Ray không có máy nào nhận việc (0 lõi). Hãy chạy 'ray start --address=...' trên các máy đọc.")
        self._looked = time.monotonic()
        self.program = _program_of(m.versions.program for m in self._machines.values())
        self._tell(f"Cụm Ray: {len(self._machines)} máy, {self.cores()} lõi.")
        self._tell_who_reads_no_scans(self._machines.values())

    def _tell_who_reads_no_scans(self, machines: Iterable[Machine]) -> None:
        for machine in machines:
            program = machine.versions.program
            if program and program != self.program:
                self._tell(f"Máy {machine.address} có {program}, các máy khác có {self.program}: máy này không đọc trang quét.")
            elif not program:
                self._tell(f"Máy {machine.address} chưa có Tesseract tiếng Việt nên không đọc trang quét. Cài bằng lệnh: {INSTALL}")

    def _present(self) -> dict[str, tuple[str, int]]:
        """Return address and cores of the machines that take work, by their ids."""
        alive = [node for node in self._ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]
        return {node["NodeID"]: (node["NodeManagerAddress"], int(node["Resources"]["CPU"])) for node in alive}

    def _examine(self, node: str) -> Versions | None:
        """Return what reads on a machine; ``None`` when it cannot tell."""
        asked = self._remote(examine).options(num_cpus=0, label_selector=_one_of([node])).remote()
        try:
            found: Versions = self._ray.get(asked, timeout=_PATIENCE)
        except self._ray.exceptions.RayError:
            return None
        return found

    def look(self, *, at_once: bool = False) -> None:
        """Look who is there, at most every few seconds unless ``at_once``. Raises ``UsageError`` when nobody is."""
        if not at_once and time.monotonic() - self._looked < _LOOK:
            return
        self._looked = time.monotonic()
        present = self._present()
        self._machines = {node: machine for node, machine in self._machines.items() if node in present}
        for node in present.keys() - self._machines.keys() - self._refused:
            theirs = self._examine(node)
            if theirs is None or _told(theirs):
                self._refused.add(node)
                self._tell(f"Máy {present[node][0]} mới vào cụm nhưng không được giao việc: {_told(theirs)}. {_SAME}")
            else:
                self._machines[node] = machine = Machine(node, *present[node], theirs)
                self._tell(f"Thêm máy {machine.address}, {machine.cores} lõi.")
                self._tell_who_reads_no_scans([machine])
        if not self._machines:
            raise UsageError(_GONE)

    def _who(self, *, scans: bool) -> list[Machine]:
        """Return the machines for a job. Raises ``UsageError`` when those that recognise pages are gone."""
        every = list(self._machines.values())
        if not scans or not self.program:
            return every
        chosen = [machine for machine in every if machine.versions.program == self.program]
        if not chosen:
            raise UsageError(_BLIND)
        return chosen

    def cores(self, *, scans: bool = False) -> int:
        """Return how many jobs can be at work at a time, of those that recognise pages if ``scans``."""
        return sum(machine.cores for machine in self._who(scans=scans))

    def room_for_contents(self) -> int:
        """Return how many bytes of files may be on their way at a time."""
        here = self._ray.get_runtime_context().get_node_id()
        stores = [n["Resources"].get("object_store_memory", 0.0) for n in self._ray.nodes() if n["NodeID"] == here]
        return int(_STORE_SHARE * max(stores, default=0.0))

    def put(self, content: bytes) -> object:
        """Lay a content where every machine can fetch it; return the reference to it."""
        reference: object = self._ray.put(content)
        return reference

    def submit(self, work: Callable[..., Any], *arguments: object, scans: bool = False) -> object:
        """Have ``work`` done on one of the machines, on one that recognises pages if ``scans``; return the reference of its answer."""
        chosen = _one_of(sorted(machine.node for machine in self._who(scans=scans)))
        reference: object = self._remote(work).options(label_selector=chosen).remote(*arguments)
        return reference

    def _remote(self, work: Callable[..., Any]) -> Any:  # noqa: ANN401
        if work not in self._remotes:
            self._remotes[work] = self._ray.remote(num_cpus=1, max_retries=0)(work)
        return self._remotes[work]

    def ended(self, references: list[Any]) -> list[Any]:
        """Wait until some of the jobs have ended and return them; none when that takes long."""
        ready, waiting = self._ray.wait(references, num_returns=1, timeout=_LOOK)
        if ready and waiting:
            ready += self._ray.wait(waiting, num_returns=len(waiting), timeout=0)[0]
        return list(ready)

    def fetch(self, reference: Any) -> Any:  # noqa: ANN401
        """Return the answer of a job that has ended, or ``Lost``."""
        try:
            return self._ray.get(reference)
        except self._ray.exceptions.TaskUnschedulableError:
            return Lost(begun=False)
        except self._ray.exceptions.RayError:
            return Lost()

    def call_off(self, reference: Any) -> None:  # noqa: ANN401
        """End a job that is on its way."""
        if self._ray.is_initialized():  # else Ray would start a cluster in order to end a job in it
            self._ray.cancel(reference, force=True)


def _one_of(nodes: Iterable[str]) -> dict[str, str]:
    return {"ray.io/node-id": f"in({','.join(nodes)})"}


def _told(theirs: Versions | None) -> str:
    """Return why a machine must not read, "" when it may."""
    if theirs is None:
        return "chưa cài cancu hoặc cancu không chạy được"
    return ", ".join(differences(versions(), theirs))


def _program_of(programs: Iterable[str]) -> str:
    """Return the version of Tesseract that reads the scans; "" when no machine has one."""
    found = Counter(program for program in programs if program)
    ours = versions().program
    return ours if ours in found else max(found, key=lambda program: (found[program], program), default="")
