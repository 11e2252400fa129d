"""Obligations: who must do what by when, read from one provision and its lead-ins."""

from ingest.obligations.extract import extract_obligations

__all__ = ["extract_obligations"]
