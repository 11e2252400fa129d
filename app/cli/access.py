"""``users`` and ``audit``: who may use the served site, and what they did.

A password comes from a prompt, or as one line from standard input where that is no terminal; never from the command line, which
other accounts of the machine can read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Final

from app.access.people import ROLE_WORDS, Role
from app.access.users import FILE_NAME, UsersFile
from app.cli.output import DONE, print_json, print_line, tell
from corpus.errors import UsageError


def users(args: argparse.Namespace) -> int:
    """Change or list the users of a users file."""
    file = UsersFile(args.users or args.home.root / FILE_NAME)
    run: Callable[[UsersFile, argparse.Namespace], None] = _ACTIONS[args.action]
    run(file, args)
    return DONE


def _add(file: UsersFile, args: argparse.Namespace) -> None:
    user = file.add(args.name, Role(args.role), _password())
    tell(f"Đã thêm {user.name} ({ROLE_WORDS[user.role]}).")


def _remove(file: UsersFile, args: argparse.Namespace) -> None:
    file.remove(args.name)
    tell(f"Đã bỏ {args.name}; các phiên và mã truy cập của người này hết giá trị.")


def _passwd(file: UsersFile, args: argparse.Namespace) -> None:
    if file.find(args.name) is None:
        raise UsageError(f"Không có người dùng “{args.name}”. Xem: cancu users list")
    file.set_password(args.name, _password())
    tell(f"Đã đổi mật khẩu của {args.name}; các phiên cũ đã kết thúc.")


def _role(file: UsersFile, args: argparse.Namespace) -> None:
    file.set_role(args.name, Role(args.role))
    tell(f"{args.name} nay là {ROLE_WORDS[Role(args.role)]}; các phiên cũ đã kết thúc.")


def _token(file: UsersFile, args: argparse.Namespace) -> None:
    kept, token = file.add_token(args.name, args.note)
    sys.stdout.write(token + "\n")
    tell(f"Mã truy cập {kept.id} của {args.name}; chỉ hiện một lần. Dùng: Authorization: Bearer MÃ")


def _untoken(file: UsersFile, args: argparse.Namespace) -> None:
    file.remove_token(args.name, args.id)
    tell(f"Đã bỏ mã truy cập {args.id} của {args.name}.")


def _list(file: UsersFile, args: argparse.Namespace) -> None:
    listed = file.users()
    if args.json:
        tokens = [[{"id": token.id, "note": token.note, "created": token.created} for token in user.tokens] for user in listed]
        print_json([{"name": u.name, "role": u.role.value, "tokens": own} for u, own in zip(listed, tokens, strict=True)])
        return
    for user in listed:
        print(f"{user.name:24} {ROLE_WORDS[user.role]}")
        for token in user.tokens:
            print(f"  mã truy cập {token.id} {token.created[:10]} {token.note}".rstrip())
    if not listed:
        tell("Chưa có người dùng nào. Tạo người quản trị: cancu users add TÊN --role admin")


_ACTIONS: Final[dict[str, Callable[[UsersFile, argparse.Namespace], None]]] = {
    "add": _add,
    "list": _list,
    "remove": _remove,
    "passwd": _passwd,
    "role": _role,
    "token": _token,
    "untoken": _untoken,
}


def _password() -> str:
    if not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise UsageError("Chưa nhận được mật khẩu. Hãy đưa một dòng qua đầu vào chuẩn, hoặc chạy lệnh trong cửa sổ lệnh.")
        return line
    import getpass

    first = getpass.getpass("Mật khẩu: ", stream=sys.stderr)
    if first != getpass.getpass("Nhập lại mật khẩu: ", stream=sys.stderr):
        raise UsageError("Hai lần nhập không giống nhau. Hãy chạy lại lệnh.")
    return first


def audit(args: argparse.Namespace) -> int:
    """Print the newest events of the audit log, newest first."""
    from dataclasses import asdict

    from app.access.audit import AuditLog
    from app.forms.render import printable

    found = AuditLog(args.home.root).newest(args.n, person=args.person or "", event=args.event or "")
    for line in found:
        if args.json:
            print_line(asdict(line))
        else:
            who = printable(f"{line.person or '-'} {line.address}".strip())
            print(f"{line.time}  {who:24} {line.event:8} {line.status:10} {line.ms:6} ms  {printable(line.what)}")
    if not found:
        tell("Nhật ký chưa có gì. Nhật ký ghi khi chạy 'cancu serve', trừ khi có --no-audit.")
    return DONE
