"""How long the running app takes to show 300 changes, when a workbook of 20.000 rows arrives again."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import inputs
from folders import collect, data_folder, drop, view_command
from measuring import Outcome, dotted, in_turn, ratio_outcome
from python_calamine import CalamineWorkbook
from terminal import Terminal, go_to_late_board, shows

from cchc_tui.demo.city import START
from cchc_tui.settings import DataFolder

_NOON = START + 3 * 3600 + 1800


def changed(pairs: int, quick: bool) -> list[Outcome]:
    """From the rename into the inbox to the repaint of the board, against reading the workbook with calamine.

    Also the time for an unchanged workbook, against that for a changed one.
    """
    rows = 4_000 if quick else 20_000
    files = [inputs.changing_xlsx(rows, version) for version in range(pairs + 2)]
    turn = iter(files[1:])
    with data_folder() as folder:
        drop(folder, files[0][0])
        collect(folder)
        with Terminal(view_command(folder, _NOON)) as terminal:
            go_to_late_board(terminal)
            terminal.drain(2.0)

            def ours() -> float:
                path, late = next(turn)
                took = _until_shown(terminal, folder, path, dotted(late))
                terminal.drain(1.5)
                return took

            a, b = in_turn(pairs, ours, lambda: _iter_rows(files[1][0]))
            same = [_until_gone(terminal, folder, files[pairs + 1][0], number) for number in range(pairs)]
    first = ratio_outcome("Changed 20.000-row XLSX, rename to repaint", a, b, 2.0, "calamine iter_rows")
    second = ratio_outcome("The same file again, rename to done", same, a, 1 / 20, "the changed file")
    return [first, second]


def _until_shown(terminal: Terminal, folder: DataFolder, path: Path, figure: str) -> float:
    aside = folder.path / ".aside.part"
    shutil.copyfile(path, aside)
    begun = time.monotonic()
    aside.rename(folder.inbox / "list.xlsx")
    return terminal.wait_for(shows(figure), 30) - begun


def _until_gone(terminal: Terminal, folder: DataFolder, path: Path, number: int) -> float:
    """Seconds until the collector has taken an unchanged file out of the inbox. Such a file changes no board."""
    target = folder.inbox / f"again-{number}.xlsx"
    aside = folder.path / ".aside.part"
    shutil.copyfile(path, aside)
    begun = time.monotonic()
    aside.rename(target)
    while target.exists():
        time.sleep(0.0005)
        if time.monotonic() - begun > 30:
            raise TimeoutError("the unchanged file stays in the inbox")
    took = time.monotonic() - begun
    terminal.drain(0.5)
    return took


def _iter_rows(path: Path) -> float:
    begun = time.perf_counter()
    rows = sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
    took = time.perf_counter() - begun
    assert rows > 1_000
    return took
