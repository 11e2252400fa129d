"""The closed sets of the model: enums whose values are the words of the contract and of the catalogue."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Evidence(StrEnum):
    """Where a field of a document's head was read."""

    TEXT = "text"
    STAMP = "stamp"
    OCR = "ocr"
    SIGNATURE = "signature"
    IMPORT = "import"
    PERSON = "person"


class PdfKind(StrEnum):
    """How the pages of a source file carry their text (vocabulary of the gold guide; ``NOT_PDF`` for other files)."""

    TEXT = "text"
    SCAN = "scan"
    STAMPED = "text+stamped-number"
    SCAN_OCR = "scan+ocr-layer"
    NOT_PDF = "not-pdf"


class PageVerdict(StrEnum):
    """What a page's text layer is worth."""

    GOOD = "good"
    NO_TEXT = "no-text"
    STAMP_ONLY = "stamp-only"
    GARBAGE = "garbage"
    LEGACY = "legacy-encoding"
    OCR = "ocr"


class Level(StrEnum):
    """Levels of a document's outline, outermost first."""

    KEM_THEO = "kem-theo"
    PHU_LUC = "phu-luc"
    MAU = "mau"
    PHAN = "phan"
    CHUONG = "chuong"
    MUC = "muc"
    TIEU_MUC = "tieu-muc"
    DIEU = "dieu"
    KHOAN = "khoan"
    DIEM = "diem"
    TIET = "tiet"
    GACH = "gach"
    DOAN = "doan"
    CAN_CU = "can-cu"
    BANG = "bang"


# What stands behind the signature with an address of its own.
ATTACHMENTS: Final = frozenset({Level.KEM_THEO, Level.PHU_LUC, Level.MAU})


class Relation(StrEnum):
    """The edge from a citing document to the document it names."""

    CAN_CU = "can_cu"
    THUC_HIEN = "thuc_hien"
    SUA_DOI = "sua_doi"
    BO_SUNG = "bo_sung"
    THAY_THE = "thay_the"
    BAI_BO = "bai_bo"
    HUONG_DAN = "huong_dan"
    DINH_CHINH = "dinh_chinh"
    HOP_NHAT = "hop_nhat"
    DAN_CHIEU = "dan_chieu"


class Modality(StrEnum):
    """How a duty binds."""

    MUST = "must"
    MUST_NOT = "must_not"
    MAY = "may"
    SHOULD = "should"


class Role(StrEnum):
    """In what part a bearer carries a duty."""

    CHU_TRI = "chu_tri"
    PHOI_HOP = "phoi_hop"
    THUC_HIEN = "thuc_hien"


class DeadlineKind(StrEnum):
    """How a deadline is given."""

    DATE = "date"
    RECURRING = "recurring"
    WITHIN = "within"
    EVENT = "event"


class Status(StrEnum):
    """Validity of a normative document, in the words of the national database of legal documents."""

    IN_FORCE = "Còn hiệu lực"
    NOT_YET = "Chưa có hiệu lực"
    PARTLY_ENDED = "Hết hiệu lực một phần"
    ENDED = "Hết hiệu lực toàn bộ"
    SUSPENDED = "Ngưng hiệu lực"
    PARTLY_SUSPENDED = "Ngưng hiệu lực một phần"
    NO_LONGER_FITTING = "Không còn phù hợp"


class AnswerStatus(StrEnum):
    """The three outcomes of a question; "nothing found" and "could not look" are different answers."""

    ANSWERED = "answered"
    NO_MATCH = "no_match"
    UNAVAILABLE = "unavailable"


class EffectKind(StrEnum):
    """What a document says happens to itself or to another document."""

    STARTS = "starts"
    ENDS = "ends"
    AMENDS = "amends"
    ADDS = "adds"
    REPLACES = "replaces"
    REPEALS = "repeals"
    CORRECTS = "corrects"
    SUSPENDS = "suspends"
