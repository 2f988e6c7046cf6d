"""What the table of a declared sheet keeps: what was said under each key, from when until when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
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


#: A sheet that may leave out a key without ending it.
NOTES = msgspec.structs.replace(LIST, name="notes", complete=False)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    for sheet in (LIST, NOTES):
        monkeypatch.setitem(SHEETS, sheet.name, sheet)
    office = Office(tmp_path)
    yield office
    office.writer.close()


def bring(office: Office, moment: int, *rows: tuple[str, str], kind: str = "toys") -> Any:
    made = [SheetRow(n, code, {"code": code, "of": of, "keeper": "Lê Văn Giữ"}) for n, (code, of) in enumerate(rows, 4)]
    return office.load([Head(kind, "xlsx", "", moment, False), Batch(tuple(made)), Tail(len(made), len(made), 0)])


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


def said_of_a(office: Office, moment: int) -> tuple[str, ...]:
    with office.source(MORNING + 9 * DAY).moment(moment) as then:
        return next((row.values["of"] for row in held(then, "notes") if row.values["code"] == "a"), ("nothing",))


def test_sheets_that_say_again_what_a_late_one_denies_give_the_same_in_whatever_order_they_come(office: Office) -> None:
    said = ("", "P6", "", "P6")
    sheets = [(MORNING + n * DAY, of) for n, of in enumerate(said)]
    for order in permutations(sheets):
        office.start_again()
        for moment, of in order:
            bring(office, moment, ("a", of), kind="notes")
        shown = [said_of_a(office, moment + 1) for moment, _ in sheets]
        assert shown == [("29878",) if of else () for of in said], order


def test_what_a_late_sheet_says_holds_until_the_next_one_at_the_latest(office: Office) -> None:
    bring(office, MORNING, ("a", ""), kind="notes")
    bring(office, MORNING + 2 * DAY, ("b", ""), kind="notes")
    bring(office, MORNING + 3 * DAY, ("a", ""), kind="notes")
    late = bring(office, MORNING + DAY, ("a", "P6"), kind="notes")
    assert (late.older, late.changed, late.loaded) == (1, 0, 0)
    shown = [said_of_a(office, MORNING + n * DAY) for n in range(4)]
    assert shown == [(), ("29878",), (), ()]


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
