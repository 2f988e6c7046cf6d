"""Late at many moments in one walk, and what each day brought: each figure is that of the rule, read plainly."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED
from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.daily_figures import flow_until
from cchc_tui.store.count.daily_series import late_series
from tests.kits.arriving_lists import HOURS, OneList, arriving_lists, known_at, office_with
from tests.kits.store_kit import DAY, Office, at, by_rule, dossier


def _late_of(office: Office, moments: list[Stamp], compare: Compare, known: Stamp) -> list[Counter[str]]:
    """By moment, the late dossiers by unit."""
    connection = office.writer.connection
    keys = dict(connection.execute("SELECT id, key FROM unit").fetchall())
    found: list[Counter[str]] = [Counter() for _ in moments]
    for unit, counts in late_series(office.moment(known), moments, compare).items():
        for counter, n in zip(found, counts, strict=True):
            counter[keys.get(unit, "")] += n
    return [+counter for counter in found]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lists=arriving_lists(),
    start=HOURS,
    steps=st.lists(st.sampled_from([3600, DAY, 9 * DAY, 40 * DAY]), max_size=6),
    compare=st.sampled_from(["time", "date"]),
    known=HOURS,
)
def test_each_moment_of_a_walk_is_late_by_the_rule_and_by_what_is_known(
    lists: list[OneList], start: Stamp, steps: list[int], compare: Compare, known: Stamp
) -> None:
    moments = [start]
    for step in steps:
        moments.append(moments[-1] + step)
    folder, office = office_with(lists)
    try:
        for by in (known, moments[-1], lists[-1].moment):
            plain = [by_rule(known_at(lists, by), moment, compare) for moment in moments]
            wanted = [Counter({unit: counts["late"] for unit, counts in board.items()}) for board in plain]
            assert _late_of(office, moments, compare, by) == [+each for each in wanted]
    finally:
        office.writer.close()
        folder.cleanup()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists=arriving_lists(), now=HOURS, days=st.integers(1, 60))
def test_each_day_brought_what_is_known_of_it(lists: list[OneList], now: Stamp, days: int) -> None:
    after = (now // DAY - days + 1) * DAY - 1
    folder, office = office_with(lists)
    try:
        with closing(office.source(now)) as source, source.moment() as moment:
            found = flow_until(moment, after, days)
        received: Counter[int] = Counter()
        resolved: Counter[int] = Counter()
        for row in known_at(lists, now):
            if after < row.received <= now:
                received[row.received // DAY] += 1
            if row.finished is not None and after < row.finished <= now and row.status not in ENDED_UNCOUNTED:
                resolved[row.finished // DAY] += 1
        order = [after // DAY + 1 + n for n in range(days)]
        for series, plain in ((found.received, received), (found.resolved, resolved)):
            sums = [sum(column) for column in zip(*series.values(), strict=True)] or [0] * days
            assert sums == [plain[day] for day in order]
    finally:
        office.writer.close()
        folder.cleanup()


def test_a_year_ends_within_the_walk(office: Office) -> None:
    done = {"status": 10, "due": at("12-20 16:00"), "received": at("12-01 08:00")}
    office.list(
        [dossier("A-1", **done, finished=at("12-28 10:00")), dossier("A-2", due=at("12-30 16:00"))], at("12-29 08:00")
    )
    ends = [at("12-27 23:59"), at("12-29 23:59"), at("12-31 23:59"), at("12-31 23:59") + DAY]
    (counts,) = late_series(office.moment(ends[-1]), ends, "time").values()
    assert counts == [1, 1, 2, 1]
