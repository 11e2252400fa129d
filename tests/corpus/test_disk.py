"""What is said when the disk refuses."""

import errno
import sqlite3

import pytest

from corpus.disk import words_for_disk


def sqlite_error(kind, code):
    error = kind("told by SQLite")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Đĩa đã đầy"),
        (OSError(errno.EFBIG, "File too large"), "Đĩa đã đầy"),
        (OSError("35840 requested and 16352 written"), "Đĩa đã đầy"),
        (ValueError("An IO error occurred: 'No space left on device (os error 28)'"), "Đĩa đã đầy"),
        (PermissionError(errno.EACCES, "Permission denied"), "quyền ghi"),
        (OSError(errno.EROFS, "Read-only file system"), "quyền ghi"),
        (sqlite_error(sqlite3.OperationalError, sqlite3.SQLITE_FULL), "dung lượng"),
        (sqlite_error(sqlite3.OperationalError, sqlite3.SQLITE_IOERR | (3 << 8)), "dung lượng"),
        (sqlite_error(sqlite3.OperationalError, sqlite3.SQLITE_READONLY | (5 << 8)), "quyền ghi vào tệp"),
        (sqlite_error(sqlite3.OperationalError, sqlite3.SQLITE_BUSY), "chiếm"),
        (sqlite_error(sqlite3.DatabaseError, sqlite3.SQLITE_CORRUPT), "bị hỏng"),
        (sqlite_error(sqlite3.DatabaseError, sqlite3.SQLITE_NOTADB), "bị hỏng"),
    ],
)
def test_every_refusal_says_what_to_do(error, says):
    assert says in (words_for_disk(error) or "")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("not a date"),
        OSError(errno.ENOENT, "No such file or directory"),
        OSError("no number and no short write"),
        sqlite_error(sqlite3.IntegrityError, sqlite3.SQLITE_CONSTRAINT),
    ],
    ids=repr,
)
def test_other_errors_get_no_words_of_the_disk(error):
    assert words_for_disk(error) is None
