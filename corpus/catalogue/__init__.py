"""The catalogue: one SQLite file that is the truth of a knowledge base.

``open_catalogue`` gives readers, ``open_writer`` the single writer. Derived indexes follow the catalogue by its generation,
a counter that every committed change raises.
"""

from corpus.catalogue.bearing import LightDocument, LightDuty, Stored
from corpus.catalogue.reader import Catalogue, open_catalogue
from corpus.catalogue.writer import CatalogueWriter, open_writer

__all__ = [
    "Catalogue",
    "CatalogueWriter",
    "LightDocument",
    "LightDuty",
    "Stored",
    "open_catalogue",
    "open_writer",
]
