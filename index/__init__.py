"""Provisions become findable: words, vectors, lexical index, fusion, snapshots."""
