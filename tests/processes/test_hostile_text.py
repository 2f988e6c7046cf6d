"""Whatever stands in a cell or a name is text: it commands neither the app nor the terminal."""

import base64
import csv
import io
import json
import os
import re
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kits.hostile_texts import HEADINGS, controls, hostile_list, hostile_names

Start = Callable[..., Any]


#: What the app gives to the clipboard: the path of what was taken along, or the table.
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


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
    running.wait_for("TRỄ NHIỀU NHẤT")
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
    shown.wait_for_end()


#: Runs commands one after another, as if each had been typed.
ONE_BY_ONE = """
import json, sys
from contextlib import suppress
from cchc_tui.cli import main
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["cchc-tui", *arguments]
    with suppress(SystemExit):
        main()
    print("---", flush=True)
"""


def test_the_commands_print_no_controls_either(office: Path, terminal: Start) -> None:
    (office / "inbox" / "a\x1b]52;c;SEFDSw==\x07.csv").write_bytes(hostile_list())
    (office / "inbox" / "[x]\x1b[31m\u202e.xlsx").write_bytes(b"no workbook")
    data = ("--data", str(office))
    commands = (
        ("check", *map(str, sorted((office / "inbox").iterdir()))),
        ("collect", "--once"),
        ("board", "late", "--by", "procedure", "--as-of", "2021-11-10T09:30"),
        ("board", "late", "--by", "unit", "--as-of", "2021-11-10T09:30"),
        ("board", "exports"),
        ("doctor",),
    )
    asked = json.dumps([[*command, *data] for command in commands])
    running = terminal(sys.executable, "-c", ONE_BY_ONE, asked, columns=200, rows=400)
    running.wait_for_end()
    running.settle()
    parts = bytes(running.raw).split(b"---\r\n")
    assert len(parts) == len(commands) + 1
    for command, part in zip(commands, parts, strict=False):
        assert part.strip(), command
        assert controls(part) == set(), command
        assert b"\x1b" not in part, command


def five_hundred() -> bytes:
    """Each name in a column of text, of a dossier that is late: as procedure, field, place, person, officer, …"""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    columns = (2, 3, 4, 8, 9, 10, 11, 12, 13)
    for number, name in enumerate(hostile_names(500)):
        fine = [number, f"000.00.12.H20-211001-{number:04d}", "Thủ tục", "Lĩnh vực", "Bộ phận TN&TKQ"]
        fine += ["01/10/2021 08:00", "05/10/2021 08:00", "", "Phường 6", "Họ tên", "0900000000", "Cán bộ"]
        row = [*fine, "Đang xử lý", "Trực tuyến"]
        for column in {columns[number % len(columns)], 2, 9, 11}:
            row[column] = name
        writer.writerow(row)
    return text.getvalue().encode("utf-8", "surrogatepass")


def test_five_hundred_hostile_names_go_through_every_screen_and_every_file(
    terminal: Start, office: Path, tmp_path: Path
) -> None:
    (office / "cchc.toml").write_text(
        f'[take]\nfolder = "{tmp_path / "taken"}"\n[privacy]\nofficers = true\n', encoding="utf-8"
    )
    shown = terminal(
        *(sys.executable, "-m", "cchc_tui", "--data", str(office), "--clock", "2021-11-10T09:30"), columns=140, rows=40
    )
    shown.wait_for("Chưa có dữ liệu")
    part = office / ".part"
    part.write_bytes(five_hundred())
    part.rename(office / "inbox" / "nam-tram-ten.csv")
    shown.wait_for("TRỄ NHIỀU NHẤT")
    down, enter, back, page, end = b"\x1b[B", b"\r", b"\x1b", b"\x1b[6~", b"\x1b[1;5F"
    look(shown, b"U")
    look(shown, enter)  # a reason that is offered
    shown.wait_for("CÁ NHÂN")
    look(shown, b"2")
    for _ in range(4):  # by field, procedure, officer, age
        look(shown, b"g")
        for keys in (page, page, end, enter, page, down, enter, back, back):
            look(shown, keys)
    # By unit, and on: the procedures are 500 hostile names.
    for keys in (b"g", b"g", b"g", down, b"s", b"1", b"w", back, b"e"):
        look(shown, keys)
    for _ in range(5):  # each form that a list can be taken along in
        look(shown, enter)
        time.sleep(0.5)
        shown.settle()
        look(shown, back)
        look(shown, b"e")
        for _ in range(1 + len(list((tmp_path / "taken").glob("*")))):
            look(shown, down)
    for keys in (
        back,
        back,
        b"/",
        b"cmd",
        back,
        b"0",
        b"g",
        down,
        b"g",
        down,
        b"g",
        b"g",
        b"4",
        enter,
        back,
        b"d",
        b"f",
    ):
        look(shown, keys)
    look(shown, b"\x1b[15~")  # F5
    for keys in (b"\x1b[C", b"\x1b[C", b"\x1b[C", back):
        look(shown, keys)
    assert controls(COPIED.sub(b"", bytes(shown.raw))) == set()
    for copied in COPIED.findall(bytes(shown.raw)):
        said = base64.b64decode(copied, validate=True).decode()
        assert "".join(said.splitlines()).replace("\t", "").isprintable(), said
        assert said.startswith(str(tmp_path)) or "\t" in said
    taken = [path for path in (tmp_path / "taken").iterdir() if path.is_file()]
    assert len({path.suffix for path in taken}) > 2, taken
    assert any("[@click=app.quit]bam[/]" in text for path in taken for text in texts_of(path))
    for path in taken:
        for text in texts_of(path):
            odd = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}} - set("\r\n\ufeff")
            assert odd == set(), path
    shown.send(b"\x11")
    shown.wait_for_end()


def texts_of(path: Path) -> list[str]:
    """What a file says, of a workbook each of its parts."""
    if path.suffix != ".xlsx":
        return [path.read_text(encoding="utf-8")] if path.suffix != ".png" else []
    with zipfile.ZipFile(path) as book:
        return [book.read(name).decode() for name in book.namelist()]
