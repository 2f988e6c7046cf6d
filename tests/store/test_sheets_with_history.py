"""What the table of a declared sheet keeps: what was said under each key, from when until when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.sheets import held
from cchc_tui.domain.privacy import Access
from cchc_tui.ingest.records import Batch, Head, SheetRow, Tail
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from tests.kits.store_kit import DAY, MORNING, Office, at, dossier

LIST = Sheet(
    name="toys",
    title="đồ chơi",
    brief="đồ chơi",
    heading="ĐỒ CHƠI",
    file="do-choi",
    key=("code",),
    complete=True,
    fields=(
        Field(name="code", type=FieldType.TEXT, headings=("Mã",), required=True),
        Field(name="of", type=FieldType.UNITS, headings=("Đơn vị",)),
        Field(name="keeper", type=FieldType.TEXT, headings=("Người giữ",), personal=True),
    ),
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setitem(SHEETS, LIST.name, LIST)
    office = Office(tmp_path)
    yield office
    office.writer.close()


def bring(office: Office, moment: int, *rows: tuple[str, str]) -> Any:
    made = [SheetRow(n, code, {"code": code, "of": of, "keeper": "Lê Văn Giữ"}) for n, (code, of) in enumerate(rows, 4)]
    return office.load([Head("toys", "xlsx", "", moment, False), Batch(tuple(made)), Tail(len(made), len(made), 0)])


def codes(office: Office, moment: int) -> list[str]:
    with office.source(MORNING + 9 * DAY).moment(moment) as then:
        return sorted(str(row.values["code"]) for row in held(then, "toys"))


def test_a_complete_sheet_ends_what_it_leaves_out(office: Office) -> None:
    bring(office, MORNING, ("a", ""), ("b", ""))
    bring(office, MORNING + DAY, ("b", ""), ("c", ""))
    assert [codes(office, MORNING + n * DAY) for n in (0, 1)] == [["a", "b"], ["b", "c"]]


def test_complete_sheets_give_the_same_in_whatever_order_they_come(office: Office) -> None:
    said = ({"a": "P6", "b": ""}, {"b": "P6", "c": ""}, {"a": "P6", "b": "", "c": ""}, {"b": "", "c": ""})
    sheets = [(MORNING + n * DAY, tuple(rows.items())) for n, rows in enumerate(said)]
    for order in permutations(sheets):
        office.start_again()
        for moment, rows in order:
            bring(office, moment, *rows)
        for moment, rows in sheets:
            with office.source(MORNING + 9 * DAY).moment(moment + 1) as then:
                found = {row.values["code"]: row.values["of"] for row in held(then, "toys")}
            assert found == {code: ("29878",) if of else () for code, of in rows}, (order, moment)


def test_several_units_stand_in_one_cell_and_none_of_them_is_guessed(office: Office) -> None:
    result = bring(office, MORNING, ("a", "Phường 6; P.11"), ("b", "Phường 6; Sở Tư pháp"))
    assert (result.loaded, result.unplaced) == (1, 1)
    with office.source().moment() as now:
        (row,) = held(now, "toys")
    assert row.values == {"code": "a", "of": ("29878", "29863"), "keeper": ""}
    with office.source().moment(access=Access(personal=True)) as now:
        assert held(now, "toys")[0].values["keeper"] == "Lê Văn Giữ"


def test_the_file_explains_itself_by_its_foreign_keys(office: Office) -> None:
    office.list([dossier("A-1"), dossier("A-2", agency="Sở Tư pháp", officer="")])
    office.list([dossier("A-1", due=at("10-31 16:00")), dossier("A-3")], MORNING + DAY)
    office.rollout([])
    bring(office, MORNING, ("a", "Phường 6"))
    connection = office.writer.connection
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    links = {
        table: {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
        for table in ("dossier", "version", "problem", "rollout", "toys", "finding")
    }
    assert links["dossier"]["procedure"] == links["version"]["officer"] == "term"
    assert links["dossier"]["unit"] == links["rollout"]["unit"] == "unit"
    assert {links[table]["export"] for table in links} == {"export"}
    assert links["version"]["dossier"] == links["finding"]["dossier"] == "dossier"
