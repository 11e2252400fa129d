"""Training of the judge of duties (``ingest/obligations/judge.py``): a large encoder learns from labels, a small network from it."""
