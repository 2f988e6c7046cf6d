"""What units claim of the models, and what became of every file that came."""

from __future__ import annotations

from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.problems import BAD_DATE, NO_CODE, NO_DUE
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_2, WARD_6, Office, claim, dossier

LATER = MORNING + HOUR


def test_all_wards_and_communes_stand_on_the_matrix_and_pioneers_are_marked(office: Office) -> None:
    board = office.source().rollout()
    assert len(board.rows) == 15
    assert [column.key for column in board.practices] == [
        "sunday",
        "wednesday-online",
        "no-appointment",
        "members-assist",
    ]
    pioneers = {(cell.unit, cell.practice) for row in board.rows for cell in row.cells if cell.pioneer}
    assert pioneers == {
        (WARD_2, "sunday"),
        ("29863", "wednesday-online"),
        ("29863", "no-appointment"),
        ("29892", "members-assist"),
    }
    assert all(cell.state == "" for row in board.rows for cell in row.cells)


def test_a_claim_is_shown_and_its_past_too(office: Office) -> None:
    first = office.rollout([claim("Phường 6", "sunday", "planned"), claim("P2", "sunday", "done", turns=12)])
    assert (first.loaded, first.changed) == (2, 0)
    second = office.rollout([claim("Phường 6", "sunday", "running"), claim("P2", "sunday", "done", turns=12)], LATER)
    assert (second.loaded, second.changed, second.unchanged) == (0, 1, 1)
    source = office.source()

    def states(moment: int) -> dict[str, str]:
        return {row.key: row.cells[0].state for row in source.rollout(moment).rows if row.cells[0].state}

    assert states(LATER) == {WARD_6: "running", WARD_2: "done"}
    assert states(MORNING) == {WARD_6: "planned", WARD_2: "done"}
    assert states(MORNING - DAY) == {WARD_6: "planned", WARD_2: "done"}  # before the first sheet, that one
    column = source.rollout(LATER).practices[0]
    assert (column.claimed, column.states["running"], column.states["done"]) == (2, 1, 1)
    assert source.rollout(MORNING).practices[0].claimed == 1
    assert [(event.unit_name, event.kind, event.detail) for event in source.overview(LATER).events] == [
        ("Phường 6", "claim", "sunday")
    ]


def test_an_older_sheet_changes_no_claim(office: Office) -> None:
    office.rollout([claim("Phường 6", "sunday", "done")], LATER)
    result = office.rollout([claim("Phường 6", "sunday", "planned")])
    assert (result.changed, result.older) == (0, 1)
    assert office.source(LATER).rollout().rows[0].cells[0].state in {"", "done"}


def test_of_two_claims_about_the_same_the_last_row_counts_and_it_is_said(office: Office) -> None:
    result = office.rollout([claim("Phường 6", "sunday", "planned"), claim("P6", "sunday", "done", row=9)])
    assert [(problem.severity, problem.row) for problem in result.problems] == [(Severity.NOTED, 9)]
    cells = {row.key: row.cells[0].state for row in office.source().rollout().rows}
    assert cells[WARD_6] == "done"


def test_files_are_listed_newest_first_with_what_became_of_them(office: Office) -> None:
    bad = Problem(Severity.REJECTED, BAD_DATE, "Sheet1", 12, "Ngày tiếp nhận", "32/13/2021")
    office.list([dossier("A-1"), dossier("A-2")], name="một.xlsx")
    office.list([dossier("A-1"), dossier("A-2", officer="Hai"), dossier("A-3")], LATER, [bad], name="hai.xlsx")
    board = office.source(LATER).exports()
    told = [(r.name, r.verdict, r.rows, r.rejected, r.loaded, r.changed, r.unchanged, r.moment) for r in board.rows]
    assert told == [
        ("hai.xlsx", "partial", 4, 1, 1, 1, 1, LATER),
        ("một.xlsx", "accepted", 2, 0, 2, 0, 0, MORNING),
    ]
    assert [row.name for row in office.source(MORNING).exports(MORNING).rows] == ["một.xlsx"]


def test_problems_are_gathered_by_kind_with_an_example(office: Office) -> None:
    bad = [Problem(Severity.REJECTED, BAD_DATE, "S", row, "Ngày nhận", "x") for row in (12, 13)]
    bad.append(Problem(Severity.REJECTED, NO_CODE, "S", 14, "Số hồ sơ"))
    office.list([dossier("A-1", due=None), dossier("A-2", agency="Sở Tư pháp"), dossier("A-3")], MORNING, bad)
    found = {(f.code, f.severity, f.export): (f.count, f.example.row) for f in office.source().exports().findings}
    assert found == {
        ("unit_unknown", "unplaced", 0): (1, 0),
        (NO_DUE, "noted", 0): (1, 0),
        (BAD_DATE, "rejected", 1): (2, 12),
        (NO_CODE, "rejected", 1): (1, 14),
    }


def test_the_overview_counts_what_is_wrong(office: Office) -> None:
    bad = Problem(Severity.REJECTED, BAD_DATE, "S", 12, "Ngày nhận", "x")
    office.list([dossier("A-1", due=None), dossier("A-2", agency="Sở Tư pháp")], MORNING, [bad])
    board = office.source().overview()
    assert (board.rejected_rows, board.unplaced_dossiers, board.no_due, board.refused_files) == (1, 1, 1, 0)
    assert (board.units, board.exports, [row.name for row in board.worst]) == (15, 1, [])
