"""Abbreviations of everyday administrative language, written out for the search.

Only those with one reading are listed: "TT" is a circular, a town and information, so it is not here. The list is our own, from
the names of bodies and terms that legal documents write in full.

1. ``expand`` replaces whole tokens only, written in capitals as listed (or in any case where listed as ``ANY_CASE``).
2. What stands inside a document number ("15/2020/TT-BTC", "07/CT-UBND") is not touched.
3. "VP", "CT", "GĐ" are read only before the body they belong to ("VP UBND tỉnh"), "VHTT và DL" as "VHTT&DL".
"""

from __future__ import annotations

import re
from typing import Final

ABBREVIATIONS: Final[dict[str, str]] = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBTVQH": "Ủy ban thường vụ Quốc hội",
    "MTTQ": "Mặt trận Tổ quốc",
    "TTg": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "TAND": "Tòa án nhân dân",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSND": "Viện kiểm sát nhân dân",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "CAND": "Công an nhân dân",
    "QĐND": "Quân đội nhân dân",
    "CSGT": "cảnh sát giao thông",
    "PCCC": "phòng cháy và chữa cháy",
    "CNCH": "cứu nạn, cứu hộ",
    "ATGT": "an toàn giao thông",
    "GTVT": "giao thông vận tải",
    "GPLX": "giấy phép lái xe",
    "BLX": "bằng lái xe",
    "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân",
    "CMTND": "chứng minh nhân dân",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "BHTN": "bảo hiểm thất nghiệp",
    "BHTNLĐ": "bảo hiểm tai nạn lao động",
    "TNLĐ": "tai nạn lao động",
    "BNN": "bệnh nghề nghiệp",
    "HĐLĐ": "hợp đồng lao động",
    "NLĐ": "người lao động",
    "NSDLĐ": "người sử dụng lao động",
    "NSNN": "ngân sách nhà nước",
    "KBNN": "Kho bạc Nhà nước",
    "NHNN": "Ngân hàng Nhà nước",
    "TCTD": "tổ chức tín dụng",
    "TNCN": "thu nhập cá nhân",
    "TNDN": "thu nhập doanh nghiệp",
    "GTGT": "giá trị gia tăng",
    "VAT": "giá trị gia tăng",
    "TTĐB": "tiêu thụ đặc biệt",
    "XNK": "xuất nhập khẩu",
    "DNNN": "doanh nghiệp nhà nước",
    "DNTN": "doanh nghiệp tư nhân",
    "TNHH": "trách nhiệm hữu hạn",
    "HTX": "hợp tác xã",
    "ĐKKD": "đăng ký kinh doanh",
    "BĐS": "bất động sản",
    "QSDĐ": "quyền sử dụng đất",
    "GCN": "giấy chứng nhận",
    "GCNQSDĐ": "giấy chứng nhận quyền sử dụng đất",
    "KCN": "khu công nghiệp",
    "KCX": "khu chế xuất",
    "KKT": "khu kinh tế",
    "ĐTM": "đánh giá tác động môi trường",
    "BVMT": "bảo vệ môi trường",
    "VBQPPL": "văn bản quy phạm pháp luật",
    "QPPL": "quy phạm pháp luật",
    "TTHC": "thủ tục hành chính",
    "VPHC": "vi phạm hành chính",
    "XPVPHC": "xử phạt vi phạm hành chính",
    "XPHC": "xử phạt hành chính",
    "BLHS": "Bộ luật Hình sự",
    "BLDS": "Bộ luật Dân sự",
    "BLLĐ": "Bộ luật Lao động",
    "BLTTHS": "Bộ luật Tố tụng hình sự",
    "BLTTDS": "Bộ luật Tố tụng dân sự",
    "THADS": "thi hành án dân sự",
    "TGPL": "trợ giúp pháp lý",
    "CBCC": "cán bộ, công chức",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "CCVC": "công chức, viên chức",
    "CNTT": "công nghệ thông tin",
    "CNTT&TT": "công nghệ thông tin và truyền thông",
    "ATTT": "an toàn thông tin",
    "TT&TT": "Thông tin và Truyền thông",
    "TTTT": "Thông tin và Truyền thông",
    "KH&CN": "Khoa học và Công nghệ",
    "KHCN": "khoa học và công nghệ",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "GDĐT": "Giáo dục và Đào tạo",
    "KH&ĐT": "Kế hoạch và Đầu tư",
    "KHĐT": "Kế hoạch và Đầu tư",
    "TN&MT": "Tài nguyên và Môi trường",
    "TNMT": "Tài nguyên và Môi trường",
    "NN&PTNT": "Nông nghiệp và Phát triển nông thôn",
    "NNPTNT": "Nông nghiệp và Phát triển nông thôn",
    "LĐTBXH": "Lao động - Thương binh và Xã hội",
    "LĐ-TB&XH": "Lao động - Thương binh và Xã hội",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
    "VHTT&DL": "Văn hóa, Thể thao và Du lịch",
    "VH-TT&DL": "Văn hóa, Thể thao và Du lịch",
    "NN&MT": "Nông nghiệp và Môi trường",
    "NNMT": "Nông nghiệp và Môi trường",
    "LĐTB&XH": "Lao động - Thương binh và Xã hội",
    "LĐ-TBXH": "Lao động - Thương binh và Xã hội",
    "DT&TG": "Dân tộc và Tôn giáo",
    "BCT": "Bộ Công Thương",
    "BTC": "Bộ Tài chính",
    "BYT": "Bộ Y tế",
    "BXD": "Bộ Xây dựng",
    "BNV": "Bộ Nội vụ",
    "BQP": "Bộ Quốc phòng",
    "BCA": "Bộ Công an",
    "BTP": "Bộ Tư pháp",
    "BGTVT": "Bộ Giao thông vận tải",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "SCT": "Sở Công Thương",
    "STC": "Sở Tài chính",
    "SXD": "Sở Xây dựng",
    "SGTVT": "Sở Giao thông vận tải",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "ĐKKH": "đăng ký kết hôn",
    "KT-XH": "kinh tế - xã hội",
    "QPAN": "quốc phòng, an ninh",
    "ANTT": "an ninh, trật tự",
    "TTATXH": "trật tự, an toàn xã hội",
    "NVQS": "nghĩa vụ quân sự",
    "VSATTP": "vệ sinh an toàn thực phẩm",
    "ATTP": "an toàn thực phẩm",
    "ATVSLĐ": "an toàn, vệ sinh lao động",
    "KCB": "khám bệnh, chữa bệnh",
    "SHTT": "sở hữu trí tuệ",
    "ODA": "hỗ trợ phát triển chính thức",
    "PPP": "đối tác công tư",
    "TSCĐ": "tài sản cố định",
    "GPXD": "giấy phép xây dựng",
    "CTXD": "công trình xây dựng",
    "QLNN": "quản lý nhà nước",
    "ĐVSN": "đơn vị sự nghiệp",
    "ĐVSNCL": "đơn vị sự nghiệp công lập",
}
# So rarely meant as anything else that small letters are read too.
ANY_CASE: Final = frozenset(
    "UBND HĐND BHXH BHYT BHTN CCCD CMND GPLX TNCN TNDN GTGT CSGT PCCC HĐLĐ BĐS VBQPPL VPHC TTHC TNHH TNLĐ TAND VKSND".split()
)
_SMALL: Final = {name.lower(): name for name in ANY_CASE}
# No letter, digit, slash or hyphen on either side: parts of document numbers stay as they are.
_TOKEN: Final = re.compile(r"(?<![\w/&-])[\w&]+(?:-[\w&]+)*(?![\w/&-])")


