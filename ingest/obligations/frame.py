"""What the lead-ins above a provision pass down: bearers, modality, role, partners, deadline, and whether a bare verb binds.

Lines are read outermost first and the innermost that says something wins. A heading "Trách nhiệm của X" and a line "X:"
pass X down; "Quyền của X" makes the items rights; "Các hành vi bị nghiêm cấm" makes them bans for everybody; criteria,
conditions, forms, purposes and lists of contents make a bare verb no duty.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.model import Deadline, Modality, Role
from corpus.vietnamese import search_key
from ingest.obligations import cues
from ingest.obligations.delegation import asked, delegated
from ingest.obligations.headings import ends_attribute, further_owners, heading_end, levels_named, names_task
from ingest.obligations.roles import read_part
from ingest.obligations.syntax.cores import read_core
from ingest.obligations.times.deadlines import find_deadlines, strongest
from ingest.obligations.units.heads import is_verb, starts_unit
from ingest.obligations.units.names import read_units, with_attribute
from ingest.obligations.words import Words, after_label, read_line, split_sentences


@dataclass(frozen=True, slots=True)
class Frame:
    """The lead-in's share of every duty below it. ``bare``: whether a bare verb is a duty here.

    ``strong``: every item is a duty ("X có trách nhiệm:"); ``own``: the items describe X's own office; ``listing``: they are
    cases or criteria; ``purpose``: aims; ``closed``: penalties,
    definitions and scope, where nothing binds; ``loose``: nothing speaks against a bare verb that opens a sentence;
    ``ministry``: the last ministry named, for "Bộ" alone.
    """

    bearers: tuple[str, ...] = ()
    modality: Modality | None = None
    role: Role = Role.THUC_HIEN
    partners: tuple[str, ...] = ()
    deadline: Deadline | None = None
    bare: bool = False
    ban: bool = False
    named: bool = False
    strong: bool = False
    own: bool = False
    listing: bool = False
    purpose: bool = False
    closed: bool = False
    loose: bool = True
    ministry: str | None = None


_OF = re.compile(
    r"(?:trách nhiệm|công tác trọng tâm|nhiệm vụ|nghĩa vụ|quyền(?: hạn)?(?:(?: và|,) (?:nghĩa vụ|trách nhiệm))?)(?: (?:và|"
    r",) \w+ \w+)?(?: (?:thi hành|thực hiện|phối hợp|quản lý(?: nhà nước)?|tổ chức thực hiện|báo cáo|"
    r"cung cấp thông tin|cụ thể|chung))?[^:]{0,60}? của (?=\w)"
)
# "Trách nhiệm chủ đầu tư" without "của": only where a person or a named sort of body follows.
_OF_NOBODY = re.compile(
    r"(?:trách nhiệm|nghĩa vụ) (?=(?:chủ|người|cơ quan|đơn vị|doanh nghiệp|uỷ ban|sở|cục|thành viên) (?!trì|động|yếu))"
)
_BANS = re.compile(
    r"(?:hành vi|những (?:điều|việc)|việc)(?: \w+){0,3}(?: bị)?(?: nghiêm)? cấm|nghiêm cấm|"
    r"không được (?:làm|thực hiện)|những (?:điều|việc)(?: \w+){0,6} không được"
)
_RIGHTS = re.compile(
    r"^quyền(?! và| hạn(?: và|,|$))|có quyền(?: hạn)?(?: sau| như sau|:|$)|được (?:hưởng|quyền)(?: \w+){0,4}(?: sau| như sau)"
)
_NO_BARE = re.compile(
    r"phạm vi|đối tượng|giải thích|nguyên tắc|mục đích|mục tiêu|tiêu chí|tiêu chuẩn|điều kiện|hình thức|"
    r"nội dung|thời hạn|hồ sơ|các trường hợp|trường hợp sau|bao gồm|gồm|quan điểm|thẩm quyền|cơ cấu|"
    r"yêu cầu (?:kết nối|giao tiếp|kỹ thuật|đối với|về|chung)|chức năng|phương pháp|nội quy|khái niệm|"
    r"từ ngữ|căn cứ|kinh phí|nguồn (?:kinh phí|vốn|tài chính|thu|hình thành)|xử phạt|mức phạt|phân cấp|"
    r"uỷ quyền|giá dịch vụ|phí(?! công)|lệ phí|mức chi|mức thu|ký hiệu|khó khăn|tồn tại|hạn chế|kết quả|"
    r"tình hình|đặc điểm|phân loại|các loại|danh mục|phương thức|hiệu lực|hành vi"
)
# Below a line that binds somebody, only these take the force away again.
_LIST_OF_THINGS = re.compile(r"điều kiện|trường hợp|tiêu chí|tiêu chuẩn|hồ sơ|thành phần|bao gồm|gồm|giải thích|hình thức xử")
_TASKS = re.compile(
    r"nhiệm vụ(?:,| và) giải pháp|nhiệm vụ (?:trọng tâm|cụ thể|chủ yếu|thời gian tới)|"
    r"giải pháp (?:chủ yếu|cụ thể|thực hiện|trọng tâm)|^nhiệm vụ(?: và quyền hạn|, quyền hạn)?$"
)
_NEUTRAL = re.compile(
    r"tổ chức thực hiện|phân công|nhiệm vụ|giải pháp|trách nhiệm|thi hành|thực hiện|yêu cầu|đề nghị|"
    r"công tác|triển khai|quy định về|ứng xử"
)
_APPLIES = re.compile(r"áp dụng (?:đối )?với (?:các )?")


# News of a document, then what it orders: "UBND tỉnh đã ban hành công văn ..., theo đó giao các sở ... :".
_REPORTED = re.compile(
    r"^.{0,600}?[,;]\s*(?:theo đó|trong đó|qua đó|cụ thể),?\s+(?=(?:giao|yêu cầu|đề nghị|chỉ đạo|phân công)\s)", re.IGNORECASE
)


def _last_sentence(line: str) -> str:
    if line.rstrip().endswith(":") and (reported := _REPORTED.match(line)):
        return line[reported.end() :]
    pieces = split_sentences(line)
    if len(pieces) > 1 and search_key(line[pieces[-1].start :]).startswith("trong đó"):
        return line[pieces[0].start : pieces[0].end]
    if line.rstrip().endswith(":") and len(pieces) > 1 and not pieces[-1].joined:
        return line[pieces[-1].start :]
    return line[after_label(line) :]


@lru_cache(maxsize=2048)
def read_frame(context: str, issued: dt.date | None = None) -> Frame:
    """Return what ``context`` (lead-ins, outermost first) passes down."""
    frame = Frame()
    for line in context.split("\n"):
        if line.strip():
            closed = frame.closed
            ministry = frame.ministry
            frame = _with_line(frame, _last_sentence(line.strip()).strip(), issued)
            if len(frame.bearers) == 1 and frame.bearers[0].startswith("Bộ "):
                ministry = frame.bearers[0]
            closed = closed or frame.closed
            if frame.ministry != ministry or frame.closed != closed:
                frame = replace(frame, ministry=ministry, closed=closed)
    return frame


_CLOSED = re.compile(
    r"^(?:giải thích từ ngữ|đối tượng áp dụng|phạm vi và đối tượng|phạm vi (?:điều chỉnh|áp dụng)|"
    r"hiệu lực|xử phạt|phạt |vi phạm quy định|"
    r"mức (?:xử )?phạt|hình thức xử phạt|căn cứ pháp lý|điều khoản (?:thi hành|chuyển tiếp)$(?!.))|"
    r"phạt (?:tiền|cảnh cáo)|án lệ|^nhận định|^nội dung vụ án"
)
_DUTIES_INCLUDE = re.compile(r"(?:nhiệm vụ|trách nhiệm|nghĩa vụ|quyền|quyền hạn)(?:,? (?!phải|đăng|lập|nộp)\w+){0,20} (?:bao )?gồm")
_THINGS = re.compile(r"(?:bao )?gồm(?: có)?(?: các)?(?: [\w,]+){0,4}(?: sau| sau đây| như sau)?\s*:$")
_LISTING = re.compile(
    r"(?:cho các đối tượng|căn cứ(?= sau)|điều kiện|(?:các|những|một trong|số) (?:các )?trường hợp|trường hợp(?= sau)|tiêu chí|tiêu chuẩn)"
    r"(?: \w+){0,3}(?: sau| sau đây| như sau)?\s*:?$"
)


# Sibling provisions share their lead-ins, so that most lines are met many times in a row.
@lru_cache(maxsize=4096)
def _with_line(frame: Frame, line: str, issued: dt.date | None) -> Frame:
    key = search_key(line)
    if not key:
        return frame
    deadline = strongest(find_deadlines(line, issued))
    if deadline and deadline.deadline.kind.value != "event" and not _CASES.match(key):
        frame = replace(frame, deadline=deadline.deadline)
    if cues.NEWS.fullmatch(key) or (_CLOSED.search(key) and not re.match(r"hiệu lực|điều khoản", key)):
        return replace(frame, closed=True)
    if _BANS.search(key) and len(key) < 160:
        return replace(frame, bearers=_everybody(frame, line), modality=Modality.MUST_NOT, bare=True, ban=True)
    if cues.GRANTS.search(key):
        return replace(frame, bare=False, strong=False, loose=False)
    if spoken := not cues.ASKS.search(key) and cues.SPEAKS.search(key):
        return replace(frame, bare=bool(spoken["opinion"]))
    if frame.named and (task := cues.CONTACT.match(key)):
        line, key = f"{line[: task.end('act')]}:", f"{task['act']}:"
    things = _THINGS.search(key) and not _DUTIES_INCLUDE.search(key)
    if things or (_LISTING.search(key) and key.endswith(":")):
        return replace(frame, bare=False, strong=False, listing=True, loose=False)
    return (
        _owner(frame, line, key)
        or _unit_line(frame, line, key)
        or (None if _SPECIFICATION.match(key) else _sentence_line(frame, line, key))
        or _plain_line(frame, line, key)
    )


_CASES = re.compile(r"(?:trường hợp|đối với|xử lý|quy định|sửa đổi) ")  # their times are those of the case

_SPECIFICATION = re.compile(r"yêu cầu (?:về|kết nối|giao tiếp|kỹ thuật|đối với|chung|cụ thể|chức năng)")


def _everybody(frame: Frame, line: str) -> tuple[str, ...]:
    words = read_line(line)
    units = read_units(words, 0)
    return (
        units.names
        if units and words.keys[units.end : units.end + 2] in (("không", "được"), ("bị", "cấm"))
        else frame.bearers
        if frame.named
        else ()
    )


def _owner(frame: Frame, line: str, key: str) -> Frame | None:
    """Read "Trách nhiệm của X (trong việc ...)", "Quyền và nghĩa vụ của X"."""
    match = _OF.search(key) or _OF_NOBODY.match(key)
    if (
        match is None
        or len(key) > 300
        or not re.match(r"(?:thẩm quyền|trách nhiệm|nhiệm vụ|nghĩa vụ|quyền|phân công|chức năng|tổ chức|công tác)", key)
    ):
        return None
    words = read_line(line)
    i = words.at(match.end())
    units = read_units(words, i)
    if units is None:
        return _unknown_owner(frame, words, i, key)
    stop = heading_end(words.keys, units.end)
    if stop > units.end:
        units = with_attribute(words, units, stop)
    names = (*units.names, *further_owners(words, stop))
    if len(names) == 2 and _INSIDE.match(names[0]) and names[1].startswith("Bộ "):
        names = names[:1]  # "Trách nhiệm của Vụ Pháp chế, Bộ Nội vụ": the ministry says where the unit stands
    modality = Modality.MAY if _RIGHTS.match(key) else Modality.MUST
    return Frame(names, modality, deadline=frame.deadline, bare=True, named=True, strong=True, own=True)


_INSIDE = re.compile(r"(?:Vụ|Cục|Tổng cục|Văn phòng|Thanh tra|Viện|Trung tâm|Ban) ")


def _unknown_owner(frame: Frame, words: Words, i: int, key: str) -> Frame | None:
    """A bearer without a known head in "Trách nhiệm của X": the words up to the heading's end, split at commas."""
    stop = heading_end(words.keys, i)
    if stop <= i or stop - i > 12:
        return None
    text = words.text[words.starts[i] : words.ends[stop - 1]]
    names = levels_named([part.strip() for part in re.split(r",| và ", text) if part.strip()])
    modality = Modality.MAY if _RIGHTS.match(key) else Modality.MUST
    return Frame(names, modality, deadline=frame.deadline, bare=True, named=True, strong=True, own=True)


