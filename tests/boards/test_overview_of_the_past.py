"""The overview's lesser counts at a moment of the past are of the files that were known then."""

from __future__ import annotations

from cchc_tui.domain.problems import Problem, Severity
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, dossier

BAD = Problem(Severity.REJECTED, "bad_date", "Sheet1", 118, "Ngày tiếp nhận", "31/02/2021")


def test_rejected_rows_are_those_of_the_files_known_then(office: Office) -> None:
    office.list([dossier("A-1")], MORNING - 2 * DAY, [BAD], name="mot.xlsx")
    office.list([dossier("A-1"), dossier("A-2")], MORNING - DAY, [BAD] * 3, name="hai.xlsx")
    office.list([dossier("A-1"), dossier("A-2")], MORNING - HOUR, name="hai.xlsx")  # mended
    source = office.source(MORNING)
    moments = (MORNING - 3 * DAY, MORNING - 2 * DAY, MORNING - DAY, MORNING - HOUR, None)
    assert [source.overview(at).rejected_rows for at in moments] == [1, 1, 4, 1, 1]
    source.close()


def test_of_the_past_only_the_events_until_then_are_shown(office: Office) -> None:
    office.list([dossier("A-1")], MORNING - DAY)
    office.list([dossier("A-1"), dossier("A-2"), dossier("A-3")], MORNING - HOUR)
    source = office.source(MORNING)
    told = [[event.at for event in source.overview(at).events] for at in (MORNING - DAY, MORNING - HOUR, None)]
    source.close()
    assert all(at <= MORNING - DAY for at in told[0])
    assert MORNING - HOUR in told[1]
    assert told[1] == told[2]
