"""Jobs on their way through a cluster: sent, brought back, sent again when a process or a machine died under them.

1. A job that was begun and did not end, because its process was killed or its machine is gone, is sent again, ``TRIES`` times in all;
   then it is ``Lost``.
2. A job goes to machines that were checked only; one that recognises pages to those that can.
3. Left early, the jobs that are on their way are called off.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from ingest.cluster.fleet import Fleet, Lost

J = TypeVar("J")
TRIES: Final = 3
_REFUSALS: Final = 100  # times that a job may find its machine gone before it began
_PAUSE: Final = 0.2  # seconds until the cluster has noticed that a machine is gone
_AHEAD: Final = 2  # jobs on their way per core: one at work, one that is ready when it ends


@dataclass(frozen=True, slots=True)
class _Flight(Generic[J]):
    job: J
    work: Callable[..., Any]
    arguments: tuple[object, ...]
    scans: bool
    tries: int = 1
    refusals: int = 0


class Flights(Generic[J]):
    """The jobs of one run that are on their way."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._flying: dict[Any, _Flight[J]] = {}

    def __len__(self) -> int:
        return len(self._flying)

    def most(self) -> int:
        """Return how many jobs may be on their way at a time."""
        return _AHEAD * self._fleet.cores()

    def room(self, *, scans: bool = False) -> bool:
        """Whether one more job may be sent, one for machines that recognise pages if ``scans``."""
        if len(self) >= self.most():
            return False
        return not scans or sum(f.scans for f in self._flying.values()) < _AHEAD * self._fleet.cores(scans=True)

    def send(self, job: J, work: Callable[..., Any], *arguments: object, scans: bool = False) -> None:
        """Send a job: ``work`` is a function of a module, done with ``arguments`` on one of the machines."""
        self._send(_Flight(job, work, arguments, scans))

    def _send(self, flight: _Flight[J]) -> None:
        self._flying[self._fleet.submit(flight.work, *flight.arguments, scans=flight.scans)] = flight

    def landed(self) -> Iterator[tuple[J, Any]]:
        """Wait for jobs to end and yield those that did, each with its answer or ``Lost``; none when it took too long.

        Raises what a job raised that is no matter of processes and machines, and ``UsageError`` when no machine is left.
        """
        self._fleet.look()
        for reference in self._fleet.ended(list(self._flying)):
            flight = self._flying.pop(reference)
            answer = self._fleet.fetch(reference)
            again = _again(flight, answer) if isinstance(answer, Lost) else None
            if again:
                self._fleet.look(at_once=True)
                self._send(again)
            else:
                yield flight.job, answer

    def drop(self) -> None:
        """Call off what is on its way."""
        for reference in self._flying:
            with contextlib.suppress(Exception):
                self._fleet.call_off(reference)
        self._flying.clear()


def _again(flight: _Flight[J], lost: Lost) -> _Flight[J] | None:
    """Return the flight as it is sent again, ``None`` when that was done often enough."""
    if lost.begun:
        return replace(flight, tries=flight.tries + 1) if flight.tries < TRIES else None
    time.sleep(_PAUSE)
    return replace(flight, refusals=flight.refusals + 1) if flight.refusals < _REFUSALS else None
