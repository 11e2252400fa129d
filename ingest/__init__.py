"""A file becomes a Document: read, lines, head, outline, provisions, citations, obligations."""
