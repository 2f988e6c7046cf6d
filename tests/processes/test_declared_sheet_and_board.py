"""The examples of docs/house.md: a sheet and a board that nothing else knows are found everywhere a board is found."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.kits.presentation_kit import WALL

PAGE = Path(__file__).resolve().parents[2] / "docs" / "house.md"
#: What a line in each of both lists says; every Python process of the test reads it first.
LISTS = """
import suggestions_sheet
from cchc_tui.boards import listed
from cchc_tui.sheets import kinds

kinds.SHEETS["suggestions"] = suggestions_sheet.SHEET
listed.LISTED += (listed.Listed("suggestions", "y", "suggestions_board"),)
"""
APP = (sys.executable, "-m", "cchc_tui", "--clock", "2021-11-10T09:30", "--data")
WARD_6, WARD_2 = "Phường 6", "Phường 2"


@pytest.fixture(scope="module", autouse=True)
def declared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The sheet, the board and its further column, as the page declares them."""
    sheet, board, column = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    folder = tmp_path_factory.mktemp("declared")
    (folder / "suggestions_sheet.py").write_text(sheet)
    end = "    ),\n    ask="
    assert board.count(end) == 1
    (folder / "suggestions_board.py").write_text(board.replace(end, f"{column.rstrip()},\n{end}"))
    (folder / "sitecustomize.py").write_text(LISTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(tmp_path_factory.mktemp("office") / "data")


@pytest.fixture(scope="module")
def run(data: Path) -> Callable[..., bytes]:
    """Runs a command on the data folder; gives what it prints."""

    def run(name: str, *arguments: str) -> bytes:
        data_option = [str(data)] if name == "init" else ["--data", str(data)]
        return subprocess.run(
            [sys.executable, "-m", "cchc_tui", name, *arguments, *data_option], check=True, capture_output=True
        ).stdout

    return run


def fill_in(template: Path, target: Path, figures: dict[str, tuple[str, str]], when: str) -> None:
    """Writes both figures beside the names of units into a copy of the template, of that time."""
    rows = CalamineWorkbook.from_path(template).get_sheet_by_index(0).to_python()
    cells = {}
    for number, row in enumerate(rows, 1):
        for column, text in zip("CD", figures.get(str(row[1]), ()), strict=False):
            kind, value = ("n", f"<v>{text}</v>") if text.isdecimal() else ("inlineStr", f"<is><t>{text}</t></is>")
            cells.setdefault(number, []).append(f'<c r="{column}{number}" t="{kind}">{value}</c>')
    assert len(cells) == len(figures)
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(target, "w") as filled:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                for number, added in cells.items():
                    text = re.sub(rf'(<row r="{number}"[^>]*>.*?)(?=</row>)', rf"\1{''.join(added)}", text)
                content = text.encode()
            filled.writestr(name, content)
    moment = datetime.fromisoformat(f"{when}+07:00").timestamp()
    os.utime(target, (moment, moment))


@pytest.fixture(scope="module")
def loaded(data: Path, run: Callable[..., bytes], exports: Path, dropped: Any) -> Path:
    """A data folder with a list and two sheets, the later one with a row that can't be read. It is only looked at."""
    run("init")
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", data / "inbox")
    template = data / "templates" / "gop-y.xlsx"
    for when, figures in (
        ("2021-11-09T10:00", {"Phường 6": ("20", "5"), "Phường 2": ("8", "8")}),
        ("2021-11-10T09:00", {"Phường 6": ("24", "18"), "Phường 2": ("8", "8"), "Phường 1": ("4", "vài")}),
    ):
        fill_in(template, data / "inbox" / f"gop-y {when[5:10]}.xlsx", figures, when)
        run("collect", "--once")
    return data


def test_the_board_answers_as_json_table_and_workbook_now_and_in_the_past(
    loaded: Path, run: Callable[..., bytes], tmp_path: Path
) -> None:
    def board(*arguments: str) -> Any:
        return json.loads(run("board", "suggestions", "--format", "json", *arguments))

    def rows(told: Any) -> dict[str, tuple[Any, ...]]:
        return {row["name"]: (row["received"], row["answered"], row["share"]) for row in told["rows"]}

    shown = board()
    now, then = rows(shown), rows(board("--as-of", "2021-11-09T12:00"))
    assert (now[WARD_6], now[WARD_2]) == ((24, 18, 0.75), (8, 8, 1.0))
    assert (then[WARD_6], then[WARD_2]) == ((20, 5, 0.25), (8, 8, 1.0))
    silent = {row for unit, row in now.items() if unit not in (WARD_6, WARD_2)}
    assert silent == {(None, None, None)}
    assert shown["levels"]["commune"] == {"received": 32, "answered": 26, "share": 0.8125}

    lines = list(csv.DictReader(io.StringIO(run("board", "suggestions", "--format", "csv").decode("utf-8-sig"))))
    assert [line["Đã trả lời"] for line in lines if line["Đơn vị"] == "Phường 6"] == ["18"]
    book = tmp_path / "board.xlsx"
    run("board", "suggestions", "--format", "xlsx", "--out", str(book))
    sheet = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert [row[-3:] for row in sheet if "Phường 6" in row] == [[24, 18, 0.75]]


def test_a_row_that_can_not_be_read_is_listed_with_its_place_and_what_was_expected(loaded: Path, asked: Any) -> None:
    found = asked(loaded, "SELECT value, expected FROM problem WHERE severity = 'rejected'")
    assert [row[0] for row in found] == ["vài"]


def line_with(app: Any, name: str) -> str:
    return next((line for line in app.text.splitlines() if name in line), "")


def test_its_screen_has_changes_with_their_direction_now_and_in_the_past(
    loaded: Path, terminal: Any, wait: Any
) -> None:
    app = terminal(*APP, str(loaded), columns=120, rows=34)
    app.wait_for("10/11/2021")
    app.send(b"y")
    app.wait_for("Góp ý của người dân")
    wait(lambda: re.search(r"24 +▲ 4 +18 +▲ 13 +75,0 % +▲ 50,0 ", line_with(app, WARD_6)), "its figures")
    wait(lambda: re.search(r"8 += +8 += +100,0 %", line_with(app, WARD_2)), "a ward without changes")
    wait(lambda: "–" in line_with(app, "Phường 11"), "a ward that said nothing")
    app.send(b"[[")
    wait(lambda: "QUÁ KHỨ" in app.text and re.search(r"20 += +5 += +25,0 %", line_with(app, WARD_6)), "the past")


def test_its_map_its_page_on_the_wall_palette_and_help_need_nothing_more(loaded: Path, terminal: Any) -> None:
    app = terminal(*APP, str(loaded), columns=120, rows=34)
    app.wait_for("10/11/2021")
    app.send(b"\x10")  # Ctrl+P
    app.wait_for("Gõ tên bảng")
    for letter in "gop y":
        app.send(letter.encode())
        app.settle()
    app.wait_for("› gop y")
    app.wait_for("Góp ý đã nhận và đã trả lời của từng đơn vị.")
    app.send(b"\r")
    app.wait_for("75,0 %")
    app.send(b"v")
    app.wait_for("Tô màu theo tỷ lệ trả lời")
    app.send(b"v?")
    app.wait_for("Tỷ lệ trả lời 100,0 % = 8 / 8: đã trả lời / nhận được.")
    app.send(b"\x1b")
    app.wait_for("Xếp theo tỷ lệ trả lời")
    app.send(b"w")  # which columns are shown
    app.wait_for("đã trả lời / nhận được")
    app.send(b"\x1b")
    app.wait_for("Xếp theo tỷ lệ trả lời")
    app.send(b"\x1b[15~")  # F5
    pages = len(WALL)  # the toy, but not the page of data sources
    app.wait_for(f"1/{pages}")
    app.settle()
    app.send(b"\x1b[F")  # End: boards that presentation.toml does not name come last
    app.wait_for(f"{pages}/{pages}")
    app.wait_for("Góp ý của người dân")
    app.wait_for("Phường 6")
