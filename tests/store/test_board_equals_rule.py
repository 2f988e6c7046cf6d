"""Whatever comes, in whatever order: the board of any moment is the rule applied to one dossier after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.store.count import counts_writer
from cchc_tui.store.count.arrivals import Arrivals, arrivals, received_today
from cchc_tui.store.count.counting import CountQuery, count_states
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.read.settled_state import year_start
from tests.kits.arriving_lists import (
    HOURS,
    WHEN,
    OneList,
    arriving_lists,
    known_at,
    office_with,
)
from tests.kits.counts_kit import counts, recount
from tests.kits.store_kit import DAY, REGISTRY, Office, at, by_rule, dossier


def _board(office: Office, moment: Stamp, compare: Compare, dimension: Dimension) -> dict[str, Counter[str]]:
    """The store's figures in the words of the plain reading."""
    connection = office.writer.connection
    keys = dict(connection.execute("SELECT id, key FROM unit").fetchall())
    board: dict[str, Counter[str]] = {}
    for (unit, _), figure in count_states(
        CountQuery(office.moment(moment), REGISTRY.calendar, compare), dimension
    ).items():
        late = figure.resolved_late + figure.overdue
        counts: Counter[str] = board.setdefault(keys.get(unit, ""), Counter())
        ended = figure.on_time + figure.withdrawn + figure.resolved_late.total()
        counts.update(
            total=ended + figure.in_time + figure.waiting + figure.overdue.total(),
            resolved_on_time=figure.on_time,
            resolved_late=figure.resolved_late.total(),
            overdue=figure.overdue.total(),
            in_time=figure.in_time,
            due_soon=figure.due_soon,
            waiting=figure.waiting,
            withdrawn=figure.withdrawn,
            unclosed=figure.unclosed,
            late=late.total(),
            **{f"days {days}": n for days, n in late.items()},
        )
    return {unit: +counts for unit, counts in board.items() if +counts}


def _arrivals(office: Office, moment: Stamp) -> dict[tuple[str, ...], Arrivals]:
    """The dossiers received in the year up to a moment, by unit, code, procedure and field."""
    connection = office.writer.connection
    units = dict(connection.execute("SELECT id, key FROM unit").fetchall())
    texts = dict(connection.execute("SELECT id, text FROM term").fetchall())
    found = arrivals(there := office.moment(moment), year_start(moment), received_today(there))
    return {(units[unit], *(texts[term] for term in terms)): counts for (unit, *terms), counts in found.items()}


def _arrivals_by_rule(rows: list[DossierRow], moment: Stamp) -> dict[tuple[str, ...], Arrivals]:
    found: defaultdict[tuple[str, ...], Arrivals] = defaultdict(Arrivals)
    for row in rows:
        if year_start(moment) <= row.received <= moment:
            unit = REGISTRY.units.place(row.agency, row.department, to_date(row.received)).unit
            told, online = row.channel != "", row.channel == "online"
            wednesday = to_date(row.received).weekday() == 2
            key = (unit.key if unit else "", row.procedure_code, row.procedure, row.field)
            found[key] = found[key].plus(Arrivals(1, told, online, told and wednesday, online and wednesday))
    return dict(found)


#: The counts table has all counts after each list, only changes, or both.
_PARTS = st.sampled_from([0.0, 1000.0, 50.0]).map(lambda part: patch.object(counts_writer, "_CHANGES_PART", part))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lists=arriving_lists(),
    moments=st.lists(WHEN, min_size=1, max_size=4),
    compare=st.sampled_from(["time", "date"]),
    part=_PARTS,
)
def test_any_moment_of_any_lists(lists: list[OneList], moments: list[Stamp], compare: Compare, part: Any) -> None:
    with part:
        folder, office = office_with(lists)
    try:
        for moment in (*moments, lists[-1].moment, lists[-1].moment + 10 * DAY, lists[0].moment - 1):
            plain = by_rule(known_at(lists, moment), moment, compare)
            for dimension in Dimension:
                assert _board(office, moment, compare, dimension) == plain
            assert _arrivals(office, moment) == _arrivals_by_rule(known_at(lists, moment), moment)
            assert counts(office, moment) == recount(office, moment)
    finally:
        office.writer.close()
        folder.cleanup()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), moments=st.lists(WHEN, min_size=1, max_size=3), part=_PARTS)
def test_full_lists_in_any_order_give_one_past_and_one_present(
    data: st.DataObject, moments: list[Stamp], part: Any
) -> None:
    """Lists of everything there was: whichever came first, each moment has the board of the list that it had."""
    codes = [f"C-{number}" for number in range(4)]
    state: dict[str, DossierRow] = {}
    lists = []
    for moment in sorted(set(data.draw(st.lists(HOURS, min_size=2, max_size=4)))):
        for code in codes[: data.draw(st.integers(max(1, len(state)), len(codes)))]:
            if code not in state or data.draw(st.booleans()):
                # Few different states, so that some come back; one that is yet to come when its list is made.
                ends = [None, at("10-25 10:00")]
                state[code] = dossier(code, finished=data.draw(st.sampled_from([*ends, moment, moment + 2 * DAY])))
        lists.append(OneList(moment, dict(state)))
    arrived = data.draw(st.permutations(lists))
    with part:
        folder, office = office_with(arrived)
    try:
        for moment in (*moments, *(each.moment for each in lists)):
            plain = by_rule(known_at(lists, moment), moment)
            for dimension in Dimension:
                assert _board(office, moment, "time", dimension) == plain
            assert counts(office, moment) == recount(office, moment)
    finally:
        office.writer.close()
        folder.cleanup()
