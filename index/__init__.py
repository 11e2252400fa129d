"""Provisions become findable: words, vectors, lexical index, ranking, snapshots."""
