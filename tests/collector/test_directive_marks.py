"""Entries about directives on the way of every export: collected, listed, archived, and there again after a rebuild."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import measure_check
from cchc_tui.collector.archive_replay import run_rebuild
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.domain.moments import LOCAL, parse_iso
from cchc_tui.ingest.check import check_file
from cchc_tui.ingest.directive_marks import directive_text, new_directive
from cchc_tui.store.read.database import Reader
from cchc_tui.store.write.directives import entries
from tests.kits.asked_source import AskedSource
from tests.kits.commands import run

Once = Callable[[], list[dict[str, Any]]]
NINE = parse_iso("2021-11-10T09:05:12")
DUE = parse_iso("2021-11-30T00:00")
MEASURE = "late.late[29878] = 0"


def stored(office: Any) -> set[DirectiveEntry]:
    with closing(Reader(office.database)) as reader:
        return set(entries(reader.connection))


def test_entries_are_loaded_listed_archived_and_rebuilt(office: Any, once: Once) -> None:
    source = AskedSource(office.path, Clock(NINE, 0))
    source.open()
    given = [new_directive(NINE, "Việc", ("29878",), DUE, MEASURE, NINE - 60) for _ in range(2)]  # in one second
    later = DirectiveEntry(given[0].directive, Act.EXTENDED, NINE + 60, due=DUE + 86_400)
    for entry in (later, *given, later):
        source.enter_directive(entry)
    assert sorted(file["verdict"] for file in once()) == ["accepted"] * 3 + ["repeated"]
    assert stored(office) == {*given, later}
    assert {row.kind for row in source.exports().rows} == {"directive"}
    assert all(row.label.startswith("Chỉ đạo 10/11") for row in source.exports().rows)
    source.close()
    for path in office.kept():
        path.unlink()
    assert run_rebuild(office.path) == 0  # from the marks that the database itself keeps
    assert stored(office) == {*given, later}
    assert len(office.kept()) == 3


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"units": ("99999",)}, "“99999”, không có trong danh mục"),
        ({"measure": "late.nothing[29878] = 0"}, "Các cột có số liệu: late,"),
        ({"measure": "late.late[29878] < 2"}, "Viết như unclosed.unclosed[29878] = 0"),
    ],
)
def test_by_hand_what_names_nothing_is_refused_and_the_rest_loads(
    office: Any, once: Once, changes: dict[str, Any], says: str
) -> None:
    good = new_directive(NINE, "Việc", ("29878",), DUE, MEASURE)
    (office.inbox / "a.txt").write_text(directive_text(good._replace(**changes)), encoding="utf-8")
    (office.inbox / "b.txt").write_text(directive_text(good), encoding="utf-8")
    found = {file["file"]: (file["verdict"], file["reason"]) for file in once()}
    assert found["b.txt"] == ("accepted", "")
    assert found["a.txt"][0] == "refused"
    assert says in found["a.txt"][1]
    kept = next(path for path in office.kept() if path.name.endswith("-a.txt"))
    checked = check_file(kept, office.path, measure_check.checked)
    assert (checked["verdict"], says in checked["reason"]) == ("refused", True)
    assert stored(office) == {good}


SHEET = """Nội dung,Đơn vị,Ngày giao,Thời hạn,Chỉ tiêu,Trạng thái,Kết quả,Ghi chú
Kết thúc hồ sơ,Phường 6; P.11,10/11/2021,30/11/2021,late.unclosed[29878] ≤ 1000,,,
Báo cáo,Phường 6,10/11/2021,30/11/2021,,Hoàn thành,đã xong,
Sai,Phường 6,10/11/2021,30/11/2021,late.name[29878] = 0,,,
"""


def test_rows_whose_measure_names_nothing_are_rejected_and_a_rebuild_gives_the_same(
    office: Any, once: Once, exports: Path
) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    path = office.inbox / "chi-dao.csv"
    path.write_text(SHEET, encoding="utf-8")
    os.utime(path, (datetime(2021, 11, 10, 9, tzinfo=LOCAL).timestamp(),) * 2)
    entry = new_directive(NINE, "Việc", ("29878",), DUE, MEASURE)
    (office.inbox / "a.txt").write_text(directive_text(entry), encoding="utf-8")
    found = {file["file"]: file for file in once()}
    assert found["chi-dao.csv"]["verdict"] == "partial"
    assert [(one["row"], "“late.name”" in one["reason"]) for one in found["chi-dao.csv"]["rejected"]] == [(4, True)]
    kept = next(path for path in office.kept() if path.name.endswith("chi-dao.csv"))
    (checked,) = json.loads(run("--data", str(office.path), "check", str(kept), "--json"))
    assert (checked["accepted"], [one["row"] for one in checked["rejected"]]) == (2, [4])
    boards = ("board", "directives", "--as-of", "2021-11-12T09:00", "--format", "json")
    before = json.loads(run("--data", str(office.path), *boards))
    told = [(row["number"], row["text"], row["measure"], row["state"]) for row in before["rows"]]
    assert told == [
        (1, "Kết thúc hồ sơ", "late.unclosed[29878] <= 1000", "done"),
        (2, "Báo cáo", None, "done"),
        (3, "Việc", MEASURE, "open"),
    ]
    assert run_rebuild(office.path) == 0
    assert json.loads(run("--data", str(office.path), *boards)) == before
