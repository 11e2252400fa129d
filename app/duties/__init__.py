"""Which duties bind a unit, why, and when they fall due."""
