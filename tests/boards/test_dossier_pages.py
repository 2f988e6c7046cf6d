"""From a figure to its dossiers, and from one to its past; no personal value is ever in these snapshots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.dossier_filter import DossierFilter, Only
from cchc_tui.domain.lateness import State
from cchc_tui.domain.privacy import Access
from tests.kits.store_kit import HOUR, MORNING, WARD_6, Office, at, dossier

LATER = MORNING + HOUR
ROWS = [
    dossier("000.00.35.H20-211001-0001", due=at("10-08 16:00")),
    dossier("000.00.35.H20-211001-0002", due=at("10-29 16:00"), returned=at("11-01 09:00")),
    dossier("000.00.35.H20-211001-0003", due=at("10-29 16:00"), status=10, finished=at("11-01 10:00")),
    dossier("000.00.35.H20-211001-0004", due=at("11-11 16:00")),
    dossier("000.00.35.H20-211001-0005", due=at("12-31 16:00"), returned=at("11-09 16:00")),
    dossier("000.00.35.H20-211001-0006", status=5),
    dossier("000.00.35.H20-211001-0007", status=10, finished=at("10-20 16:00")),
    dossier("000.00.35.H20-211001-0008", status=3),
    dossier("000.00.35.H20-211001-0009", agency="Phường 2"),
]
PERSONAL = ("Lê Văn Người Nộp", "0901234567", "12 Nguyễn Huệ", "Nguyễn Thị Một", "-0001", "-0002", "-0003")


@pytest.mark.parametrize(
    ("only", "due"),
    [
        ("late", ["10-08", "10-29", "10-29"]),
        ("overdue", ["10-08", "10-29"]),
        ("resolved_late", ["10-29"]),
        ("unclosed", ["10-29", "12-31"]),
        ("due_soon", ["11-11"]),
        ("waiting", ["10-30"]),
        ("all", ["10-08", "10-29", "10-29", "10-30", "10-30", "10-30", "11-11", "12-31"]),
    ],
)
@pytest.mark.parametrize("moment", [MORNING, LATER, MORNING - 60])
def test_the_list_behind_a_figure(office: Office, only: Only, due: list[str], moment: int) -> None:
    office.list(ROWS)
    source = office.source(moment)
    which = source.dossiers(DossierFilter(WARD_6, only))
    lines = source.lines(which, 0, 100)
    assert [line.due for line in lines] == [at(f"{day} 16:00") for day in due]
    assert list(which.days) == sorted(which.days, reverse=True)
    assert [line.days_late for line in lines] == list(which.days)
    assert all(line.unit == WARD_6 for line in lines)


def test_each_list_is_as_long_as_its_figure(office: Office) -> None:
    half_an_hour_ago = dossier("A-2", due=at("11-08 16:00"), status=10, finished=MORNING - HOUR // 2)
    office.list([*ROWS, dossier("A-1", status=5, returned=at("11-01 10:00")), half_an_hour_ago])
    office.list([*ROWS[1:], replace_row(ROWS[0], status=10, finished=at("11-10 09:00"))], LATER)
    source = office.source()
    for moment in (MORNING - HOUR, MORNING, LATER, LATER + 40 * 86400):
        counts = source.late(moment).row(WARD_6).counts
        for only in ("late", "overdue", "resolved_late", "unclosed", "due_soon", "waiting"):
            assert len(source.dossiers(DossierFilter(WARD_6, only), moment)) == getattr(counts, only), (moment, only)
        assert len(source.dossiers(DossierFilter(WARD_6, "all"), moment)) == counts.total


def replace_row(row, **fields):
    return dossier(row.code, **{"due": row.due, **fields})


def test_each_group_of_the_late_board_opens_its_own_dossiers(office: Office) -> None:
    office.list(
        [
            *ROWS,
            dossier("C-1", agency="P2", field="Hộ tịch", procedure="Khai sinh", officer="Hai"),
            dossier("C-2", field=""),
        ]
    )
    source = office.source()
    keys = {"unit": "unit", "field": "field", "procedure": "procedure", "officer": "officer", "age": "band"}
    for by in GROUPINGS:
        board = source.late(by=by)
        for row in board.rows:
            which = replace(DossierFilter(), **{keys[by]: row.key})
            assert len(source.dossiers(which)) == row.counts.late, (by, row.name)
    assert len(source.dossiers(DossierFilter(field="không có"))) == 0
    assert len(source.dossiers(DossierFilter(unit="không có"))) == 0


def test_pages_follow_one_another(office: Office) -> None:
    office.list([dossier(f"A-{n}", due=at("10-01 00:00") + n * 86400) for n in range(30)])
    source = office.source()
    which = source.dossiers(DossierFilter(WARD_6))
    paged = [line.id for offset in range(0, 40, 7) for line in source.lines(which, offset, 7)]
    assert paged == list(which.ids)
    assert len(which) == 30


def test_no_personal_value_is_in_a_list_or_a_page(office: Office) -> None:
    office.list(ROWS)
    office.list([replace_row(ROWS[0], applicant="Người Khác", officer="Hai"), *ROWS[1:]], LATER)
    source = office.source(LATER)
    which = source.dossiers(DossierFilter(WARD_6, "all"))
    shown = repr((which, source.lines(which, 0, 100), source.dossier(1), source.exports(), source.overview()))
    for value in (*PERSONAL, "Người Khác", "Hai"):
        assert value not in shown
    assert "000.00.35.H20-211001-…" in shown


def test_a_page_has_every_version_and_what_changed_in_it(office: Office) -> None:
    office.list([ROWS[0]], name="một.xlsx")
    office.list([replace_row(ROWS[0], applicant="Người Khác")], LATER, name="hai.xlsx")
    office.list([replace_row(ROWS[0], applicant="Người Khác", status=10, finished=at("10-08 15:00"))], LATER + HOUR)
    source = office.source(LATER + HOUR)
    page = source.dossier(1, shows=Access(personal=True))
    assert page is not None
    assert [(v.export_name, v.since, v.until, v.changed) for v in page.versions] == [
        ("một.xlsx", MORNING, LATER, ()),
        ("hai.xlsx", LATER, LATER + HOUR, ("applicant",)),
        ("3.xlsx", LATER + HOUR, None, ("status", "finished")),
    ]
    assert (page.line.state, page.unit_name, page.later) == (State.RESOLVED_ON_TIME, "Phường 6", 0)
    assert (page.last_seen, page.data_as_of) == (LATER + HOUR, LATER + HOUR)


def test_a_page_of_the_past_shows_what_was_known_then(office: Office) -> None:
    office.list([ROWS[0]])
    office.list([replace_row(ROWS[0], status=10, finished=at("10-08 15:00"))], LATER)
    office.list([dossier("A-2"), replace_row(ROWS[0], status=10, finished=at("10-08 15:00"))], LATER + HOUR)
    source = office.source()
    page = source.dossier(1, MORNING)
    assert page is not None
    assert (page.line.state, len(page.versions), page.later) == (State.OVERDUE, 1, 1)
    assert source.dossier(2, MORNING) is None
    assert source.dossier(99) is None
