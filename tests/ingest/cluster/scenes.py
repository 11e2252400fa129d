"""Files to read in the tests of the cluster, and a Tesseract whose every page is told apart by its picture."""

import json
from pathlib import Path

from corpus.catalogue import open_catalogue
from corpus.settings import Home
from tests import typeset

PROGRAM = "tesseract 9.9.9"
DECISION = """BỘ THÍ ĐIỂM
Số: {number}/QĐ-BTĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Về việc thí điểm họp không giấy lần {number}
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;
Điều 1. Trách nhiệm
1. Văn phòng Bộ báo cáo Bộ trưởng trước ngày 25 tháng 12 hằng năm.
2. Các đơn vị thuộc Bộ thực hiện Quyết định này.
"""


def tesseract(folder: Path) -> Path:
    """Put a Tesseract into ``folder`` that reads one line, made of the picture's checksum, and notes each picture in ``read.log``."""
    folder.mkdir()
    script = folder / "tesseract"
    row = r"5\t1\t1\t1\t1\t{n}\t{x}\t60\t{w}\t40\t95\t{text}\n"
    words = [row.format(n=n, x=x, w=w, text=text) for n, x, w, text in ((1, 40, 90, "Điều"), (2, 150, 300, "%s"))]
    script.write_text(
        f"""#!/bin/sh
PATH=/usr/bin:/bin
case "$1" in
  --version) echo '{PROGRAM}' ;;
  --list-langs) echo vie ;;
  *) sum=$(cksum | cut -d' ' -f1)
     echo "$sum" >> '{folder / "read.log"}'
     printf '{"level" + chr(92) + "n"}{"".join(words)}' "$sum" ;;
esac
""",
        encoding="utf-8",
    )
    script.chmod(0o755)
    return folder


def pictures_read(folder: Path) -> list[str]:
    """Return the checksums of the pictures that the Tesseract of ``folder`` has read, in no order."""
    log = folder / "read.log"
    return sorted(log.read_text("ascii").split()) if log.exists() else []


def scan(path: Path, pages: int) -> Path:
    """Write a scan whose pages are different pictures."""
    from PIL import Image

    frames = [Image.new("L", (600, 200), 250 - page) for page in range(pages)]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(300, 300))
    return path


def write_files(folder: Path) -> Path:
    """Write files of every kind, good ones and bad ones."""
    folder.mkdir()
    for number in range(101, 107):
        (folder / f"{number}.txt").write_text(DECISION.format(number=number), encoding="utf-8")
    (folder / "bản sao.txt").write_bytes((folder / "104.txt").read_bytes())
    page = [*typeset.letterhead(["BỘ THỬ"], "Số: 1/TB-BT", "Hà Nội, ngày 01 tháng 3 năm 2026")]
    (folder / "van-ban.pdf").write_bytes(typeset.pdf(page))
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 50)
    (folder / "rong.txt").write_bytes(b" \n")
    scan(folder / "quet.tif", 7)
    with (folder / "nhap.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(1, 41):
            head = {
                "kind": "Thông tư",
                "number": f"{number}/2020/TT-BTĐ",
                "date": "2020-01-02",
                "issuer": "Bộ Thí điểm",
                "title": None,
            }
            text = f"Cục Mẫu phải nộp báo cáo số {number} trước ngày 15 hằng tháng."
            stream.write(json.dumps({"document": head, "path": "dieu-1", "text": text, "key": f"k{number}"}) + "\n")
    return folder


def contents(home: Home) -> dict:
    """Return everything that a home holds of its documents, and what became of each file, but for times."""
    catalogue = open_catalogue(home)
    try:
        return {summary.key: catalogue.document(summary.key) for summary in catalogue.summaries()}
    finally:
        catalogue.close()


def results(home: Home) -> dict[str, str]:
    """Return the results of OCR that a home keeps, by their places."""
    folder = home.cache / "ocr"
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def outcomes(report) -> list[tuple[str, str, tuple[str, ...], str, str]]:
    """Return what became of each file of a run, without times, in the order of names."""
    return sorted((f.name, f.status.value, f.documents, f.code, f.message) for f in report.files)
