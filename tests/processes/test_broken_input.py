"""Bytes that no keyboard sends: the app goes on, whatever a bad line makes of what is typed."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

BROKEN = [
    b"\xff\xfe\x80",
    b"\x1b[55555555555u",
    b"\x1b[1114112u",
    b"\x1b[55296u",
    b"\xc3",
    b"\x1b[99999999999999999999~",
]


def test_what_is_no_text_and_no_key_is_left_out(
    terminal: Callable[..., Any], office: Path, dropped: Any, exports: Path
):
    running = terminal(sys.executable, "-m", "cchc_tui", "--data", str(office), "--clock", "2021-11-10T08:31")
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    running.wait_for("10/11/2021 08:30")
    for sent in BROKEN:
        running.wait_for("TRỄ NHIỀU NHẤT")
        assert "Xếp theo" not in running.text, sent
        running.send(sent)
        running.settle()
        running.send(b"2")
        running.settle()
        running.send(b"2")  # a byte that begins a letter may have taken the first one with it
        running.wait_for("Xếp theo")
        assert running.process.poll() is None, sent
        running.send(b"1")
    assert "Traceback" not in running.raw.decode(errors="replace")
