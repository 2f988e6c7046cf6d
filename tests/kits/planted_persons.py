"""A folder with personal data planted everywhere, also where they do not belong, and a search for them in texts."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from cchc_tui.collector.once import run_once
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import LOCAL, parse_iso
from cchc_tui.ingest.marks import write_meeting
from tests.kits.asked_source import AskedSource
from tests.kits.made_folder import made_folder

NOW = parse_iso("2021-11-10T09:30")
TIME = datetime(2021, 11, 10, 9, 0, tzinfo=LOCAL).timestamp()  # of all files
#: Made up. What a citizen is found by, in personal columns and where nothing is quoted from.
PERSONS = {
    "applicant": "Phan Thị Trồng Ở Đây",
    "submitter": "Quách Văn Gieo",
    "phone": "0907654321",
    "address": "45 hẻm Giả Định",
    "e-mail": "gieo.trong@vidu.vn",
    "id": "087123456789",
    "in a title": "Tiêu Văn Đề",
    "in a note": "Ghi Văn Chú",
    "in a helper": "Trợ Thị Giúp",
    "in a long cell": "Dài Văn Ô",
    "in a code": "Mã Thị Số",
    "in a reason": "Hỏi Văn Cớ",
}
#: What is in columns that hold no persons, and in names of files and sheets: it is shown as it is written.
WRITTEN = {
    "a file name": "Kiều Thị Tệp",
    "a date": "Ngũ Thị Ngày",
    "a status": "Trạc Văn Thái",
    "a place": "Nơi Thị Chốn",
    "a sheet name": "Trang Thị Tờ",
    "a practice": "Mô Văn Hình",
    "a channel": "Kênh Văn Nhận",
}
#: Longer than the random part of a mark's file name, in which a shorter one may stand by chance.
SERIALS = [f"8123{n:06}" for n in range(24)]
OFFICER = "Chuyên Thị Viên"
HEADINGS = [
    *("Số hồ sơ", "Tên thủ tục hành chính", "Tên lĩnh vực", "Cơ quan/đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày kết thúc xử lý", "Ngày trả kết quả", "Chủ hồ sơ", "Người nộp", "Số điện thoại", "Địa chỉ"),
    *("Cán bộ xử lý hiện tại", "Trạng thái hồ sơ", "Hình thức nhận", "Người hỗ trợ"),
]


def row(number: int, **other: str) -> list[str]:
    values = {
        "code": f"000.00.30.H20-211011-{SERIALS[number]}",
        "procedure": "Chứng thực bản sao",
        "field": "Chứng thực",
        "agency": "UBND Phường 6",
        "received": "11/10/2021 08:00",
        "due": "20/10/2021 16:00",
        "finished": "",
        "returned": "21/10/2021 09:00" if number % 3 == 0 else "",
        "applicant": f"{PERSONS['applicant']} {PERSONS['id']}",
        "submitter": f"{PERSONS['submitter']} <{PERSONS['e-mail']}>",
        "phone": PERSONS["phone"],
        "address": PERSONS["address"],
        "officer": OFFICER,
        "status": "Đang xử lý",
        "channel": "Trực tuyến",
        "helper": PERSONS["in a helper"],
    }
    return list((values | other).values())


def planted(later: bool = False) -> bytes:
    """A list with personal data in its title, in each personal column, and in columns for other things."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"Danh sách hồ sơ của {PERSONS['in a title']}, ĐT {PERSONS['phone']}"])
    writer.writerow([f"Thời điểm kết xuất: {'10/11/2021 09:00' if later else '10/11/2021 08:00'}"])
    writer.writerow(HEADINGS)
    writer.writerows(row(n, due="25/11/2021 16:00" if later and n == 2 else "20/10/2021 16:00") for n in range(8))
    writer.writerow(row(8, received=WRITTEN["a date"]))
    writer.writerow(row(9, due="20/10/2021 sáng"))
    writer.writerow(row(10, status=WRITTEN["a status"]))
    writer.writerow(row(11, agency=f"Tổ {WRITTEN['a place']}"))
    writer.writerow(row(12, applicant=PERSONS["in a long cell"] * 400))
    writer.writerow(row(13, code=PERSONS["in a code"]))
    writer.writerow(row(14, channel=WRITTEN["a channel"]))
    writer.writerow(row(15, code=f"000.00.30.H20-211010-{SERIALS[15]}"))
    writer.writerow(row(16, finished="20/10/2021 16:00", status="Đã xử lý xong"))
    writer.writerow(row(17, due=""))
    writer.writerows([row(18), row(18, officer=f"{OFFICER} 2")])
    return text.getvalue().encode()


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, values in enumerate(rows):
                sheet.write_row(number, 0, values)


