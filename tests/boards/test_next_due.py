"""When the clock alone changes the boards next."""

from __future__ import annotations

import pytest

from cchc_tui.domain.lateness import Compare
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, at, dossier


def reported(office: Office, moment: int) -> object:
    """What the clock changes of the live board: every count."""
    source = office.source(moment)
    board = source.late()
    source.close()
    return [(row.key, row.counts.overdue, row.counts.due_soon, row.counts.in_time, row.counts.resolved_late,
             row.counts.waiting, row.counts.unclosed, row.counts.total) for row in board.rows]  # fmt: skip


def next_due(office: Office, moment: int) -> int | None:
    source = office.source(moment)
    found = source.next_due()
    source.close()
    return found


def test_nothing_is_due_where_there_is_nothing(office: Office) -> None:
    assert next_due(office, MORNING) is None
    office.list([dossier("A-1"), dossier("A-2", due=None), dossier("A-3", due=MORNING + DAY, status=5)])
    assert next_due(office, MORNING) is None


@pytest.mark.parametrize("compare", ["time", "date"])
def test_the_board_changes_at_that_moment_and_not_before(
    tmp_path_factory: pytest.TempPathFactory, compare: Compare
) -> None:
    office = Office(tmp_path_factory.mktemp("office"), compare)
    rows = [
        dossier("A-1", due=at("11-10 10:00")),
        dossier("A-2", due=at("11-10 10:00"), returned=at("11-09 10:00")),
        dossier("A-3", due=at("11-15 16:00")),
        dossier("A-4", due=at("11-22 23:59"), agency="Phường 2"),
        dossier("A-5", due=at("11-10 07:00")),
        dossier("A-6", due=at("11-10 09:00"), finished=at("11-11 10:00"), status=10),  # finished only tomorrow
        dossier("A-7", received=at("11-12 08:00"), due=at("11-30 08:00")),
        dossier("A-8", due=at("11-10 09:00"), finished=at("11-10 08:00"), status=10),
    ]
    office.list(rows, MORNING)
    here, seen = MORNING, 0
    while (then := next_due(office, here)) is not None:
        assert reported(office, then - 1) == reported(office, here)
        assert reported(office, then) != reported(office, then - 1)
        here, seen = then, seen + 1
    assert seen >= 9
    assert reported(office, here + 20 * DAY) == reported(office, here)
    office.writer.close()


def test_the_second_after_the_due_time(office: Office) -> None:
    office.list([dossier("A-1", due=MORNING + HOUR)])
    assert next_due(office, MORNING) == MORNING + HOUR + 1
    assert next_due(office, MORNING + HOUR) == MORNING + HOUR + 1
    assert next_due(office, MORNING + HOUR + 1) is None


def test_of_the_past_what_was_open_then(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-09 10:00")), dossier("A-2", due=at("11-09 11:00"))], at("11-08 08:00"))
    office.list([dossier("A-1", due=at("11-09 10:00"), finished=at("11-09 09:30"), status=10)], at("11-09 09:45"))
    source = office.source(MORNING)
    assert source.next_due(at("11-09 08:00")) == at("11-09 10:00") + 1
    assert source.next_due(at("11-09 09:50")) == at("11-09 11:00") + 1
    assert source.next_due(at("11-09 11:50")) is None
    source.close()
