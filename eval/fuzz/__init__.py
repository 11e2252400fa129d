"""Odd text thrown at everything that reads text, to find what raises, hangs or breaks a guarantee."""
