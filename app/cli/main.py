"""``cancu``: the contract with people and scripts.

1. ``--help`` and wrong usage load nothing but the standard library's parser.
2. Results go to stdout, progress and messages to stderr.
3. Exit status: 0 done; 1 done and something was found wrong (a failed file, a bad citation); 2 could not run.
4. No stack trace reaches a user (unless ``CANCU_DEBUG`` is set); an interrupted run says that it can be started again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.cli.output import COULD_NOT_RUN, DONE
from app.cli.parser import Parser
from corpus.dates import parse_date
from corpus.errors import CancuError
from corpus.settings import find_home

_INTERRUPTED = 130
# What these options set for the search and its worker processes while one command runs.
_VARIABLES = {"reranker": "CANCU_RERANKER", "engine": "CANCU_ENGINE", "uri": "CANCU_MILVUS_URI"}


def _date(text: str) -> dt.date:
    date = parse_date(text)
    if date is None:
        raise argparse.ArgumentTypeError(f"'{text}' không phải ngày; hãy viết như 2024-05-13 hoặc 13/5/2024")
    return date


def _from_zero(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"'{text}' không phải số từ 0 trở lên.")
    return int(text)


def _positive(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' không phải số nguyên từ 1 trở lên")
    return value


class _Commands:
    """Adds the commands to a parser, each with the module and function that runs it."""

    def __init__(self, parser: Parser) -> None:
        self._sub = parser.add_subparsers(dest="command", metavar="LỆNH", required=True, parser_class=Parser)

    def add(self, name: str, target: str, about: str) -> argparse.ArgumentParser:
        """Add one command; ``target`` is ``module:function`` below ``app.cli``."""
        command = self._sub.add_parser(name, prog=f"cancu {name}", help=about, description=about)
        command.set_defaults(target=target)
        return command


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def _keep(command: argparse.ArgumentParser) -> None:
    kinds = "marks, abbreviations, typos, english, address"
    command.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="LOẠI",
        help=f"giữ nguyên như đã gõ ({kinds}, hoặc một chỗ: marks:giay phep); dùng được nhiều lần",
    )


def _as_of(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", type=_date, metavar="NGÀY", help="xét theo hiệu lực tại ngày này (mặc định: hôm nay)")


def _top(command: argparse.ArgumentParser) -> None:
    command.add_argument("-k", type=_positive, default=10, metavar="N", help="số kết quả (mặc định: 10)")


def _reranker(command: argparse.ArgumentParser, about: str = "xếp lại kết quả đầu bằng mô hình cross-encoder này") -> None:
    command.add_argument("--reranker", metavar="TÊN", help=about)


def _engine(command: argparse.ArgumentParser, about: str = "engine của chỉ mục đang dùng") -> None:
    command.add_argument("--engine", choices=("local", "milvus"), help=f"{about} (local: trong thư mục kho)")
    command.add_argument(
        "--uri", metavar="ĐỊA_CHỈ", help="máy chủ Milvus, như http://may-chu:19530; mã truy cập: $CANCU_MILVUS_TOKEN"
    )


def _output(command: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    command.add_argument("--format", choices=formats, default="table", help="dạng kết quả (mặc định: table)")
    command.add_argument("--json", action="store_const", const="json", dest="format", help="như --format json")
    command.add_argument("-o", "--output", type=Path, metavar="TỆP", help="ghi ra tệp thay vì màn hình")


def _file_password(command: argparse.ArgumentParser) -> None:
    command.add_argument("--password", metavar="MẬT_KHẨU", help="mật khẩu của tệp PDF bị khóa; '-' để được hỏi")


def _wait(command: argparse.ArgumentParser) -> None:
    about = "khi tiến trình khác đang ghi kho: đợi nhiều nhất chừng này giây (mặc định: 3600; 0: không đợi)"
    command.add_argument("--wait", type=_from_zero, default=3600, metavar="GIÂY", help=about)


def _reading(commands: _Commands) -> None:
    ingest = commands.add("ingest", "reading:ingest", "nạp văn bản (PDF, DOCX, TXT, JSONL) hoặc cả thư mục vào kho")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="TỆP")
    ingest.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="số tiến trình đọc cùng lúc")
    ingest.add_argument("--no-ocr", action="store_true", help="không nhận dạng chữ trên trang quét")
    ingest.add_argument("--ray", metavar="ĐỊA_CHỈ", help="đọc bằng các máy của cụm Ray này (MÁY:CỔNG, auto; local: chỉ máy này)")
    ingest.add_argument(
        "--shared-files",
        action="store_true",
        help="cùng --ray: các máy tự mở tệp trên ổ chung có cùng đường dẫn, không gửi nội dung",
    )
    _file_password(ingest)
    _wait(ingest)
    _engine(ingest, "engine mà kho dùng từ nay")
    _json(ingest)
    inspect = commands.add("inspect", "reading:inspect", "đọc một tệp, in những gì hiểu được, không lưu")
    inspect.add_argument("file", type=Path, metavar="TỆP")
    inspect.add_argument("--no-ocr", action="store_true", help="không nhận dạng chữ trên trang quét")
    _file_password(inspect)
    _json(inspect)
    extract = commands.add("extract", "reading:extract", "rút trích từ các đoạn văn bản (JSON Lines vào và ra)")
    extract.add_argument("what", choices=("citations", "obligations", "diacritics"))
    extract.add_argument("file", nargs="?", default="-", metavar="TỆP", help="tệp JSON Lines; '-' là đầu vào chuẩn")


def _asking(commands: _Commands) -> None:
    search = commands.add("search", "asking:search", "tìm điều khoản")
    search.add_argument("text", nargs="?", metavar="CÂU_TÌM")
    search.add_argument("--batch", type=Path, metavar="TỆP", help="nhiều câu tìm, mỗi dòng {'id','text'}")
    search.add_argument("--kind", metavar="LOẠI", help="chỉ loại văn bản này")
    search.add_argument("--issuer", metavar="CƠ_QUAN", help="chỉ văn bản của cơ quan này")
    search.add_argument("--status", metavar="TÌNH_TRẠNG", help="chỉ văn bản có tình trạng này (còn hiệu lực, ...)")
    search.add_argument("--from", dest="date_from", type=_date, metavar="NGÀY", help="chỉ văn bản ban hành từ ngày này")
    search.add_argument("--to", dest="date_to", type=_date, metavar="NGÀY", help="chỉ văn bản ban hành đến ngày này")
    _reranker(search)
    _engine(search)
    _keep(search)
    _top(search)
    _as_of(search)
    _json(search)
    ask = commands.add("ask", "asking:ask", "hỏi; trả lời bằng nghĩa vụ và điều khoản có trích dẫn")
    ask.add_argument("question", metavar="CÂU_HỎI")
    ask.add_argument("--unit", metavar="ĐƠN_VỊ", help="đơn vị cần biết nghĩa vụ")
    _reranker(ask)
    _engine(ask)
    _keep(ask)
    _top(ask)
    _as_of(ask)
    _json(ask)
    duties = commands.add("duties", "asking:duties", "mọi việc một đơn vị phải, không được, được hoặc nên làm")
    duties.add_argument("--unit", required=True, metavar="ĐƠN_VỊ")
    duties.add_argument("--topic", default="", metavar="CHỦ_ĐỀ")
    duties.add_argument("--due-before", type=_date, metavar="NGÀY", help="chỉ việc có hạn trước ngày này")
    duties.add_argument("--undated", action="store_true", help="chỉ việc không có thời hạn")
    duties.add_argument("--modality", choices=("must", "must_not", "may", "should"), help="chỉ việc có tính chất này")
    duties.add_argument("--role", choices=("chu_tri", "phoi_hop", "thuc_hien"), help="chỉ việc đơn vị giữ vai trò này")
    duties.add_argument("--document", metavar="MÃ_VĂN_BẢN", help="chỉ việc nêu trong văn bản này")
    duties.add_argument("--received", action="store_true", help="ngược lại: ai phải báo cáo, gửi, trình đơn vị này")
    duties.add_argument("--conflicts", action="store_true", help="những việc mà hai văn bản giao khác nhau")
    duties.add_argument("--limit", type=_positive, metavar="SỐ", help="chỉ xem chừng này việc (mặc định: tất cả)")
    duties.add_argument("--offset", type=_from_zero, default=0, metavar="SỐ", help="bỏ qua chừng này việc đầu danh sách")
    duties.add_argument("--site", default="", metavar="URL", help="địa chỉ trang web của kho, để tệp có đường dẫn tới điều khoản")
    _as_of(duties)
    _output(duties, ("table", "json", "csv", "xlsx", "docx", "ics"))
    changes = commands.add("changes", "asking:changes", "nhiệm vụ của đơn vị thay đổi giữa hai ngày")
    changes.add_argument("--unit", required=True, metavar="ĐƠN_VỊ")
    changes.add_argument("--since", type=_date, required=True, metavar="NGÀY", help="từ ngày này")
    _as_of(changes)
    _json(changes)


def _referring(commands: _Commands) -> None:
    refs = commands.add("refs", "asking:refs", "điều khoản nào dẫn chiếu văn bản này")
    refs.add_argument("numbers", nargs="*", metavar="SỐ_HIỆU")
    refs.add_argument("--from-file", type=Path, metavar="TỆP", help="danh sách số hiệu, mỗi dòng một số")
    refs.add_argument("--direction", choices=("in", "out"), default="in", help="in: ai dẫn chiếu nó; out: nó dẫn chiếu ai")
    refs.add_argument("--chain", action="store_true", help="cả những gì dựa vào các văn bản dựa vào nó")
    refs.add_argument("--relation", metavar="QUAN_HỆ", help="chỉ quan hệ này (can_cu, thuc_hien, thay_the, ...)")
    _output(refs, ("table", "json", "csv", "xlsx"))
    check = commands.add("check", "asking:check", "kiểm tra các dẫn chiếu của dự thảo")
    check.add_argument("files", nargs="*", type=Path, metavar="TỆP", help="tệp dự thảo; '-' là văn bản từ đầu vào chuẩn")
    check.add_argument("--kb", action="store_true", help="kiểm tra chính các văn bản trong kho")
    _as_of(check)
    _output(check, ("table", "json", "sarif", "docx"))
    impact = commands.add("impact", "asking:impact", "văn bản này làm thay đổi những gì trong kho")
    impact.add_argument("reference", metavar="MÃ_HOẶC_SỐ_HIỆU")
    _json(impact)
    relations = commands.add("relations", "asking:relations", "các văn bản quanh một văn bản, theo quan hệ (bảng viện dẫn)")
    relations.add_argument("reference", metavar="MÃ_HOẶC_SỐ_HIỆU")
    relations.add_argument("--direction", choices=("in", "out", "both"), default="both", help="out: nó dẫn ai; in: ai dẫn nó")
    _json(relations)
    show = commands.add("show", "asking:show", "xem văn bản hoặc điều khoản theo mã hay cách trích dẫn")
    show.add_argument("reference", metavar="MÃ_HOẶC_TRÍCH_DẪN")
    show.add_argument(
        "--consolidated", action="store_true", help="bản hợp nhất không chính thức, theo các văn bản sửa đổi trong kho"
    )
    show.add_argument("--at", type=_date, metavar="NGÀY", help="bản hợp nhất không chính thức tại ngày này")
    show.add_argument("--compare", type=_date, nargs=2, metavar=("TRƯỚC", "SAU"), help="điều khoản khác nhau giữa hai ngày")
    _json(show)
    listing = commands.add("list", "asking:list_documents", "liệt kê văn bản trong kho")
    _json(listing)


def _upkeep(commands: _Commands) -> None:
    for name, about in (
        ("status", "tình trạng kho dữ liệu và chỉ mục"),
        ("verify", "kiểm tra kho dữ liệu, chỉ mục và từng trích đoạn"),
    ):
        _json(commands.add(name, f"upkeep:{name}", about))
    rebuild = commands.add("rebuild", "upkeep:rebuild", "dựng lại chỉ mục từ kho dữ liệu")
    rebuild.add_argument("--model", metavar="TÊN", help="tên hoặc đường dẫn mô hình sentence-transformers")
    _engine(rebuild, "engine mà kho dùng từ nay")
    _reranker(rebuild, "mô hình xếp lại mà kho dùng từ nay; 'none' là thôi dùng")
    rebuild.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N")
    _json(rebuild)
    catalogue = commands.add("catalogue", "upkeep:catalogue", "chuyển kho dữ liệu giữa tệp của nó và máy chủ PostgreSQL")
    places = catalogue.add_subparsers(dest="place", metavar="NƠI", required=True, parser_class=Parser)
    to_server = "chuyển lên máy chủ PostgreSQL, để nhiều máy ứng dụng dùng chung"
    server = places.add_parser("server", help=to_server, description=to_server)
    server.add_argument("address", metavar="ĐỊA_CHỈ", help="như postgresql://nguoi-dung@may-chu/ten; mật khẩu nên để ở ~/.pgpass")
    to_file = "chuyển về tệp trong thư mục kho"
    places.add_parser("file", help=to_file, description=to_file)
    remove = commands.add("remove", "upkeep:remove", "bỏ một văn bản khỏi kho")
    remove.add_argument("id", metavar="MÃ_VĂN_BẢN")
    _wait(remove)
    _json(remove)
    backup = commands.add("backup", "keeping:backup", "sao lưu kho vào một tệp, cả khi đang dùng")
    backup.add_argument("file", type=Path, metavar="TỆP")
    backup.add_argument(
        "--no-index", action="store_true", help="không kèm chỉ mục (tệp nhỏ hơn; khôi phục xong chạy 'cancu rebuild')"
    )
    _json(backup)
    restore = commands.add("restore", "keeping:restore", "khôi phục kho từ tệp sao lưu")
    restore.add_argument("file", type=Path, metavar="TỆP")
    restore.add_argument("--replace", action="store_true", help="thay kho đang có; kho cũ được giữ bên cạnh")
    _json(restore)
    train = commands.add("train", "upkeep:train", "huấn luyện mô hình tìm kiếm theo văn bản của cơ quan")
    train.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC", help="nơi ghi mô hình mới")
    train.add_argument("--base", metavar="MÔ_HÌNH", help="học tiếp từ mô hình này (mặc định: mô hình kèm theo)")
    train.add_argument("--epochs", type=_positive, default=3, metavar="N")
    train.add_argument("--seed", type=int, default=13, metavar="N")
    _json(train)


def _serving(commands: _Commands) -> None:
    serve = commands.add("serve", "upkeep:serve", "mở trang web tra cứu")
    serve.add_argument("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ")
    serve.add_argument("--port", type=_positive, default=7860, metavar="CỔNG")
    _reranker(serve)
    _engine(serve)
    serve.add_argument("--open", action="store_true", help="mở trình duyệt")
    serve.add_argument("--users", type=Path, metavar="TỆP", help="tệp người dùng (mặc định: users.json trong kho, nếu có)")
    serve.add_argument("--open-to-all", action="store_true", help="cho máy khác vào mà không đăng nhập, chỉ tra cứu")
    serve.add_argument("--no-audit", action="store_true", help="không ghi nhật ký ai hỏi gì")
    serve.add_argument("--workers", type=int, default=0, metavar="N", help="số tiến trình trả lời riêng (mặc định: 0)")
    serve.add_argument("--rate", type=int, default=600, metavar="N", help="số yêu cầu mỗi phút của một người (0: không giới hạn)")
    commands.add("mcp", "upkeep:tools", "công cụ cho trợ lý AI (Model Context Protocol) qua đầu vào và đầu ra chuẩn")


def _access(commands: _Commands) -> None:
    users = commands.add("users", "access:users", "người dùng của trang web và HTTP API")
    actions = users.add_subparsers(dest="action", metavar="VIỆC", required=True, parser_class=Parser)
    for name, about in (
        ("add", "thêm người dùng; mật khẩu hỏi trên màn hình hoặc đọc từ đầu vào chuẩn"),
        ("list", "liệt kê người dùng và mã truy cập"),
        ("remove", "bỏ người dùng"),
        ("passwd", "đổi mật khẩu"),
        ("role", "đổi quyền"),
        ("token", "tạo mã truy cập HTTP API; in ra một lần"),
        ("untoken", "bỏ mã truy cập"),
    ):
        action = actions.add_parser(name, prog=f"cancu users {name}", help=about, description=about)
        action.add_argument("--users", type=Path, metavar="TỆP", help="tệp người dùng (mặc định: users.json trong kho)")
        if name == "list":
            _json(action)
            continue
        action.add_argument("name", metavar="TÊN")
        if name in {"add", "role"}:
            kinds = ("reader", "drafter", "admin")
            action.add_argument("--role", choices=kinds, required=name == "role", default="reader", help="quyền (mặc định: reader)")
        if name == "token":
            action.add_argument("--note", default="", metavar="GHI_CHÚ", help="dùng để làm gì")
        if name == "untoken":
            action.add_argument("id", metavar="MÃ")
    audit = commands.add("audit", "access:audit", "nhật ký: ai hỏi gì, ai đăng nhập, ai thay đổi gì")
    audit.add_argument("-n", type=_positive, default=50, metavar="N", help="số dòng mới nhất (mặc định: 50)")
    audit.add_argument("--person", metavar="TÊN", help="chỉ của người này")
    audit.add_argument("--event", metavar="VIỆC", help="chỉ việc này (ask, login, ingest, ...)")
    _json(audit)


def build_parser() -> Parser:
    """Return the parser of every command."""
    about = "Căn Cứ: kho văn bản của cơ quan nhà nước; mọi câu trả lời kèm điều khoản làm căn cứ."
    parser = Parser(prog="cancu", description=about)
    parser.add_argument("--home", metavar="THƯ_MỤC", help="thư mục kho dữ liệu (mặc định: $CANCU_HOME, rồi ./.cancu)")
    commands = _Commands(parser)
    _reading(commands)
    _asking(commands)
    _referring(commands)
    _upkeep(commands)
    _serving(commands)
    _access(commands)
    return parser


def _target(name: str) -> Callable[[argparse.Namespace], int]:
    module, _, function = name.partition(":")
    run: Callable[[argparse.Namespace], int] = getattr(importlib.import_module(f"app.cli.{module}"), function)
    return run


@contextmanager
def _chosen(args: argparse.Namespace) -> Iterator[None]:
    """Let the search and its worker processes use the reranker and the engine that a command names while it runs."""
    given = {variable: getattr(args, option, None) for option, variable in _VARIABLES.items()}
    if given["CANCU_MILVUS_URI"]:
        given["CANCU_ENGINE"] = given["CANCU_ENGINE"] or "milvus"
    before = {variable: os.environ.get(variable) for variable in given}
    os.environ.update({variable: value for variable, value in given.items() if value})
    try:
        yield
    finally:
        for variable, value in before.items():
            os.environ.pop(variable, None)
            if value is not None:
                os.environ[variable] = value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; the entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    args = build_parser().parse_args(arguments)
    args.home = find_home(args.home)
    try:
        with _chosen(args):
            return _target(args.target)(args)
    except CancuError as error:
        print(f"cancu: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        print("cancu: đã dừng; chạy lại cùng lệnh để làm tiếp phần còn lại.", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if os.environ.get("CANCU_DEBUG"):
            raise
        print(f"cancu: {_unforeseen(error)}", file=sys.stderr)
        return COULD_NOT_RUN


def _unforeseen(error: Exception) -> str:
    """Return words for an error that no command foresaw; what the disk refuses is named for what it is."""
    from corpus.disk import words_for_disk

    if words := words_for_disk(error):
        return words
    return f"Lỗi ngoài dự kiến ({type(error).__name__}). Hãy đặt CANCU_DEBUG=1, chạy lại và gửi kết quả cho người phát triển."


if __name__ == "__main__":
    sys.exit(main())
