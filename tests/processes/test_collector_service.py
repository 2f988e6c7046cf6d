"""The collector as a service: files arrive as people and programs put them there."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.status import read_status
from tests.kits.short_exports import LATER_ROWS, ROWS

LISTED = "SELECT name, verdict, rows FROM export ORDER BY id"


@pytest.fixture
def lists(exports: Path) -> Path:
    return exports / "igate_xlsx"


def reader_is_ready(office: Path, running_on: Any) -> bool:
    """Whether a reader has everything imported and waits for its file."""
    for pid in running_on(office):
        with suppress(OSError):
            process = Path(f"/proc/{pid}")
            if b"cchc_tui.ingest.reader_process" in (process / "cmdline").read_bytes():
                waits = (process / "stat").read_bytes().rpartition(b")")[2].split()[0] == b"S"
                return waits and b"calamine" in (process / "maps").read_bytes()
    return False


def test_a_dropped_list_is_loaded(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path, running_on: Any
) -> None:
    service = collect()
    dropped(lists / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: asked(office, LISTED), "the first list")
    wait(lambda: not any((office / "inbox").iterdir()), "an empty inbox")
    wait(lambda: reader_is_ready(office, running_on), "the next reader")
    dropped(lists / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 2, "the second list")
    assert asked(office, LISTED)[1] == ("DanhSachHoSo.xlsx", "accepted", LATER_ROWS)
    assert service.process.poll() is None


def write_in_two_halves(path: Path, content: bytes, pause: float) -> None:
    with path.open("wb") as file:
        file.write(content[: len(content) // 2])
        file.flush()
        time.sleep(pause)
        file.write(content[len(content) // 2 :])


def test_slow_copies_are_loaded_whole_and_once(
    office: Path, collect: Any, asked: Any, wait: Any, lists: Path, exports: Path
) -> None:
    collect()
    write_in_two_halves(office / "inbox" / "x.xlsx", (lists / "DanhSachHoSo.xlsx").read_bytes(), 0.7)
    wait(lambda: len(asked(office, LISTED)) == 1, "the workbook")
    write_in_two_halves(office / "inbox" / "x.csv", (exports / "igate_csv" / "danhsach.csv").read_bytes(), 1.0)
    wait(lambda: len(asked(office, LISTED)) == 2, "the text")
    wait(lambda: not any((office / "inbox").iterdir()), "an empty inbox")
    assert asked(office, LISTED) == [("x.xlsx", "accepted", ROWS), ("x.csv", "accepted", ROWS)]


def test_text_that_goes_on_after_a_pause_is_loaded_to_its_end(
    office: Path, collect: Any, asked: Any, wait: Any, exports: Path
) -> None:
    # The loaded half must still be there when the other half comes, however slow the machine is.
    collect("from cchc_tui.collector import readiness\nreadiness.PATIENCE = readiness.QUIET = 6.0")
    lines = (exports / "igate_csv" / "danhsach.csv").read_bytes().splitlines(keepends=True)
    path = office / "inbox" / "x.csv"
    path.write_bytes(b"".join(lines[: len(lines) // 2]))
    wait(lambda: asked(office, LISTED), "the first half")
    with path.open("ab") as file:
        file.write(b"".join(lines[len(lines) // 2 :]))
    # A text that went on after it was taken has to stand still for that long before it is taken again.
    wait(lambda: asked(office, "SELECT count(*) FROM dossier") == [(ROWS,)], "the whole list")
    wait(lambda: not any((office / "inbox").iterdir()), "an empty inbox")


def test_an_inbox_that_is_deleted_and_made_again_is_watched_again(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path
) -> None:
    collect()
    shutil.rmtree(office / "inbox")
    wait(lambda: "inbox" in read_status(office).last_error, "the trouble in the status")
    (office / "inbox").mkdir()
    wait(lambda: not read_status(office).last_error, "the end of the trouble")
    dropped(lists / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 1, "the list")


def test_a_deleted_database_is_rebuilt_while_running(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path
) -> None:
    service = collect()
    dropped(lists / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 1, "the list")
    for part in office.glob("cchc.db*"):
        part.unlink()
    wait(lambda: asked(office, LISTED) == [("DanhSachHoSo.xlsx", "accepted", ROWS)], "the list again")
    dropped(lists / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 2, "the second list")
    assert service.process.poll() is None


def test_it_ends_in_order_and_leaves_a_database_that_anybody_can_read(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path, running_on: Any
) -> None:
    service = collect()
    dropped(lists / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 1, "the list")
    service.process.terminate()
    wait(lambda: service.process.poll() is not None, "its end")
    assert service.process.returncode == 0
    assert not read_status(office).alive
    assert sqlite3.connect(office / "cchc.db").execute("PRAGMA journal_mode").fetchone() == ("delete",)
    wait(lambda: running_on(office) == [], "no process left")


def test_a_second_service_ends_by_itself(office: Path, collect: Any) -> None:
    collect()
    done = subprocess.run([sys.executable, "-m", "cchc_tui", "collect", "--data", office], check=False, timeout=10)
    assert done.returncode == 3


def test_a_fault_in_the_registry_is_reported_and_stops_nothing(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path
) -> None:
    collect()
    units = office / "registry" / "practices.toml"
    sound = units.read_text(encoding="utf-8")
    units.write_text(sound + "\n[[practice]]\nkey = 3\n", encoding="utf-8")
    wait(lambda: "practices.toml" in read_status(office).last_error, "the fault in the status")
    units.write_text(sound, encoding="utf-8")
    wait(lambda: not read_status(office).last_error, "the end of the fault")
    dropped(lists / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 1, "the list")


def test_a_collector_whose_lock_was_deleted_gives_way(office: Path, collect: Any, wait: Any) -> None:
    service = collect()
    (office / "state" / "collector.lock").unlink()
    wait(lambda: service.process.poll() == 1, "its end")


def test_a_name_that_is_no_utf_8_deafens_nobody(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path
) -> None:
    collect()
    part = os.fsencode(office) + b"/.part"
    shutil.copyfile(lists / "DanhSachHoSo.xlsx", part)
    os.rename(part, os.fsencode(office / "inbox") + b"/b\xe1\xff.xlsx")  # noqa: PTH104  no text names this file
    wait(lambda: len(asked(office, LISTED)) == 1, "the list")
    dropped(lists / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 2, "the second list")
    assert asked(office, LISTED)[0] == (r"b\xe1\xff.xlsx", "accepted", ROWS)


def test_progress_of_a_long_load_is_shown(office: Path, collect: Any, wait: Any, dropped: Any, long_list: Path) -> None:
    collect()
    dropped(long_list, office / "inbox")
    told: list[Any] = []

    def progress() -> bool:
        told.append(read_status(office).loading)
        return told[-1] is not None and told[-1].done > 0

    wait(progress, "progress")
    assert told[-1].name == long_list.name


def test_kills_at_random_moments_lose_nothing_and_load_nothing_twice(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path, exports: Path
) -> None:
    sources = [
        *(lists / "DanhSachHoSo.xlsx", exports / "igate_csv" / "danhsach.csv", exports / "igate_xls" / "DS_HoSo.xls"),
        *(lists / "later" / "DanhSachHoSo.xlsx", exports / "opencps_html" / "1636507800000.xls"),
    ]
    for number, source in enumerate(sources):
        dropped(source, office / "inbox", f"{number}{source.suffix}")
    moments = random.Random(2021)
    for _ in range(6):
        service = collect()
        time.sleep(moments.uniform(0.0, 0.5))
        service.kill()
    service = collect()
    wait(lambda: not any((office / "inbox").iterdir()), "an empty inbox")
    assert sorted(name for name, _, _ in asked(office, LISTED)) == ["0.xlsx", "1.csv", "2.xls", "3.xlsx", "4.xls"]
    assert {verdict for _, verdict, _ in asked(office, LISTED)} <= {"accepted", "partial"}
    kept = [path.read_bytes() for path in (office / "archive").rglob("*") if path.is_file()]
    assert sorted(kept) == sorted(source.read_bytes() for source in sources)
    assert asked(office, "PRAGMA integrity_check") == [("ok",)]


ENTRIES = "SELECT count(DISTINCT dossier) FROM search_entry"


def test_the_index_of_words_follows_the_loads_and_a_kill_only_delays_it(
    office: Path, collect: Any, asked: Any, wait: Any, dropped: Any, lists: Path
) -> None:
    dropped(lists / "DanhSachHoSo.xlsx", office / "inbox")
    subprocess.run([sys.executable, "-m", "cchc_tui", "--data", office, "collect", "--once"], check=True)
    assert asked(office, ENTRIES) == [(0,)]  # one run ends with the load: whoever waits for it waits for that
    service = collect()
    wait(lambda: asked(office, ENTRIES)[0][0] > 0, "the first entries")
    service.process.kill()
    service.process.wait()
    collect()
    everything = asked(office, "SELECT count(*) FROM dossier")
    wait(lambda: asked(office, ENTRIES) == everything, "all entries")
    dropped(lists / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(asked(office, LISTED)) == 2, "the second list")
    everything = asked(office, "SELECT count(*) FROM dossier")
    wait(lambda: asked(office, ENTRIES) == everything, "all entries again")
