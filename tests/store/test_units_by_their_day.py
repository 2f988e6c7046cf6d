"""A dossier's unit is the one of that name on the day it was received."""

from __future__ import annotations

from tests.kits.store_kit import HOUR, Office, at, dossier


def test_a_name_is_looked_up_on_the_day_received(office: Office) -> None:
    day = {"received": at("10-15 09:00"), "due": at("12-30 16:00")}
    merged = {key: moment + 4 * 365 * 86400 for key, moment in day.items()}  # in October 2025
    office.list(
        [
            dossier("A-1", agency="Phường 1", **day),
            dossier("A-2", agency="Phường Cao Lãnh", **merged),
            dossier("A-3", agency="Phường Cao Lãnh", **day),  # no unit had that name then
        ],
        merged["received"] + HOUR,
    )
    board = office.source(merged["received"] + HOUR).late()
    assert {row.key: row.counts.total for row in board.rows if row.counts.total} == {"29866": 1, "29869@2025-07-01": 1}
    assert board.unplaced.total == 1
    assert {row.code for row in board.rows if row.counts.total} == {"29866", "29869"}