_APPOSED = re.compile(r"\s*(?:[-–,]|là)\s*(?:là )?(?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì|đề xuất|chủ quản)[^:]*:$")
_BRACKET_ONLY = re.compile(r"\([^)]*\)?[:.;,]*")


def _unit_line(frame: Frame, line: str, key: str) -> Frame | None:
    """Read a line that only names units: "3. Bộ Công Thương:", "UBND các xã, phường", "Đơn vị chủ trì: Vụ Pháp chế"."""
    words = read_line(line)
    start = 0
    label = re.match(r"(?:đơn vị|cơ quan)(?: \w+){0,2} (?:chủ trì|thực hiện|phối hợp)\s*:\s*|đối với (?:các )?(?=\w)|về phía ", key)
    if label:
        start = words.at(label.end())
    units = read_units(words, start) if start < len(words) else None
    if units is None:
        return None
    rest = "".join(words.keys[units.end :])
    apposed = line.endswith(":") and _APPOSED.match(key, len(search_key(words.text[: words.ends[units.end - 1]])))
    if rest.strip(":.;,") and not _BRACKET_ONLY.fullmatch(rest) and not apposed:
        return None
    return replace(
        frame,
        bearers=units.names,
        modality=frame.modality if frame.modality is Modality.SHOULD else Modality.MUST,
        role=Role.THUC_HIEN,
        partners=(),
        bare=True,
        named=True,
        ban=False,
    )


