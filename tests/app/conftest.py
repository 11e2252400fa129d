"""One knowledge base of eight bundled documents and two small files of our own, made once for all tests of the app layer."""

import shutil
from pathlib import Path

import pytest

from app.service import open_knowledge_base
from corpus.settings import Home
from tests.app.commands import run, write_jsonl

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpus" / "documents"
BUNDLED = (
    "chi-thi-07-ct-ttg-2023",
    "ke-hoach-3163-kh-bct-2024",
    "luat-103-2016-qh13",
    "nghi-dinh-09-2017-nd-cp",
    "nghi-dinh-244-2026-nd-cp",
    "quyet-dinh-1575-qd-bct-2021",
    "quyet-dinh-1908-qd-bct-2023",
    "quyet-dinh-407-qd-ttg-2022",
)
IMPORTED = {
    "kind": "Thông tư",
    "number": "07/2020/TT-BTĐ",
    "date": "2020-01-02",
    "issuer": "Bộ Thí điểm",
    "title": "Về lưu trữ hồ sơ",
}


def write_word(path: Path) -> Path:
    """Write a small decision of our own as DOCX."""
    import docx

    document = docx.Document()
    for line in (
        "BỘ THÍ ĐIỂM",
        "Số: 58/QĐ-BTĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 11 tháng 6 năm 2024",
        "QUYẾT ĐỊNH",
        "Về việc bàn giao tài liệu giấy",
        "Căn cứ Thông tư số 07/2020/TT-BTĐ ngày 02 tháng 01 năm 2020 của Bộ Thí điểm về lưu trữ hồ sơ;",
        "Điều 1. Bàn giao",
        "Cục Mẫu phải bàn giao tài liệu giấy cho Trung tâm Mẫu trước ngày 30 tháng 6 năm 2025.",
        "Điều 2. Thi hành",
        "Quyết định này có hiệu lực kể từ ngày ký.",
    ):
        document.add_paragraph(line)
    document.save(str(path))
    return path


@pytest.fixture(scope="session")
def base_home(tmp_path_factory) -> Path:
    """The home of the shared knowledge base; tests that change something take ``own_home``."""
    folder = tmp_path_factory.mktemp("kho")
    home, incoming = folder / "kho", folder / "van-ban"
    incoming.mkdir()
    for name in BUNDLED:
        shutil.copyfile(DOCUMENTS / f"{name}.pdf", incoming / f"{name}.pdf")
    write_word(incoming / "ban-giao.docx")
    write_jsonl(
        incoming / "luu-tru.jsonl",
        {"document": IMPORTED, "path": "dieu-1", "heading": "Thời hạn lưu", "text": "Hồ sơ mật lưu 20 năm.", "key": "tt.7.1"},
        {"document": IMPORTED, "path": "dieu-2", "heading": None, "text": "Cục Mẫu phải rà soát hồ sơ hằng quý.", "key": "tt.7.2"},
    )
    made = run(home, "ingest", incoming, "--no-ocr", "--jobs", "2")
    assert (made.status, made.out) == (0, "Đã lưu 10 tệp, 0 tệp không đổi, 0 tệp trùng, 0 tệp lỗi.\n"), made.err
    return home


@pytest.fixture(scope="session")
def base(base_home):
    """The service over the shared knowledge base."""
    opened = open_knowledge_base(Home(base_home))
    yield opened
    opened.close()


@pytest.fixture
def own_home(base_home, tmp_path) -> Path:
    """A copy of the shared knowledge base that a test may change."""
    return shutil.copytree(base_home, tmp_path / "ban-sao")


@pytest.fixture
def cancu(base_home):
    """Run a command on the shared knowledge base."""
    return lambda *arguments: run(base_home, *arguments)
