"""Who must report, send or submit to a unit: the reverse of its list of duties.

1. ``because`` names the recipient; of several recipients of one obligation the first that is the unit counts.
2. A class that says little ("cơ quan liên quan") makes nobody a recipient.
3. Only the duties shown are read whole.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.duties.binding import fitting, read_whole, speaking
from app.duties.bound import Base, Bound, addressed_to, ledger, standing
from app.duties.ordering import ordered
from app.results import DutyFilters, DutyList


def received_by(base: Base, unit: str, filters: DutyFilters, *, limit: int | None = None, offset: int = 0) -> DutyList:
    """Return the duties to report, send or submit to ``unit``, newest document first; ``because`` names the recipient."""
    from corpus.units import full_name

    match = base.register.resolve(unit, filters.as_of)
    name = full_name(base.register, match, filters.as_of) if match else unit.strip()
    with base.catalogue.snapshot():
        found = addressed_to(base, unit, filters.as_of)
        kept = standing(base, filters.as_of)[found.rows["document"]] & fitting(found.rows, filters)
        if filters.document:
            kept &= ledger(base).documents.mask([filters.document])[found.rows["document"]]
        found = _told(found.where(kept))
        if filters.topic:
            found = found.where(speaking(base, found.rows, filters.topic))
        found = ordered(base, found, filters)
        duties = read_whole(base, found.where(slice(offset, None if limit is None else offset + limit)), filters.as_of)
    message = "" if len(found) else f"Không thấy nhiệm vụ nào phải báo cáo, gửi {name}."
    return DutyList(name, message, duties, len(found), offset)


def _told(found: Bound) -> Bound:
    """Return the rows with who is to receive as the reason."""
    pairs = list(zip(found.bearer.tolist(), found.coverage.tolist(), strict=True))
    places = {pair: place for place, pair in enumerate(dict.fromkeys(pairs))}
    coverages = tuple(replace(found.coverages[how], because=f"Nơi nhận: “{found.bearers[name]}”.") for name, how in places)
    return replace(found, coverage=np.array([places[pair] for pair in pairs], np.int64), coverages=coverages)
