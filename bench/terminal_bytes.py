"""Bytes that go to a terminal of 120x40 when five units change, and when nothing does."""

from __future__ import annotations

from pathlib import Path

import inputs
from folders import collect, data_folder, drop, view_command
from measuring import PYTHON, Outcome, dotted
from terminal import Terminal, go_to_late_board, shows

from cchc_tui.demo import writer
from cchc_tui.demo.city import OFFICES, START
from cchc_tui.demo.dossiers import Dossier
from cchc_tui.demo.writer import csv_list, titles
from cchc_tui.ingest.marks import meeting_text
from cchc_tui.settings import DataFolder

_NOON = START + 3 * 3600 + 1800
#: Long enough for the marks of what changed to go again.
_WINDOW = 12.0


def five_units(pairs: int, quick: bool) -> Outcome:
    """Bytes in the twelve seconds after five wards get one more overdue dossier, until the marks of change are gone."""
    ours, idle = zip(*(_ours(quick) for _ in range(1 if quick else 3)), strict=True)
    theirs = _theirs()
    worst = max(ours)
    return Outcome(
        "Bytes to the terminal when five units change (120x40)",
        f"{dotted(worst)} bytes",
        "≤ 2.000 bytes",
        worst <= 2_000,
        [
            f"the same by update_cell: {dotted(theirs)} bytes",
            f"with nothing changing for {_WINDOW:.0f} s: {max(idle)} bytes (the clock's line)",
        ],
    )


def _ours(quick: bool) -> tuple[int, int]:
    rows = 5_000 if quick else 20_000
    made = inputs.dossiers(rows)
    with data_folder() as folder:
        drop(folder, inputs.plain_csv(rows))
        # Changes are counted from a meeting's start, which stays; the last export is another one after each load.
        (folder.inbox / "meeting.txt").write_text(meeting_text(START, True), encoding="utf-8")
        collect(folder)
        with Terminal(view_command(folder, _NOON)) as terminal:
            go_to_late_board(terminal)
            terminal.drain(2.0)
            idle = sum(len(chunk.data) for chunk in terminal.collect(_WINDOW))
            drop_five(folder, made)
            return sum(len(chunk.data) for chunk in terminal.collect(_WINDOW)), idle


def drop_five(folder: DataFolder, made: list[Dossier]) -> None:
    """Drop an export that has one more late dossier in each of five wards."""
    wards = [office for office in OFFICES if office.commune][:5]
    moment = _NOON - 60
    new = []
    for ward in wards:
        like = next(each for each in made if each.office is ward)
        dossier = Dossier(ward, like.procedure, START - 20 * 86_400, START - 15 * 86_400)
        dossier.code, dossier.officer, dossier.status = f"{ward.agency_code}-211021-9999", like.officer, 4
        new.append(dossier)
    aside = folder.path / ".five.part"
    aside.write_bytes(csv_list(new, titles(moment), writer.WIDE))
    aside.rename(folder.inbox / "five.csv")


def _theirs() -> int:
    with Terminal([PYTHON, str(Path(__file__).with_name("table_app.py"))]) as terminal:
        terminal.wait_for(shows("Đơn vị số 27"), 10)
        terminal.drain(1.0)
        terminal.send(b"x")
        return sum(len(chunk.data) for chunk in terminal.collect(3.0))