def _sentence_line(frame: Frame, line: str, key: str) -> Frame | None:
    """Read a lead-in that is a sentence: "X có trách nhiệm:", "Y đề nghị X:", "Phối hợp với Z chỉ đạo:"."""
    words = read_line(line)
    end = len(words)
    while end and words.keys[end - 1] in {":", ".", ";", ","}:
        end -= 1
    if end == 0:
        return None
    keys = words.key_text
    if (stub := _stub(frame, line, keys)) is not None:
        return stub
    core = read_core(words, keys, 0, end)
    if core is None or core.agentless:
        return None
    if core.modality is Modality.MAY and core.units and not re.search(r"quyền|phép|được\s*:?$", keys) and line.endswith(":"):
        return replace(frame, bare=False, strong=False, listing=True, loose=False)  # "Quỹ được hình thành từ các nguồn sau:"
    if core.units is None and not core.marked and not (frame.named or frame.bare):
        return None
    if _NO_BARE.search(key[-60:]) and not core.marked and core.units is None:
        return None
    part = read_part(words, core.verb, end) if core.verb < end else None
    bearers = core.units.names if core.units else frame.bearers
    modality = core.modality or frame.modality or Modality.MUST
    inner = delegated(line, keys, core.verb, end)
    tasks = core.units is not None and _TASKS_FOLLOW.search(key)
    bare = (
        bool(core.marked)
        or bool(tasks)
        or not re.search(
            r"(?:các trường hợp|điều kiện|tiêu chí|nội dung|bao gồm|gồm|hình thức|hồ sơ|như sau)\s*(?:sau|sau đây|như sau)?\s*:?$",
            key,
        )
    )
    return Frame(
        inner or bearers,
        Modality.MUST if inner and modality is not Modality.SHOULD else modality,
        part.role if part and not inner else Role.THUC_HIEN,
        part.partners if part and not inner else (),
        frame.deadline,
        bare=bare,
        named=bool(inner or bearers),
    )


