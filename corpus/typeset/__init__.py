"""The bundled documents are typeset here, from the readable sources in ``corpus/sources``, never edited as PDF.

``manuscript`` reads a source, ``layout`` sets it on A4 pages in the form of Nghị định 30/2020/NĐ-CP, ``forms`` makes the two
hard forms (number stamped by signature widgets, scanned page), ``__main__`` writes ``corpus/documents`` and its manifest.
Run by who changes a source: ``python -m corpus.typeset``. Nothing at run time needs this package.
"""
