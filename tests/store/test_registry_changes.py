"""When the registry changes, what follows from it follows: no file has to come again."""

from __future__ import annotations

import shutil
from pathlib import Path

from store_kit import HOUR, MORNING, Office, at, dossier

from cchc_tui.registry import default_folder, load
from cchc_tui.store import recount


def _registry(folder: Path, name: str, old: str, new: str) -> Path:
    own = folder / "registry"
    if not own.is_dir():
        shutil.copytree(default_folder(), own)
    text = (own / name).read_text(encoding="utf-8")
    assert old in text
    (own / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return own


def test_an_alias_that_is_added_places_the_dossiers_that_bore_it(office: Office) -> None:
    rows = [dossier("A-1", agency="Khu phố Sáu"), dossier("A-2")]
    office.list(rows)
    office.list([dossier("A-1", agency="Khu phố Sáu", officer="Hai"), rows[1]], MORNING + HOUR)
    assert (office.late(MORNING + HOUR).total, office.source(MORNING + HOUR).late().unplaced.total) == (1, 1)
    own = _registry(office.folder, "units.toml", 'name = "Phường 6"', 'name = "Phường 6"\naliases = ["Khu phố Sáu"]')
    office.registry = load(own)
    office.list(rows[:1], MORNING + 2 * HOUR)
    for moment in (MORNING, MORNING + HOUR, MORNING + 3 * HOUR):
        assert (office.late(moment).total, office.source(moment).late().unplaced.total) == (2, 0)


def test_a_day_off_that_is_added_changes_how_late_they_were(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-01 16:00"), status=10, finished=at("11-04 10:00"))])

    def median() -> float | None:
        row = office.source().late().row("29878")
        assert row is not None
        return row.days_late_median

    assert median() == 3
    own = _registry(office.folder, "calendar.toml", "[[day]]", "[[day]]\ndate = 2021-11-03\nworked = false\n\n[[day]]")
    office.registry = load(own)
    with office.writer.transaction() as connection:
        assert recount.if_needed(connection, office.registry, "time")
        assert not recount.if_needed(connection, office.registry, "time")
    assert median() == 2


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
