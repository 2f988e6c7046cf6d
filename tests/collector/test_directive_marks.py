"""Entries about directives on the way of every export: collected, listed, archived, and there again after a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from cchc_tui.collector.archive_replay import run_rebuild
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.domain.moments import parse_iso
from cchc_tui.ingest.directive_marks import directive_text, new_directive
from cchc_tui.store.read.database import Reader
from cchc_tui.store.write.directives import entries
from tests.kits.asked_source import AskedSource

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
    assert stored(office) == {good}
