"""A disk that can only be read all at once, as after a fault of it: said, and over when it is. Needs root."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.status import read_status
from tests.kits.mounts import read_only_over
from tests.kits.short_exports import LATER_ROWS, ROWS

pytestmark = pytest.mark.root
LIST = "DanhSachHoSo.xlsx"
SENTENCE = "chỉ còn đọc được"
LISTED = "SELECT name, verdict, rows FROM export ORDER BY id"


def test_it_is_said_on_the_screen_and_in_the_log_and_what_waits_is_loaded_afterwards(
    office: Path, collect: Any, terminal: Any, dropped: Any, exports: Path, wait: Any, asked: Any
) -> None:
    service = collect("from cchc_tui.collector import inbox_loop, retries\ninbox_loop.RETRY = retries.RETRY = 0.5")
    app = terminal(sys.executable, "-m", "cchc_tui", "--data", str(office), columns=200)
    dropped(exports / "igate_xlsx" / LIST, office / "inbox")
    app.wait_for("10/11/2021 08:30")
    app.send(b"2")
    app.wait_for("Phường 6")
    os.kill(service.process.pid, signal.SIGSTOP)
    dropped(exports / "igate_xlsx" / "later" / LIST, office / "inbox", "later.xlsx")
    with read_only_over(office):
        os.kill(service.process.pid, signal.SIGCONT)
        app.wait_for(SENTENCE)
        wait(lambda: SENTENCE in (office / "state" / "collector.log").read_text(), "the fault in the log")
        assert "Phường 6" in app.text
        assert [name for name, *_ in asked(office, LISTED)] == [LIST]
    app.wait_for("10/11/2021 09:30")
    wait(lambda: SENTENCE not in app.text, "the end of the trouble")
    wait(lambda: not list((office / "inbox").iterdir()), "an empty inbox")
    assert read_status(office).last_error == ""
    assert asked(office, LISTED) == [(LIST, "accepted", ROWS), ("later.xlsx", "accepted", LATER_ROWS)]
    events = [json.loads(line) for line in (office / "state" / "collector.log").read_text().splitlines()]
    faults = [(event["event"], SENTENCE in event.get("text", "")) for event in events if "fault" in event["event"]]
    assert faults == [("fault", True), ("fault_over", False)]


def test_a_collector_with_nothing_to_do_notices_it_too(office: Path, collect: Any, wait: Any, asked: Any) -> None:
    collect()
    wait(lambda: asked(office, "SELECT count(*) FROM export") == [(0,)], "a database")
    made = read_status(office).beat
    wait(lambda: read_status(office).beat > made + 1, "a second in which nothing was left to do")
    log = office / "state" / "collector.log"
    with read_only_over(office):
        wait(lambda: SENTENCE in log.read_text(), "the fault in the log")
    wait(lambda: "fault_over" in log.read_text(), "the end of the fault")
