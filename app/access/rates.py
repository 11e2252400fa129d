"""How often: requests per person, failed logins per name and address.

1. Who asks more than ``requests`` a minute waits; another person does not notice.
2. After ``_FAILURES`` wrong passwords for one name from one address, or ``_FROM_ONE`` from one address for any names, logging in
   from there waits until the window has passed, even with the right password; other addresses are not locked out by it.
"""

from __future__ import annotations

import time
from typing import Final

REQUESTS: Final = 600  # a minute and person; an officer makes some 20, a page with pictures 30 at once
_FAILURES: Final = "5/15 minutes"
_FROM_ONE: Final = "30/15 minutes"


class Rates:
    """Counts in memory, over moving windows; safe to use from several threads."""

    def __init__(self, requests: int = REQUESTS) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._requests = parse(f"{requests}/minute") if requests else None
        self._failures, self._from_one = parse(_FAILURES), parse(_FROM_ONE)

    def wait_for_request(self, who: str) -> int:
        """Count one request; return 0, or the seconds to wait when there were too many."""
        if self._requests is None or self._limiter.hit(self._requests, "request", who):
            return 0
        return _seconds(self._limiter.get_window_stats(self._requests, "request", who).reset_time)

    def wait_for_login(self, name: str, address: str) -> int:
        """Return 0, or the seconds to wait before logging in may be tried again."""
        waits = [
            _seconds(self._limiter.get_window_stats(limit, *what).reset_time)
            for limit, what in ((self._failures, ("name", name, address)), (self._from_one, ("address", address)))
            if not self._limiter.test(limit, *what)
        ]
        return max(waits, default=0)

    def failed_login(self, name: str, address: str) -> None:
        """Count a wrong password."""
        self._limiter.hit(self._failures, "name", name, address)
        self._limiter.hit(self._from_one, "address", address)

    def forget_failures(self, name: str, address: str) -> None:
        """Start counting anew after a right password."""
        self._limiter.clear(self._failures, "name", name, address)


def _seconds(reset: float) -> int:
    return max(1, round(reset - time.time()))
