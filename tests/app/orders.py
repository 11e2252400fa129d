"""The orders of a list of duties, told of duties that were read whole."""

from collections.abc import Callable
from typing import Final

from app.duties.ordering import due_order, source_order
from app.results import DutyOrder
from corpus.model import Duty

KEYS: Final[dict[DutyOrder, Callable[[Duty], str]]] = {
    "deadline": lambda duty: due_order(duty.obligation.deadline, duty.quote.document.date),
    "act": lambda duty: duty.quote.text,
    "force": lambda duty: f"{duty.obligation.modality} {duty.obligation.role}",
    "reason": lambda duty: duty.because,
    "source": lambda duty: source_order(duty.quote.document.date, duty.quote.document.key, duty.quote.start),
}
