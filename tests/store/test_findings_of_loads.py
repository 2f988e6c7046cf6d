"""What lists show to be changed after the fact, doubled or gone: told as soon as they are loaded, in whatever order."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_tui.domain.findings import CODE_DATE, ChangeKind
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest.problems import REPEATED_CODE, make
from cchc_tui.ingest.records import Tail
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, at, dossier, items_of, numbered

ONE, TWO, THREE, FOUR = (MORNING + n * HOUR for n in range(4))
DONE = at("10-25 10:00")


def _findings(office: Office, *kinds: ChangeKind) -> list[tuple[Any, ...]]:
    """(kind, code, before, after, seen at, until), in that order."""
    query = """
        SELECT kind, code, "before", "after", seen_at, until FROM finding JOIN dossier ON dossier.id = dossier
        ORDER BY kind, code, seen_at
    """
    found = office.coded(query)
    return [(ChangeKind(kind), *rest) for kind, *rest in found if not kinds or kind in kinds]


def _done(code: str, finished: int = DONE, **fields: Any) -> Any:
    return dossier(code, status=10, finished=finished, **fields)


def test_a_finished_date_set_back_is_found_at_the_list_that_shows_it(office: Office) -> None:
    office.list([_done("A-1", at("11-02 10:00")), _done("A-2")], ONE)
    assert _findings(office) == []
    office.list([_done("A-1", at("10-30 16:00")), _done("A-2")], TWO)
    assert _findings(office) == [(ChangeKind.BACKDATED, "A-1", at("11-02 10:00"), at("10-30 16:00"), TWO, None)]


def test_open_in_one_list_and_long_finished_in_the_next(office: Office) -> None:
    office.list([dossier("A-1"), dossier("A-2")], ONE)
    office.list([dossier("A-1"), dossier("A-2")], TWO)
    office.list([_done("A-1", TWO - 60), _done("A-2", TWO + 60)], THREE)
    assert _findings(office) == [(ChangeKind.CLOSED_IN_PAST, "A-1", TWO, TWO - 60, THREE, None)]


def test_a_due_date_that_had_passed_and_moves(office: Office) -> None:
    office.list([dossier("A-1"), dossier("A-2", due=TWO - 60)], ONE)
    office.list([dossier("A-1", due=FOUR), dossier("A-2", due=FOUR)], TWO)
    assert _findings(office) == [(ChangeKind.DUE_MOVED, "A-1", at("10-30 16:00"), FOUR, TWO, None)]


def test_a_list_that_tells_its_day_alone_shows_nothing_of_the_hours_of_that_day(office: Office) -> None:
    """Copied days later, it counts as of the day's end; when it was made on that day is not known."""
    known: dict[int, int] = {}
    office.load(items_of(numbered([dossier("A-1"), dossier("A-2")]), at("11-10 00:00"), known, day_only=True))
    assert office.writer.connection.execute("SELECT moment, mtime FROM export").fetchone() == (MORNING, MORNING)
    late_copy = MORNING + 3 * DAY
    office.list([dossier("B-1"), dossier("B-2")], MORNING)
    items = items_of(numbered([dossier("B-1"), dossier("B-2")]), at("11-11 00:00"), known, day_only=True)
    office.load(items, mtime=late_copy)
    office.list([_done("B-1", at("11-11 16:00")), _done("B-2", at("11-10 23:00"))], late_copy)
    assert [(found[0], found[1]) for found in _findings(office)] == [(ChangeKind.CLOSED_IN_PAST, "B-2")]


def test_lists_that_come_late_are_found_out_as_if_they_had_come_in_time(office: Office) -> None:
    lists = {
        ONE: [_done("A-1", at("11-02 10:00")), dossier("A-2"), dossier("A-3")],
        TWO: [_done("A-1", at("11-02 10:00")), dossier("A-2"), dossier("A-3", due=FOUR)],
        THREE: [_done("A-1"), _done("A-2", ONE - 60), dossier("A-3", due=FOUR)],
    }
    for moment in (THREE, ONE, TWO):
        office.list(lists[moment], moment)
    late = _findings(office)
    assert [(found[0], found[1], found[4]) for found in late] == [
        (ChangeKind.BACKDATED, "A-1", THREE),
        (ChangeKind.CLOSED_IN_PAST, "A-2", THREE),
        (ChangeKind.DUE_MOVED, "A-3", TWO),
    ]


def test_what_a_second_row_of_the_file_takes_back_is_no_finding(office: Office) -> None:
    office.list([_done("A-1", at("11-02 10:00")), dossier("B-1")], ONE)
    office.list([_done("A-1"), dossier("B-1"), _done("A-1", at("11-02 10:00"), officer="Hai")], TWO)
    assert _findings(office, ChangeKind.BACKDATED) == []


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_code_twice_in_a_file_until_it_stands_there_once(office: Office, before: int) -> None:
    """In the first list, among new dossiers, or among changed ones."""
    if before:
        office.list([dossier("B-1"), *([dossier("A-1")] if before == 2 else ())], ONE)
    twice = [dossier("A-1", status=5), dossier("B-1"), dossier("A-1", status=6)]
    office.list(twice, TWO)
    assert _findings(office) == [(ChangeKind.DUPLICATE, "A-1", 7, 9, TWO, None)]
    office.list(twice, THREE)
    assert _findings(office) == [(ChangeKind.DUPLICATE, "A-1", 7, 9, TWO, None)]
    office.list([dossier("A-1", status=6), dossier("B-1")], FOUR)
    assert _findings(office) == [(ChangeKind.DUPLICATE, "A-1", 7, 9, TWO, FOUR)]


