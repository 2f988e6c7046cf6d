"""Since when a measure is met, against looking at every moment at which anything changes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cchc_tui.boards.listed import board_of
from cchc_tui.boards.measure import Measure, figure_columns, figures
from cchc_tui.boards.met_since import Asked, values_given, verdicts
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.next_due_change import next_due
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest.directive_marks import new_directive
from tests.kits.store_kit import HOUR, MORNING, WARD_6, Office, dossier

COLUMNS = ("late", "overdue", "unclosed", "in_time", "due_soon", "late_rate", "days_late_median", "resolved_on_time")
END = MORNING + 9 * DAY


def lists(rng: random.Random) -> Iterator[tuple[Stamp, list[DossierRow]]]:
    """Lists of a few dossiers that fall due, are returned, finished and withdrawn, some of them with dates ahead."""
    rows = [
        dossier(f"A-{n}", due=MORNING + rng.randrange(-3 * DAY, 9 * DAY, HOUR), received=MORNING - 9 * DAY)
        for n in range(6)
    ]
    for moment in sorted({MORNING, *(rng.randrange(MORNING, END, HOUR) for _ in range(4))}):
        for n, row in enumerate(rows):
            match rng.randrange(6):
                case 0:
                    rows[n] = row._replace(status=9, finished=moment + rng.randrange(-2 * DAY, DAY, HOUR))
                case 1:
                    rows[n] = row._replace(returned=moment + rng.randrange(-2 * DAY, DAY, HOUR))
                case 2:
                    rows[n] = row._replace(status=rng.choice((4, 5, 8)), finished=None, returned=None)
        yield moment, list(rows)


def by_looking(moment: Moment, asked: Asked) -> Stamp | None:
    """Since when it is met, by looking at each moment at which a list comes, something falls due or a day begins."""
    at = max(asked.since, MORNING)
    times = {at, *(known for known in range(at // DAY * DAY + DAY, moment.at + 1, DAY))}
    times |= {known for (known,) in moment.connection.execute("SELECT moment FROM export WHERE moment > ?", (at,))}
    following: Stamp | None = at
    while following is not None and following <= moment.at:
        times.add(following)
        further = [next_due(moment.when(following)), *(time for time in times if time > following)]
        following = min((time for time in further if time is not None), default=None)
    met: Stamp | None = None
    for each in sorted(time for time in times if time <= moment.at):
        value = figures(moment.when(each), "late", asked.measure.column).of(WARD_6)
        holds = asked.measure.holds(value)
        if holds is not None:
            met = (each if met is None else met) if holds else None
    return met


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_moment_found_by_looking_at_all(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    office = Office(tmp_path)
    for moment, rows in lists(rng):
        office.list(rows, moment)
    asked = []
    for column in COLUMNS:
        for op in ("<=", ">=", "="):
            number = rng.choice((0, 1, 2)) if column != "late_rate" else rng.choice((0, 0.25, 0.5))
            measure = Measure("late", column, WARD_6, op, number)
            asked += [Asked(measure, WARD_6, MORNING + rng.randrange(-DAY, 3 * DAY, HOUR)) for _ in range(2)]
    with closing(office.source()) as source, closing(office.source()) as fresh:
        for at in (MORNING + 4 * DAY, MORNING + 6 * DAY + 5, END):  # each goes on from the one before
            with source.moment(at) as moment:
                found = verdicts(moment, asked)
                expected = {each: by_looking(moment, each) for each in asked if each.since <= at}
            assert {each: found[each].met_at for each in expected} == expected
        with fresh.moment(END) as moment:
            assert verdicts(moment, asked) == found


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_lists_arrive_nothing_stale_is_shown(tmp_path: Path, seed: int) -> None:
    rng = random.Random(100 + seed)
    office = Office(tmp_path)
    given = new_directive(MORNING, "Việc", (WARD_6,), MORNING + 3 * DAY, "late.overdue[29878] <= 1")
    later = given._replace(directive="f" * 16, at=MORNING + 2 * DAY, measure="late.due_soon[29878] = 0")
    row = {"text": "Việc", "units": "Phường 6", "given": MORNING, "measure": "late.unclosed[29878] = 0"}
    arrivals: list[Callable[[], object]] = [
        partial(office.directive, given),
        partial(office.directive, later),
        *(partial(office.sheet, "directives", [row | {"result": f"{n}"}], MORNING + n * DAY) for n in (1, 4)),
        *(partial(office.list, rows, moment) for moment, rows in lists(rng)),
    ]
    rng.shuffle(arrivals)
    with closing(office.source()) as source:
        for arrive in arrivals:
            arrive()
            with closing(office.source()) as fresh:
                for at in (END, MORNING + 3 * DAY):
                    shown, expected = (each.board("directives", at, by="directive").json() for each in (source, fresh))
                    assert shown == expected


@pytest.mark.parametrize("seed", range(2))
def test_figures_are_those_of_their_moments(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    office = Office(tmp_path)
    for listed, rows in lists(rng):
        office.list(rows, listed)
    times = [MORNING + rng.randrange(-DAY, 9 * DAY, HOUR // 2) for _ in range(30)]
    columns = [(name, one.key) for name in ("late", "unclosed", "online") for one in figure_columns(board_of(name))]
    asked = [
        Asked(Measure(*column, unit, "<=", 1), unit, since)
        for column in columns
        for unit in (WARD_6, "commune", "nowhere")
        for since in times
    ]

    def looked_up(moment: Moment, asked: Asked) -> float | None:
        return figures(moment, asked.measure.board, asked.measure.column).of(asked.key)

    with closing(office.source()) as source, source.moment(END) as moment:
        found = values_given(moment, asked)
        assert found == {one: looked_up(moment.when(max(one.since, MORNING)), one) for one in asked}
        more = [replace(one, since=one.since + DAY) for one in asked[::5]]
        assert values_given(moment, [*asked, *more]) == found | values_given(moment, more)
        for at in sorted(time for time in times if time >= MORNING):
            then = moment.when(at)
            told = verdicts(then, [one for one in asked if one.since == times[0]])
            assert {one: verdict.value for one, verdict in told.items()} == {one: looked_up(then, one) for one in told}
