"""Units: the register of bodies, the parser from words to a unit, the unit of a question, and who is bound by whom."""

from corpus.units.coverage import Coverage, covers
from corpus.units.entries import UnitMatch
from corpus.units.keys import bearer_keys, mark_of, unit_keys
from corpus.units.questions import find_unit
from corpus.units.register import Register, full_name, load_register, register_of

__all__ = [
    "Coverage",
    "Register",
    "UnitMatch",
    "bearer_keys",
    "covers",
    "find_unit",
    "full_name",
    "load_register",
    "mark_of",
    "register_of",
    "unit_keys",
]