def test_the_same_raw_row_twice_is_a_double_too(office: Office) -> None:
    office.list([dossier("A-1"), dossier("B-1")], ONE)
    known = dict(office.writer.connection.execute("SELECT digest, id FROM dossier").fetchall())
    rows = [dossier("A-1", row=7), dossier("B-1", row=8), dossier("A-1", row=9), dossier("A-1", row=10)]
    *items, tail = items_of(rows, TWO, known)
    assert isinstance(tail, Tail)
    said = tuple(
        make(Severity.NOTED, REPEATED_CODE, row=again, value="A-1", expected=str(first))
        for first, again in ((7, 9), (9, 10))
    )
    office.load([*items, Tail(4, 4, 0, tail.unchanged, said)])
    assert _findings(office) == [(ChangeKind.DUPLICATE, "A-1", 7, 10, TWO, None)]


def _full(moment: int, leave_out: str = "", **changed: Any) -> list[Any]:
    """A list of everything: late and on time, open and finished, waiting and withdrawn."""
    rows = [dossier(f"O-{n}", due=moment + DAY if n % 2 else at("10-30 16:00")) for n in range(6)]
    rows += [_done(f"F-{n}", at("10-29 10:00") + n * DAY) for n in range(13)]
    rows += [dossier(f"W-{n}", status=n) for n in (5, 7)]
    rows += [_done("N-1", moment + HOUR // 2)]  # finished between this list and the next
    return [changed.get(row.code.replace("-", "_"), row) for row in rows if row.code != leave_out]


@pytest.mark.parametrize("gone", ["O-2", "F-1"])
def test_missing_from_a_newer_list_of_the_same_scope(office: Office, gone: str) -> None:
    office.list(_full(ONE), ONE)
    office.list(_full(ONE, gone), TWO)
    assert _findings(office) == [(ChangeKind.VANISHED, gone, ONE, None, TWO, None)]
    office.list(_full(ONE, gone), THREE)
    assert _findings(office) == [(ChangeKind.VANISHED, gone, ONE, None, TWO, None)]
    assert office.late(THREE).total == 22  # an export never deletes
    office.list(_full(ONE), FOUR)
    assert _findings(office) == [(ChangeKind.VANISHED, gone, ONE, None, TWO, FOUR)]


def test_what_another_file_of_the_same_moment_shows_has_not_vanished(office: Office) -> None:
    """One list that was sent in two files: whichever comes first, nothing of the other is gone."""
    office.list(_full(ONE), ONE)
    office.list(_full(ONE)[::2], TWO)
    office.list(_full(ONE)[1::2], TWO)
    assert _findings(office) == []


def test_an_older_list_makes_nothing_vanish(office: Office) -> None:
    office.list(_full(ONE), TWO)
    office.list(_full(ONE, "F-1"), ONE)
    assert _findings(office) == []


def test_a_row_that_was_rejected_may_be_the_one_that_is_missing(office: Office) -> None:
    office.list(_full(ONE), ONE)
    office.list(_full(ONE, "F-1"), TWO, [make(Severity.REJECTED, "bad_date", row=3, value="x")])
    assert _findings(office) == []


def test_most_of_a_unit_gone_is_another_scope(office: Office) -> None:
    office.list(_full(ONE), ONE)
    rows = _full(ONE)
    office.list([rows[0], rows[1], rows[6], rows[11], *rows[-2:]], TWO)
    assert _findings(office) == []


def test_defects_stand_with_the_state(office: Office) -> None:
    def defects() -> dict[str, int]:
        return dict(office.coded("SELECT code, defects FROM dossier WHERE defects > 0"))

    code = "000.00.34.H20-211014-0001"
    office.list([dossier(code), dossier("000.00.34.H20-211015-0002")], ONE)
    assert defects() == {code: CODE_DATE}
    office.list([dossier(code, received=at("10-14 09:00"))], TWO)
    assert defects() == {}
    held = office.writer.connection.execute("SELECT defects FROM version").fetchall()
    assert held == [(CODE_DATE,)]


def test_a_new_and_a_known_code_may_both_stand_in_a_file_twice(office: Office) -> None:
    office.list([dossier("A-1"), dossier("C-1")], ONE)
    rows = [dossier("B-1"), dossier("A-1", status=5), dossier("A-1", status=6), dossier("B-1", status=5)]
    result = office.load(items_of(numbered(rows), TWO, {}, batch=9))
    assert (result.loaded, result.changed) == (1, 1)
    assert _findings(office) == [
        (ChangeKind.DUPLICATE, "A-1", 8, 9, TWO, None),
        (ChangeKind.DUPLICATE, "B-1", 7, 10, TWO, None),
    ]
