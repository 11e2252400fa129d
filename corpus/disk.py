"""What to say when the disk refuses: an error of the system or of SQLite becomes a sentence that says what to do.

SQLite tells a full disk as an input-output error as often as by its name, so both get the same words; only a file whose contents
are wrong is called damaged, because "restore the backup" is bad advice for a full disk.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from typing import Final

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_TAKEN: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PRIMARY: Final = 0xFF  # the low byte of an extended result code


def words_for_disk(error: BaseException) -> str | None:
    """Return what to say of an error with which the disk or the catalogue's file refused, ``None`` if it is of another kind."""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if _is_full(error):
        return "Đĩa đã đầy. Hãy giải phóng dung lượng rồi chạy lại cùng lệnh."
    if isinstance(error, OSError) and error.errno in _CLOSED:
        return "Không có quyền ghi vào thư mục kho dữ liệu. Hãy cấp quyền ghi hoặc chọn thư mục khác bằng --home."
    return None


def _is_full(error: BaseException) -> bool:
    """Whether a write found no room: by the system's number, by its words in another library's error, or as a short write."""
    if isinstance(error, OSError):
        return error.errno in _FULL or (error.errno is None and "written" in str(error))
    return any(os.strerror(code) in str(error) for code in _FULL)


def _of_sqlite(error: sqlite3.Error) -> str | None:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if code in _DAMAGED:
        return "Tệp kho dữ liệu bị hỏng. Hãy khôi phục từ bản sao lưu, rồi chạy 'cancu verify'."
    if code in _TAKEN:
        return "Tệp kho dữ liệu đang bị một chương trình khác chiếm. Hãy đóng chương trình đó rồi chạy lại."
    if code == sqlite3.SQLITE_READONLY:
        return "Không có quyền ghi vào tệp kho dữ liệu. Hãy cấp quyền ghi hoặc chọn thư mục khác bằng --home."
    if isinstance(error, sqlite3.OperationalError):
        return "Không đọc hoặc ghi được kho dữ liệu. Hãy kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại cùng lệnh."
    return None
