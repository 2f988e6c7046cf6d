"""What is taken along reaches the clipboard of whoever sits at the terminal: a well-formed OSC 52, and no more."""

from __future__ import annotations

import base64
import csv
import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.kits.hostile_texts import controls, hostile_list

#: What a terminal is asked to put into the clipboard; OSC 52 ends with BEL.
CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/]+={0,2})\x07")


def sent(raw: bytes) -> list[str]:
    """The texts that were given to the clipboard."""
    return [base64.b64decode(found, validate=True).decode() for found in CLIPBOARD.findall(raw)]


def load(office: Path) -> None:
    part = office / ".part"
    part.write_bytes(hostile_list())
    os.rename(part, office / "inbox" / "danh-sach.csv")  # noqa: PTH104  in one step, as a careful program does


def test_path_and_table_reach_the_terminal_and_hostile_cells_command_nothing(
    terminal: Callable[..., Any], office: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mang-ve"
    (office / "cchc.toml").write_text(f'[take]\nfolder = "{folder}"\n')
    running = terminal(
        *(sys.executable, "-m", "cchc_tui", "--data", str(office), "--clock", "2021-11-10T09:30"), columns=110, rows=30
    )
    running.wait_for("Chưa có dữ liệu")
    load(office)
    running.wait_for("TRỄ NHIỀU NHẤT")
    running.send(b"2")
    running.wait_for("Phường 6")
    running.send(b"g")  # by field: hostile names
    running.wait_for("[/x]")
    running.send(b"\x05")  # Ctrl+E
    running.wait_for("Bảng tính Excel")
    for key, ending in ((b"2", "csv"), (b"3", "json"), (b"4", "svg"), (b"1", "xlsx")):
        running.send(key)
        running.wait_for(f".{ending}")
        running.wait_for("đã chép")
    running.send(b"5")
    running.wait_for("Đã chép")
    running.settle()
    paths, (table,) = sent(bytes(running.raw))[:4], sent(bytes(running.raw))[4:]
    assert sorted(map(Path, paths)) == sorted(folder.iterdir())
    assert all(len(base64.b64encode(text.encode())) <= 8192 for text in (*paths, table))
    assert "[@click=app.quit]bam[/]" in table
    assert controls(CLIPBOARD.sub(b"", bytes(running.raw))) == set()
    for text in (table, *(Path(path).read_text("utf-8-sig") for path in paths if not path.endswith("xlsx"))):
        assert all(char.isprintable() or char in "\r\n\t\xa0" for char in text)
    for row in csv.reader(io.StringIO(table, newline=""), delimiter="\t"):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    running.send(b"\x1b\x11")
    running.wait_for_end()
