"""One word for one thing, and no word that no office writes: in every text, and so in every heading, help and file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import pofile

import cchc_tui
from cchc_tui.texts.tui import COLUMNS

ROOT = Path(cchc_tui.__file__).parent
CATALOG = ROOT / "locale" / "en" / "LC_MESSAGES" / "cchc.po"
#: What is no longer written, and what is written instead.
GONE = {
    r"kết thúc lùi|lùi về trước|lùi ngày hoàn thành": "ghi lùi ngày kết thúc",
    r"hoàn thành trùng|trùng khít": "kết thúc trùng giờ hẹn",
    r"giải quyết quá hạn|giải quyết trễ(?! hạn)": "giải quyết trễ hạn",
    r"tuổi trễ|trễ bao lâu": "số ngày trễ",
    r"thu nhận": "nhận tệp",
    r"xem cá nhân": "lượt xem dữ liệu cá nhân",
    r"không nơi nào": "không đơn vị nào",
    r"\b[Bb]ấm\b": "nhấn",
    r"\bhàng\b": "dòng",
    r"dán ra là|số là số": "lời thường",
    r"Trung vị \(": "Số ngày trễ ở giữa (trung vị)",
    r"giờ đặt": "giờ tập huấn",
    r"\bk\. ?(hoạch|thúc)": "kế hoạch, kết thúc",
    r"[Tt]hấy rõ|THẤY RÕ|[Cc]hưa thấy|CHƯA THẤY|“[Nn]hận”|“[Tt]hấy”": "báo cáo, thực tế",
    #: Files are renamed, and two columns change places: these are other words.
    r"(?<![Tt]hay )\b[Đđ]ổi\b(?! tên| chỗ)": "thay đổi, chọn",
}


def texts() -> list[str]:
    with CATALOG.open("rb") as file:
        ids = [message.id for message in pofile.read_po(file) if message.id]
    return [text.replace("\n", " ") for each in ids for text in (each if isinstance(each, tuple) else (each,))]


@pytest.mark.parametrize(("pattern", "instead"), GONE.items(), ids=GONE.values())
def test_no_text_says_otherwise(pattern, instead):
    assert [text for text in texts() if re.search(pattern, text)] == [], instead


@pytest.mark.parametrize("path", ["README.md", "docs/office.md", "docs/findings.md", "docs/keys.md", "docs/time.md"])
def test_no_document_says_otherwise(path):
    written = (ROOT.parent / path).read_text(encoding="utf-8")
    assert [pattern for pattern in GONE if re.search(pattern, written)] == []


def test_what_units_say_stands_beside_what_is_so():
    assert [" ".join(COLUMNS[key][0].split()) for key in ("claimed", "shown")] == ["báo cáo", "thực tế"]
