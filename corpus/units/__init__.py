"""Units: the register of bodies, the parser from words to a unit, the unit of a question, and who is bound by whom."""

from corpus.units.coverage import Coverage, covers, may_cover
from corpus.units.entries import UnitMatch
from corpus.units.questions import find_unit
from corpus.units.register import Register, load_register

__all__ = ["Coverage", "Register", "UnitMatch", "covers", "find_unit", "load_register", "may_cover"]
