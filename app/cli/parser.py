"""Reading the command line, with the standard library's messages in Vietnamese.

1. Wrong usage is told in one line on stderr, with the command that shows the right one; exit status 2.
2. The words of a message that are the user's own (a value, the name of an option) stay as they are.
"""

from __future__ import annotations

import argparse
import re
from typing import Final, NoReturn

from app.cli.output import COULD_NOT_RUN

# argparse's own messages (Python 3.11), in the order in which they are tried.
_MESSAGES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(english, re.DOTALL), vietnamese)
    for english, vietnamese in (
        (r"the following arguments are required: (?P<a>.*)", "thiếu {a}"),
        (r"unrecognized arguments: (?P<a>.*)", "không hiểu {a}"),
        (r"argument (?P<a>[^:]*): invalid choice: (?P<b>.*) \(choose from (?P<c>.*)\)", "{a}: không có {b}; chọn một trong {c}"),
        (r"argument (?P<a>[^:]*): invalid \w+ value: (?P<b>.*)", "{a}: {b} không đọc được"),
        (r"argument (?P<a>[^:]*): expected at least one argument", "{a}: cần ít nhất một giá trị"),
        (r"argument (?P<a>[^:]*): expected one argument", "{a}: cần một giá trị"),
        (r"argument (?P<a>[^:]*): not allowed with argument (?P<b>.*)", "{a}: không dùng cùng {b}"),
        (r"argument (?P<a>[^:]*): ignored explicit argument (?P<b>.*)", "{a}: không nhận giá trị {b}"),
        (r"ambiguous option: (?P<a>.*) could match (?P<b>.*)", "{a} có thể là {b}"),
        (r"argument (?P<a>[^:]*): (?P<b>.*)", "{a}: {b}"),
    )
)


def in_vietnamese(message: str) -> str:
    """Return one of argparse's messages in Vietnamese; one that is not known stays as it is."""
    for pattern, words in _MESSAGES:
        match = pattern.fullmatch(message)
        if match:
            return words.format(**match.groupdict())
    return message


class _Formatter(argparse.HelpFormatter):
    """Help that begins with its usage in Vietnamese."""

    def _format_usage(self, *args: object, **kwargs: object) -> str:
        shown: str = super()._format_usage(*args, **kwargs)  # type: ignore[arg-type]
        return shown.replace("usage: ", "cách dùng: ", 1)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Vietnamese."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False, formatter_class=_Formatter)
        self._positionals.title = "tham số"
        self._optionals.title = "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong and leave."""
        words = " ".join(in_vietnamese(message).split()).rstrip(".")
        self.exit(COULD_NOT_RUN, f"cancu: {words}. Xem cách dùng: {self.prog} --help\n")