# "X thực hiện các nội dung sau:" hands tasks down, "hồ sơ gồm các nội dung sau:" does not.
_TASKS_FOLLOW = re.compile(
    r"(?:thực hiện|triển khai|tiến hành|làm|giải quyết)(?: tốt| ngay| đồng bộ)?(?: theo)?(?: các| những| một số)? "
    r"(?:nội dung|công việc|nhiệm vụ|bước|hoạt động|giải pháp|yêu cầu|việc)(?: \w+){0,3}?(?: sau| sau đây| như sau| dưới đây)?\s*:?$"
)
_STUB_TAIL = re.compile(
    r"(?:có trách nhiệm|thực hiện|chỉ đạo|triển khai|tập trung|quan tâm|khẩn trương|nghiêm túc|phối hợp|"
    r"tổ chức|chủ động|và)?(?: \w+){0,4}"
    r"(?: (?:các|một số|những) (?:nội dung|nhiệm vụ|công việc|giải pháp|việc|"
    r"nhiệm vụ, giải pháp)(?: \w+){0,4})?(?: (?:sau|sau đây|như sau))?"
)
_STUB = re.compile(
    r"(?:^|[,.:;] )(?:[^,.:;]{0,120} )?(?P<verb>đề nghị|yêu cầu|giao(?: cho)?|phân công|kính đề nghị|"
    r"trân trọng đề nghị|kiến nghị)\s+"
)


_MARKED_END = re.compile(
    r"(?<!\w)(?P<m>có trách nhiệm|có (?:những |các )?(?:chức năng(?:,| và) )?nhiệm vụ(?:(?:,| và) quyền hạn)?(?: quy định tại [^:]*)?|"
    r"có nghĩa vụ|chịu trách nhiệm|có quyền|phải|được|không được|cần)(?: thực hiện)?"
    r"(?: (?:các |một số |những )?(?:nội dung|công việc|nhiệm vụ|quy định|việc|yêu cầu|hành vi))?"
    r"(?: (?:sau|sau đây|như sau|dưới đây))?\s*[:.]?$"
)


