"""Marks of a look at personal data: read as written, strict, and whole at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.ingest.completeness import Completeness, completeness_of
from cchc_tui.ingest.marks import access_text, new_access, write_access
from cchc_tui.ingest.reader_client import ReaderClient
from cchc_tui.ingest.records import AccessRow, Kind
from cchc_tui.settings import Limits
from tests.kits.ingest_kit import Desk, at

pytestmark = pytest.mark.usefixtures("readers_at_hand")
MORNING = at("2021-11-10T08:30:05")
LOOK = AccessRecord(MORNING, MORNING + 300, False, "vanthu", "may-chu", "/srv/cchc", "công dân hỏi tại quầy")
OVER = LOOK._replace(until=MORNING + 60, over=True)


@pytest.mark.parametrize(("look", "moment"), [(LOOK, MORNING), (OVER, MORNING + 60)])
def test_a_mark_reads_as_it_was_written_also_through_a_process_of_its_own(
    desk: Desk, look: AccessRecord, moment: int
) -> None:
    path = write_access(desk.folder, look)
    assert completeness_of(path) is Completeness.YES
    result = desk.read(path)
    assert result.head is not None
    assert (result.head.kind, result.head.moment) == (Kind.ACCESS, moment)
    assert result.rows == [AccessRow(2, look)]
    reader = ReaderClient(None, Limits())
    try:
        (row,) = next(item.rows for item in reader.read(path) if hasattr(item, "problems"))
    finally:
        reader.close()
    assert row == AccessRow(2, look)


@pytest.mark.parametrize(
    "content",
    [
        access_text(LOOK)[:60],
        access_text(LOOK).replace("mở", "mo"),
        access_text(LOOK).replace("đến: 2021-11-10T08:35:05", "đến: 2021-11-10T08:29:05"),
        access_text(LOOK).replace("\n", "\r\n"),
        access_text(LOOK) + "thêm: một dòng\n",
        access_text(LOOK._replace(reason="\x1b]0;HACK\x07")),
        access_text(LOOK._replace(user="a\nmáy: b")),
    ],
)
def test_what_is_nearly_a_mark_is_refused_and_not_quoted(desk: Desk, content: str) -> None:
    path = desk.folder / "gan-dung.txt"
    path.write_text(content, encoding="utf-8", newline="")
    result = desk.read(path)
    assert result.refused is not None
    assert (result.refused.code, result.refused.value) == ("bad_access", "")


def test_who_looks_is_this_processs_user_and_a_reason_is_one_line(tmp_path: Path) -> None:
    look = new_access(MORNING, MORNING + 300, tmp_path, "lý do\x1b[2J\ncó hai dòng " + "x" * 900)
    assert look.user
    assert look.host
    assert look.folder == str(tmp_path)
    assert look.reason.isprintable()
    assert len(look.reason) == 200
    assert access_text(look).count("\n") == 8