# Two abbreviations joined by "và" where they are listed with "&".
_JOINED: Final = re.compile(r"(?<![\w/&-])(?P<first>[A-ZĐ-]{2,5})\s+và\s+(?P<second>[A-ZĐ]{2,4})(?![\w/&-])")
# Offices and officers, read only before the body they belong to.
_OFFICES: Final = {"VP": "Văn phòng", "CT": "Chủ tịch", "PCT": "Phó Chủ tịch", "GĐ": "Giám đốc", "PGĐ": "Phó Giám đốc"}
_OFFICE: Final = re.compile(
    r"(?<![\w/&-])(?P<office>(?:VP|P?CT)(?=\s+(?:UBND|ubnd|HĐND|Ủy ban|Hội đồng|Quốc hội|Chính phủ))"
    r"|VP(?=\s+[Bb]ộ\s)|P?GĐ(?=\s+(?:các\s+)?[Ss]ở\s))"
)


def occurrences(text: str) -> list[tuple[int, int, str]]:
    """Return the abbreviations of ``text`` as (start, end, written out), in order."""
    found = [(m.start(), m.end(), _OFFICES[m["office"]]) for m in _OFFICE.finditer(text)]
    for match in _JOINED.finditer(text):
        full = ABBREVIATIONS.get(f"{match['first']}&{match['second']}")
        if full is not None:
            found.append((match.start(), match.end(), full))
    taken = [(start, end) for start, end, _ in found]
    for match in _TOKEN.finditer(text):
        full = ABBREVIATIONS.get(match.group()) or ABBREVIATIONS.get(_SMALL.get(match.group(), ""))
        if full is not None and not any(start <= match.start() < end for start, end in taken):
            found.append((match.start(), match.end(), full))
    return sorted(found)


def expand(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return ``text`` with its abbreviations written out, and the pairs (as typed, as read) in order."""
    parts, read, last = list[str](), list[tuple[str, str]](), 0
    for start, end, full in occurrences(text):
        parts += [text[last:start], full]
        read.append((text[start:end], full))
        last = end
    return "".join([*parts, text[last:]]), tuple(read)