def _stub(frame: Frame, line: str, keys: str) -> Frame | None:
    """Read an order without a verb of its own: "Bộ X đề nghị các bộ, ...:", "Giao Y:", "X có trách nhiệm:", "X phải:"."""
    words = read_line(line)
    for match in reversed(list(_STUB.finditer(keys))):
        i = words.at(match.end())
        units = read_units(words, i) if i < len(words) else None
        tail = " ".join(words.keys[units.end :]).strip(" :.,;") if units else "x"
        if units and (not tail or _STUB_TAIL.fullmatch(tail)):
            modality = Modality.SHOULD if match["verb"].endswith(("đề nghị", "kiến nghị")) else Modality.MUST
            return Frame(units.names, modality, deadline=frame.deadline, bare=True, named=True, strong=True)
    marked = _MARKED_END.search(keys)
    if marked is None:
        return None
    stop = words.at(marked.start("m"))
    if others := asked(words, stop):
        return Frame(others, Modality.MUST, deadline=frame.deadline, bare=True, named=True, strong=True)
    for i in [0] + [j + 1 for j in range(stop) if words.keys[j] in {",", "thì", "."}]:
        units = read_units(words, i, stop) if i < stop and starts_unit(words, i) else None
        if units is None:
            continue
        cut = next((k for k in range(units.end, stop) if ends_attribute(words, keys, k)), stop)
        while cut > units.end and words.keys[cut - 1] in {"và", "còn", "vẫn", "cũng", "đều"}:
            cut -= 1
        if not units.generic and units.end < stop and is_verb(words, units.end):
            cut = units.end  # "Bộ A giúp Chính phủ quản lý ... có trách nhiệm:"
        units = with_attribute(words, units, cut) if cut > units.end else units
        modality = {"có quyền": Modality.MAY, "được": Modality.MAY, "không được": Modality.MUST_NOT}.get(marked["m"], Modality.MUST)
        return Frame(units.names, modality, deadline=frame.deadline, bare=True, named=True, strong=True, own=True)
    if frame.bearers and re.match(r"\s*(?:phải|có trách nhiệm)", keys):
        return replace(frame, bare=True)
    return None


# A heading below one that names the bearer: which of the bearer's duties and rights follow.
# Headings of procedures and of entry into force: below them a bare verb is a step or a duty, whatever else they name.
_STEPS = re.compile(r"(?:quy trình|trình tự|thủ tục)(?! hành chính)|hiệu lực thi hành|điều khoản thi hành")
_SHARE = re.compile(r"(?:(?P<right>quyền(?: hạn| lợi)?|các quyền)|trách nhiệm|nghĩa vụ|nhiệm vụ)(?: của \w+(?: \w+){0,5})?\s*[:.]?")
_PURPOSE = re.compile(r"^(?:mục đích|mục tiêu|quan điểm|nguyên tắc|yêu cầu)(?:,| và|:|$| chung| cụ thể)")


def _concerned(frame: Frame, line: str, key: str) -> Frame:
    """Take the units of a heading that says whom it is about: "Đối với các Sở Công Thương"."""
    about = re.search(r"đối với (?:các )?(?=[^:]+$)", key)
    if about and not frame.bearers:
        words = read_line(line)
        units = read_units(words, words.at(about.end()))
        if units and units.end >= len(words):
            return replace(frame, bearers=units.names)
    return frame


def _plain_line(frame: Frame, line: str, key: str) -> Frame:
    if _PURPOSE.match(key):
        return replace(frame, bare=False, strong=False, purpose=True, loose=False)
    applies = _APPLIES.search(key)
    if applies and not frame.bearers:
        words = read_line(line)
        i = words.at(applies.end())
        units = read_units(words, i) if i < len(words) else None
        if units:
            return Frame(units.names[:1] if len(units.names) == 1 else (), None, deadline=None, bare=False)
    frame = _concerned(frame, line, key)
    if frame.named and frame.own and (share := _SHARE.fullmatch(key)):
        return replace(frame, modality=Modality.MAY if share["right"] else Modality.MUST)
    if _TASKS.search(key) and not frame.strong:
        return replace(frame, bare=True)
    if names_task(line, key):
        return replace(frame, bare=frame.bare or frame.named)
    if (_LIST_OF_THINGS if frame.strong else _NO_BARE).search(key):
        return replace(frame, bare=False, strong=False, loose=bool(_STEPS.search(key)))
    if _NEUTRAL.search(key):
        return replace(frame, bare=frame.bare or bool(frame.bearers))
    return frame