def make_office(data: Path) -> None:
    """Make a data folder that has loaded files with all planted texts."""
    made_folder(data)
    inbox = data / "inbox"

    def collect() -> None:
        for path in inbox.iterdir():
            os.utime(path, (TIME, TIME))
        assert run_once(data, as_json=True) == 0

    (inbox / f"ho so {WRITTEN['a file name']}.csv").write_bytes(planted())
    collect()
    (inbox / "danh-sach.csv").write_bytes(planted(later=True))
    (inbox / f"{WRITTEN['a file name']}.pdf").write_bytes(b"%PDF-1.4 " + PERSONS["in a title"].encode())
    (inbox / "khong-tieu-de.csv").write_text(f"{PERSONS['in a title']};{PERSONS['phone']}\n1;2\n", encoding="utf-8")
    write_meeting(inbox, NOW - 60, True)
    (inbox / "dau.txt").write_text(f"cchc-tui: {PERSONS['in a title']}\nx: y\n", encoding="utf-8")
    rollout = [["Đơn vị", "Mô hình", "Tình trạng", "Ngày bắt đầu", "Số lượt", "Ghi chú"]]
    rollout.append(["Phường 6", "Ngày Chủ Nhật thân thiện", "Đang triển khai", "01/10/2021", "3", PERSONS["in a note"]])
    rollout.append(["Phường 2", WRITTEN["a practice"], WRITTEN["a status"], "", "ba", ""])
    workbook(inbox / "mo-hinh.xlsx", {WRITTEN["a sheet name"]: rollout})
    listed = [HEADINGS, row(19), row(20, received=WRITTEN["a date"])]
    workbook(inbox / "hai-trang.xlsx", {WRITTEN["a sheet name"]: listed, WRITTEN["a file name"]: rollout})
    collect()
    source = opened(data)
    source.end_access(source.begin_access(PERSONS["in a reason"]))
    source.begin_access(f"bà {PERSONS['applicant']} hỏi")
    source.close()
    collect()


def opened(data: Path) -> AskedSource:
    source = AskedSource(data, Clock(NOW, 0))
    source.open()
    return source


def texts_in(thing: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in a snapshot, with the path of attributes and keys that leads to it."""
    if isinstance(thing, str):
        yield path, thing
    elif isinstance(thing, dict) or hasattr(thing, "items"):
        for key, value in thing.items():
            yield from texts_in(key, f"{path}[]")
            yield from texts_in(value, f"{path}[{str(key)[:12]}]")
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from texts_in(getattr(thing, field.name), f"{path}.{field.name}")
    elif isinstance(thing, tuple) and hasattr(thing, "_fields"):
        for name in thing._fields:
            yield from texts_in(getattr(thing, name), f"{path}.{name}")
    elif isinstance(thing, list | tuple | set | frozenset):
        for number, value in enumerate(thing):
            yield from texts_in(value, f"{path}[{number}]")


def told(text: str) -> set[str]:
    """Which planted personal data a text contains, also if broken over lines."""
    flat = " ".join(text.split())
    found = {place for place, value in PERSONS.items() if value in flat}
    found |= {"serial" for serial in SERIALS if f"-{serial}" in flat}
    return found | ({"officer"} if OFFICER in flat else set())


def unzipped(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())
