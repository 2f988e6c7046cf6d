"""Whatever stands in a cell or a name is text: it commands neither the app nor the terminal."""

import csv
import io
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., Any]
HEADINGS = [
    *("STT", "Số hồ sơ", "Tên thủ tục hành chính", "Tên lĩnh vực", "Phòng ban", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày kết thúc xử lý", "Cơ quan/đơn vị", "Chủ hồ sơ", "Số điện thoại", "Cán bộ xử lý hiện tại"),
    *("Trạng thái hồ sơ", "Hình thức nhận"),
]
HOSTILE = {
    "markup": "[/x]",
    "action": "[@click=app.quit]bam[/]",
    "style": "[bold red on white]do",
    "colour": "\x1b[31mdo\x1b[0m",
    "clipboard": "\x1b]52;c;SEFDSw==\x07",
    "title": "\x1b]0;HACK\x07",
    "device": "\x1bP1;2|HACK\x1b\\",
    "c1": "\u009b31mdo\u009d52;c;SEFDSw==\u009c",
    "screen": "\x1b[?1049l\x1b[2J",
    "bidi": "\u202egnol\u2066x\u2069\u200f",
    "zero": "a\u200bb\ufeffc\u2028d\x00e",
    "tab": "a\tb\rc\x08\x7f",
}
#: What the app itself sends: cursor, colours, modes; and the shape of the mouse pointer.
COMMANDS = re.compile(r"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]")

POINTER = "\x1b]22;default\x07"


def controls(raw: bytes) -> set[str]:
    """What reached the terminal and is neither text nor a command of the app's own."""
    assert b"\x1b[31m" not in raw, "a colour from the data"
    text = COMMANDS.sub("", raw.decode("utf-8")).replace(POINTER, "")
    odd = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}} - {"\r", "\n"}
    return {text[max(0, text.index(char) - 20) : text.index(char) + 20] for char in odd}  # with what stands around it


def hostile_list() -> bytes:
    """Each hostile text in each column of text, of a dossier that is late."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number, bad in enumerate(HOSTILE.values()):
        code = f"000.00.12.H20-211001-{number:04d}"
        fine = [number, code, "Thủ tục", "Lĩnh vực", "Bộ phận TN&TKQ", "01/10/2021 08:00", "05/10/2021 08:00", ""]
        fine += ["Phường 6", "Họ tên", "0900000000", "Cán bộ", "Đang xử lý", "Trực tiếp"]
        for column in (1, 2, 3, 4, 8, 9, 10, 11, 12, 13):
            row = list(fine)
            row[1] = f"{code}-{column}"
            row[column] = f"{row[column]}{bad}" if column in (1, 2, 3) else bad
            writer.writerow(row)
        writer.writerow([*fine[:1], f"{code}-d", *fine[2:5], bad, *fine[6:]])  # a date that is none
    return text.getvalue().encode("utf-8")


@pytest.fixture
def shown(terminal: Start, office: Path) -> Any:
    """The app after the hostile list was loaded, under a hostile name."""
    running = terminal(
        *(sys.executable, "-m", "cchc_tui", "--data", str(office), "--clock", "2021-11-10T09:30"), columns=140, rows=40
    )
    running.wait_for("Chưa có dữ liệu")
    name = "[x]a\x1b]52;c;SEFDSw==\x07\u202e[@click=app.quit]b\x9b.csv".encode() + b"\xff.csv"
    part = os.fsencode(office) + b"/.part"
    Path(os.fsdecode(part)).write_bytes(hostile_list())
    os.rename(part, os.fsencode(office / "inbox") + b"/" + name)  # noqa: PTH104  no text names this file
    (office / "inbox" / "[@click=app.quit]\x1b]0;HACK\x07[x].xlsx").write_bytes(b"no workbook")
    running.wait_for("TRỄ NHIỀU NHẤT", 8)
    return running


def look(running: Any, keys: bytes) -> None:
    running.send(keys)
    running.settle()
    assert running.process.poll() is None, running.text


def test_no_text_from_the_data_commands_app_or_terminal(shown: Any) -> None:
    down, enter, back, palette = b"\x1b[B", b"\r", b"\x1b", b"\x10"
    walk = [b"1", down, b"2", enter, down, enter, back, back]  # a unit, a dossier
    walk += [b"g", down, enter, back, b"g", enter, back, b"g", b"g", b"4", down]  # by field, procedure, officer; models
    walk += [b"0", down, enter, back, b"g", down, b"g", b"1"]  # sources, findings
    walk += [b"\x1bOP", back, palette, b"[/x]", back, palette, b"Phuong", back, b"2"]
    seen = ""
    for keys in walk:
        look(shown, keys)
        seen += shown.text
    assert "[/x]" in seen
    assert "[@click=app.quit]bam[/]" in seen
    assert controls(bytes(shown.raw)) == set()
    shown.send(b"\x11")
    assert shown.wait_for_end(2) < 1.0


def test_the_commands_print_no_controls_either(office: Path, terminal: Start) -> None:
    (office / "inbox" / "a\x1b]52;c;SEFDSw==\x07.csv").write_bytes(hostile_list())
    (office / "inbox" / "[x]\x1b[31m\u202e.xlsx").write_bytes(b"no workbook")
    data = ("--data", str(office))
    for command in (
        ("check", *map(str, sorted((office / "inbox").iterdir()))),
        ("collect", "--once"),
        ("board", "late", "--by", "procedure", "--as-of", "2021-11-10T09:30"),
        ("board", "late", "--by", "unit", "--as-of", "2021-11-10T09:30"),
        ("board", "exports"),
        ("doctor",),
    ):
        running = terminal(sys.executable, "-m", "cchc_tui", *command, *data, columns=200, rows=200)
        running.wait_for_end(15)
        time.sleep(0.1)
        assert controls(bytes(running.raw)) == set(), command
        assert b"\x1b" not in running.raw, command
