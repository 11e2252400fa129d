"""The catalogue: the tables that are the truth of a knowledge base, in one SQLite file or on a PostgreSQL server.

``open_catalogue`` gives readers, ``open_writer`` the single writer. Derived indexes follow the catalogue by its generation,
a counter that every committed change raises.
"""

from corpus.catalogue.bearing import LightDocument, LightDuty, Stored, Words
from corpus.catalogue.opening import has_catalogue
from corpus.catalogue.reader import Catalogue, open_catalogue
from corpus.catalogue.turns import AT_ONCE, Patience
from corpus.catalogue.writer import CatalogueWriter, open_writer

__all__ = [
    "AT_ONCE",
    "Catalogue",
    "CatalogueWriter",
    "LightDocument",
    "LightDuty",
    "Patience",
    "Stored",
    "Words",
    "has_catalogue",
    "open_catalogue",
    "open_writer",
]
