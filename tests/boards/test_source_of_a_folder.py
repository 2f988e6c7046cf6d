"""The source answers in any thread, and follows the clock and the settings of its folder."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.domain.clock import Clock
from cchc_tui.registry import RegistryError, default_folder, load
from cchc_tui.store.read.database_file import StoreError
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import HOUR, MORNING, WARD_6, Office, dossier

#: SQLite crashes the process where a connection is closed under a query.
CLOSED_IN_BETWEEN = """
import random, sqlite3, sys, threading, time
from pathlib import Path
from cchc_tui.boards.late import late_board
from cchc_tui.boards.source import Source
from cchc_tui.boards.timeline import timeline
from cchc_tui.domain.clock import Clock

def ask(source):
    try:
        while True:
            with source.moment() as moment:
                late_board(moment)
                timeline(moment)
            source.changed()
    except sqlite3.Error:
        pass

for _ in range(40):
    source = Source(Path(sys.argv[1]), Clock())
    source.open()
    threads = [threading.Thread(target=ask, args=[source]) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(random.random() / 50)
    source.close()
    for thread in threads:
        thread.join()
"""


def test_many_threads_ask_at_once_while_lists_come(office: Office) -> None:
    office.list([dossier(f"A-{n}") for n in range(50)])
    source = office.source(MORNING + HOUR)
    wrong: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            board = source.late()
            if (
                sum(row.counts.total for row in board.rows) != board.levels["commune"].total
                or board.levels["commune"].total % 50
            ):
                wrong.append(board)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 6):
        office.list([dossier(f"A-{n}", officer=f"{number}") for n in range(50 * (number + 1))], MORNING + number)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert source.late().levels["commune"].total == 300
    source.close()


def test_each_thread_learns_of_a_change_for_itself(office: Office) -> None:
    source = office.source()
    assert source.changed()
    office.list([dossier("A-1")])
    told: list[bool] = []
    thread = threading.Thread(target=lambda: told.append(source.changed()))
    thread.start()
    thread.join()
    assert (source.changed(), source.changed(), told) == (True, False, [True])
    source.close()


def test_now_is_what_the_clock_says(office: Office) -> None:
    office.list([dossier("A-1")])
    source = AskedSource(office.folder, Clock(MORNING - HOUR, 0))
    source.open()
    assert source.late().as_of == MORNING - HOUR
    assert source.late(MORNING).as_of == MORNING
    source.close()


def test_the_folders_own_settings_and_registry_count(office: Office) -> None:
    office.list([dossier("A-1", due=MORNING - 60)])
    (office.folder / "cchc.toml").write_text('compare = "date"\n', encoding="utf-8")
    source = AskedSource(office.folder, Clock(MORNING, 0))
    source.open()
    assert source.late().levels["commune"].late == 0
    source.close()
    (office.folder / "cchc.toml").write_text('compare = "week"\n', encoding="utf-8")
    with pytest.raises(RegistryError):
        AskedSource(office.folder).open()


def test_a_changed_registry_is_used_when_the_store_follows_it(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr("cchc_tui.boards.source._LOOK_SECONDS", 0.0)
    shutil.copytree(default_folder(), office.folder / "registry")
    office.list([dossier("A-1", agency="Phường Sáu")])
    source = office.source()
    source.changed()
    units = office.folder / "registry" / "units.toml"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace('name = "Phường 6"', 'name = "Phường Sáu"', 1), encoding="utf-8")
    assert not source.changed()  # boards and store speak of one registry
    row = source.late().row(WARD_6)
    assert row is not None
    assert (row.name, row.counts.total) == ("Phường 6", 0)
    office.registry = load(office.folder / "registry")
    office.start_again()
    office.list([dossier("A-1", agency="Phường Sáu")])
    assert source.changed()
    row = source.late().row(WARD_6)
    assert row is not None
    assert (row.name, row.counts.total) == ("Phường Sáu", 1)
    units.write_text("broken", encoding="utf-8")
    office.list([dossier("A-2", agency="Phường Sáu")], MORNING + HOUR)
    assert source.changed()
    assert source.late(MORNING + HOUR).row(WARD_6) is not None
    source.close()


def test_what_does_not_affect_the_store_is_used_at_once(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr("cchc_tui.boards.source._LOOK_SECONDS", 0.0)
    office.list([dossier("A-1")])
    source = office.source()
    assert (source.changed(), source.changed()) == (True, False)
    (office.folder / "registry").mkdir()
    for name, text in (("presentation.toml", "seconds = 7\n"), ("targets.toml", "late_rate = 0.25\n")):
        (office.folder / "registry" / name).write_text(text, encoding="utf-8")
        assert (source.changed(), source.changed()) == (True, False)
    assert (source.registry.presentation.seconds, source.registry.targets.late_rate) == (7, 0.25)
    (office.folder / "cchc.toml").write_text("stale_minutes = 5\n", encoding="utf-8")
    assert source.changed()
    assert source.settings.stale_minutes == 5
    source.close()


def test_a_closed_source_answers_no_more_than_an_error(office: Office) -> None:
    source = office.source()
    reader = source._reader()
    source.close()
    with pytest.raises(sqlite3.ProgrammingError):
        reader.data_version()


def test_a_folder_that_had_data_and_is_gone_is_lost_and_not_empty(office: Office) -> None:
    office.list([dossier("A-1")])
    source = office.source()
    source.changed()
    before = source.late().levels["commune"].total
    away = office.folder.rename(office.folder.with_name("away"))
    told: list[str] = []

    def ask() -> None:
        for question in (source.changed, source.late, source.exports):
            try:
                question()
            except StoreError as error:
                told.append(error.code)

    ask()
    thread = threading.Thread(target=ask)  # another thread, which had no connection before
    thread.start()
    thread.join()
    assert told == ["gone"] * 6
    away.rename(office.folder)
    assert source.late().levels["commune"].total == before == 1
    source.close()


def test_a_folder_in_which_nothing_was_ever_loaded_is_empty(tmp_path: Path) -> None:
    source = AskedSource(tmp_path, Clock(MORNING, 0))
    source.open()
    assert source.changed()
    assert source.exports().rows == ()
    source.close()


def test_closing_while_other_threads_ask_ends_their_queries_and_no_process(office: Office) -> None:
    office.list([dossier(f"A-{n}") for n in range(3_000)])
    done = subprocess.run([sys.executable, "-c", CLOSED_IN_BETWEEN, office.folder], timeout=60, check=False)
    assert done.returncode == 0


def test_a_source_that_was_closed_while_a_moment_was_open_answers_no_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.list([dossier("A-1")])
    monkeypatch.setattr("cchc_tui.boards.source._CLOSE_SECONDS", 0.01)
    for _ in range(3):
        source = office.source()
        with source.moment():
            closing = threading.Thread(target=source.close)
            closing.start()
            closing.join()  # it does not wait for the moment for ever
        with pytest.raises(sqlite3.Error):
            source.changed()
