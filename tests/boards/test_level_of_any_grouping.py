"""The level that is looked at counts for every grouping, and for the dossiers behind a row."""

from __future__ import annotations

import pytest

from cchc_tui.boards.board import By
from cchc_tui.boards.dossier_filter import DossierFilter
from tests.kits.store_kit import Office, dossier

LATE = [
    *(dossier(f"w6-{n}", agency="Phường 6", field="Đất đai", officer="A") for n in range(3)),
    *(dossier(f"w2-{n}", agency="Phường 2", field="Hộ tịch", officer="B") for n in range(2)),
    *(dossier(f"tp-{n}", agency="Phòng Tư pháp", field="Hộ tịch", officer="A") for n in range(4)),
    dossier("none", agency="Sở Nội vụ", field="Hộ tịch", officer="A"),
]


@pytest.mark.parametrize(
    ("level", "fields"),
    [
        ("", {"Đất đai": 3, "Hộ tịch": 7}),
        ("commune", {"Đất đai": 3, "Hộ tịch": 2}),
        ("city", {"Hộ tịch": 4}),
    ],
)
def test_rows_count_one_level_and_lead_to_its_dossiers(office: Office, level: str, fields: dict[str, int]) -> None:
    office.list(LATE)
    source = office.source()
    rows = {row.key: row.counts.late for row in source.late(by="field", level=level).rows}
    assert rows == fields
    for field, late in fields.items():
        assert len(source.dossiers(DossierFilter(field=field, level=level))) == late


@pytest.mark.parametrize("by", ["procedure", "officer", "age", "unit"])
@pytest.mark.parametrize(("level", "late"), [("commune", 5), ("city", 4)])
def test_every_grouping_adds_up_to_the_level(office: Office, by: By, level: str, late: int) -> None:
    office.list(LATE)
    board = office.source().late(by=by, level=level)
    assert sum(row.counts.late for row in board.rows) == board.levels[level].late == late
