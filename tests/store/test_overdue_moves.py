"""Overdue dossiers that were resolved since a moment, and those that are new: the sets, read plainly."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.lateness import SOON_HOURS, Compare, State, state
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.overdue_moves import overdue_moves
from tests.kits.arriving_lists import WHEN, OneList, arriving_lists, known_at, office_with
from tests.kits.store_kit import DAY, REGISTRY, Office, at, dossier


def _states(lists: list[OneList], moment: Stamp, compare: Compare) -> dict[str, State]:
    soon = REGISTRY.calendar.add_hours(moment, SOON_HOURS)
    return {
        row.code: state(row.status, row.received, row.due, row.finished, moment, soon, compare)
        for row in known_at(lists, moment)
    }


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists=arriving_lists(), moments=st.tuples(WHEN, WHEN), compare=st.sampled_from(["time", "date"]))
def test_moves_are_the_sets_of_two_moments(
    lists: list[OneList], moments: tuple[Stamp, Stamp], compare: Compare
) -> None:
    then, now = sorted(moments)
    before, after = _states(lists, then, compare), _states(lists, now, compare)
    were = {code for code, one in before.items() if one == State.OVERDUE}
    are = {code for code, one in after.items() if one == State.OVERDUE}
    resolved = {code for code in were if after[code] in {State.RESOLVED_LATE, State.RESOLVED_ON_TIME}}
    folder, office = office_with(lists)
    try:
        moves = overdue_moves(office.moment(then), office.moment(now), compare)
        assert moves.resolved.total() == len(resolved)
        assert moves.new.total() == len(are - were)
        assert moves.other.total() == len(were - are - resolved)
    finally:
        office.writer.close()
        folder.cleanup()


def test_moves_stand_at_their_units(office: Office) -> None:
    done = {"status": 10, "finished": at("11-05 10:00")}
    first = [dossier("A"), dossier("B"), dossier("C", due=at("11-04 16:00")), dossier("D"), dossier("E", agency="P.2")]
    office.list(first, at("11-02 08:00"))
    office.list([dossier("A", **done), dossier("B"), dossier("D", status=7)], at("11-06 08:00"))
    units = dict(office.writer.connection.execute("SELECT id, key FROM unit").fetchall())
    moves = overdue_moves(office.moment(at("11-02 08:00")), office.moment(at("11-06 08:00")), "time")
    named = [Counter({units[unit]: n for unit, n in each.items()}) for each in moves]
    assert named == [Counter({"29878": 1}), Counter({"29878": 1}), Counter({"29878": 1})]
    later = office.moment(at("11-06 08:00") + DAY)
    assert overdue_moves(office.moment(at("11-06 08:00")), later, "time").new.total() == 0
