"""The memory of a running viewer: while personal data are hidden, none of them is in it, in any form of a text."""

import re
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from cchc_tui.settings import DataFolder
from tests.kits.short_exports import EXPORTS

#: Python keeps a text with 1, 2 or 4 bytes a character; SQLite and the terminal have UTF-8.
ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")
_MOST = 1 << 28


def memory_of(pid: int) -> Iterable[bytes]:
    """The readable and writable parts of a process's memory."""
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found is None:
                continue
            begin, end = (int(place, 16) for place in found.groups())
            if end - begin < _MOST:
                memory.seek(begin)
                try:
                    yield memory.read(end - begin)
                except OSError:  # a part that went away meanwhile
                    continue


def found_in(pid: int, words: Iterable[str]) -> set[str]:
    """The words that stand in a process's memory."""
    patterns = {word.encode(encoding): word for word in words for encoding in ENCODINGS}
    either = re.compile(b"|".join(re.escape(pattern) for pattern in sorted(patterns, key=len, reverse=True)))
    return {patterns[match[0]] for part in memory_of(pid) for match in either.finditer(part)}


def persons(office: Path) -> list[str]:
    """The personal values of dossiers of one unit, some of which its list shows. Some officers have the same names."""
    values = []
    with closing(sqlite3.connect(DataFolder(office).personal)) as database:
        for column in ("code", "applicant", "phone", "address", "helper"):
            months = "code LIKE '000.00.12.%-2101%' OR code LIKE '000.00.12.%-2106%'"
            ours = f"dossier IN (SELECT dossier FROM person WHERE {months})"
            values += database.execute(f"SELECT DISTINCT {column} FROM person WHERE {ours}").fetchall()
    with closing(sqlite3.connect(DataFolder(office).database)) as database:
        officers = {text for (text,) in database.execute("SELECT text FROM term")}
    return [value for (value,) in values if value and len(value) > 8 and value not in officers]


def to_the_list(running: Any, wait: Any) -> None:
    """Open the list of the unit that the board of late dossiers has first."""

    def on_first() -> bool:
        running.send(b"2")  # also closes what is still open over the board
        running.settle()
        running.send(b"\x1b[H")
        running.settle()
        return any(line.startswith("▶") and "Phòng Tài chính" in line for line in running.text.splitlines())

    wait(on_first, "the cursor on Phòng Tài chính")
    running.send(b"\r")
    running.wait_for("▶ …")  # a row, where Enter opens it


def test_no_person_is_in_the_memory_of_a_viewer_until_shown(
    terminal: Any, office: Path, dropped: Any, wait: Any
) -> None:
    running = terminal(sys.executable, "-m", "cchc_tui", "--data", str(office), "--clock", "2021-11-10T09:30")
    running.wait_for("Chưa có dữ liệu")
    dropped(EXPORTS / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    running.wait_for("10/11/2021 08:30")
    words = persons(office)
    assert len(words) > 30
    to_the_list(running, wait)
    for keys, shown in ((b"\r", "CÁC LẦN KẾT XUẤT"), (b"\x1b", "Lọc ["), (b"0", "Nguồn dữ liệu")):
        running.send(keys)
        running.wait_for(shown)
    running.settle()
    assert found_in(running.process.pid, words) == set()
    to_the_list(running, wait)
    running.send(b"U")
    running.wait_for("Lý do")
    running.send(b"\r")
    running.wait_for("DỮ LIỆU CÁ NHÂN")
    running.wait_for("Chủ hồ sơ")
    assert found_in(running.process.pid, words)
