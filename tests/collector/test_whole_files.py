"""A file is taken when it is whole, and no sooner."""

import os
import time
from pathlib import Path

import pytest

from cchc_tui.collector.readiness import Readiness, is_being_written
from cchc_tui.collector.watch import InboxEntry, scan

SETTLE, PATIENCE = 0.1, 0.4


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def readiness() -> Readiness:
    return Readiness(SETTLE, PATIENCE)


def only(inbox: Path) -> InboxEntry:
    (entry,) = scan(inbox)
    return entry


def test_a_sound_end_is_enough(inbox: Path, readiness: Readiness, exports: Path) -> None:
    for source in ("igate_xlsx/DanhSachHoSo.xlsx", "igate_xls/DS_HoSo.xls", "td_html/DanhSachHoSo-UBND.xls"):
        (inbox / "x").write_bytes((exports / source).read_bytes())
        assert readiness.seconds_left(only(inbox)) == 0, source


def test_a_sound_end_is_enough_even_while_a_program_keeps_the_file_open(
    inbox: Path, readiness: Readiness, exports: Path
) -> None:
    with (inbox / "x.xlsx").open("wb") as file:
        file.write((exports / "igate_xlsx/DanhSachHoSo.xlsx").read_bytes())
        file.flush()
        assert readiness.seconds_left(only(inbox)) == 0


def test_text_needs_two_equal_looks(inbox: Path, readiness: Readiness) -> None:
    (inbox / "x.csv").write_text("a,b\n1,2\n")
    assert 0 < readiness.seconds_left(only(inbox)) < SETTLE + 0.01
    time.sleep(SETTLE)
    assert readiness.seconds_left(only(inbox)) == 0


def test_text_that_grows_is_waited_for(inbox: Path, readiness: Readiness) -> None:
    (inbox / "x.csv").write_text("a,b\n1,2\n")
    readiness.seconds_left(only(inbox))
    time.sleep(SETTLE)
    with (inbox / "x.csv").open("a") as file:
        file.write("3,4\n")
    assert readiness.seconds_left(only(inbox)) > 0


def test_text_that_was_left_alone_long_ago_needs_no_second_look(inbox: Path, readiness: Readiness) -> None:
    (inbox / "x.csv").write_text("a,b\n1,2\n")
    long_ago = time.time() - 60
    os.utime(inbox / "x.csv", (long_ago, long_ago))
    assert readiness.seconds_left(only(inbox)) == 0


def test_text_from_a_clock_that_runs_ahead_is_ready_all_the_same(inbox: Path, readiness: Readiness) -> None:
    (inbox / "x.csv").write_text("a,b\n1,2\n")
    os.utime(inbox / "x.csv", (time.time() + 3600, time.time() + 3600))
    readiness.seconds_left(only(inbox))
    time.sleep(SETTLE)
    assert readiness.seconds_left(only(inbox)) == 0


def test_a_sender_that_stalls_is_waited_for(inbox: Path, readiness: Readiness) -> None:
    with (inbox / "x.csv").open("w") as file:
        file.write("a,b\n1,2\n")
        file.flush()
        readiness.seconds_left(only(inbox))
        time.sleep(SETTLE * 2)
        assert is_being_written(inbox / "x.csv") is True
        assert readiness.seconds_left(only(inbox)) > 0
    assert is_being_written(inbox / "x.csv") is False
    assert readiness.seconds_left(only(inbox)) == 0


def test_an_unsound_end_is_waited_for_and_then_handed_on(inbox: Path, readiness: Readiness, exports: Path) -> None:
    content = (exports / "igate_xlsx/DanhSachHoSo.xlsx").read_bytes()
    (inbox / "x.xlsx").write_bytes(content[: len(content) // 2])
    assert readiness.seconds_left(only(inbox)) > SETTLE
    time.sleep(PATIENCE)
    assert readiness.seconds_left(only(inbox)) == 0


def test_asking_who_writes_never_ends_this_process(inbox: Path) -> None:
    path = inbox / "x.csv"
    path.touch()
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        is_being_written(path)
        with path.open("a") as file:
            file.write("x")
