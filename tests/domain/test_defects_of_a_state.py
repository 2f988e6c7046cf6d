"""What is wrong with a state as it stands: each defect alone, and many states at once as one by one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import DUE_DATE_ONLY, FINISHED_DATE_ONLY, RECEIVED_DATE_ONLY, RETURNED_DATE_ONLY
from cchc_tui.domain.findings import (
    CODE_DATE,
    FINISHED_IS_DUE,
    IMPOSSIBLE,
    NO_DUE,
    UNKNOWN_UNIT,
    code_dates_agree,
    columns_of_defects,
    contradictions,
    day_in_code,
    defects,
)
from cchc_tui.domain.moments import DAY, Stamp, iso, parse_iso

NOW = parse_iso("2021-11-10T08:30")
RECEIVED = parse_iso("2021-10-15T09:00")
DUE = parse_iso("2021-10-30T16:00")


def _bits(**state: Any) -> int:
    """The defects of a dossier that has none, but for what is told."""
    whole = {"unit": 6, "agrees": True, "received": RECEIVED, "due": DUE, "finished": None, "returned": None}
    return defects(**(whole | {"date_only": 0, "moment": NOW} | state))


def test_a_dossier_in_order_has_none() -> None:
    assert _bits() == 0
    assert _bits(finished=DUE - 1, returned=DUE - 1) == 0
    assert _bits(finished=DUE + DAY, returned=DUE) == 0  # closed late in the software: that is the board's matter
    assert _bits(finished=NOW + DAY // 2) == 0  # another clock than ours


def test_each_defect() -> None:
    assert _bits(due=None) == NO_DUE
    assert _bits(unit=0) == UNKNOWN_UNIT
    assert _bits(agrees=False) == CODE_DATE
    assert _bits(finished=DUE) == FINISHED_IS_DUE
    assert _bits(due=RECEIVED - 1) == IMPOSSIBLE
    assert _bits(finished=RECEIVED - 1) == IMPOSSIBLE
    assert _bits(returned=RECEIVED - 1) == IMPOSSIBLE
    assert _bits(finished=NOW + 2 * DAY) == IMPOSSIBLE
    assert _bits(returned=parse_iso("2121-11-01")) == IMPOSSIBLE
    assert (
        _bits(due=None, unit=0, agrees=False, finished=RECEIVED - 1) == NO_DUE | UNKNOWN_UNIT | CODE_DATE | IMPOSSIBLE
    )


def test_a_date_without_its_time_is_taken_by_the_day() -> None:
    day = RECEIVED - RECEIVED % DAY
    assert _bits(finished=day, date_only=FINISHED_DATE_ONLY) == 0
    assert _bits(returned=day, date_only=RETURNED_DATE_ONLY) == 0
    assert _bits(received=day + DAY - 1, finished=day + 60, date_only=RECEIVED_DATE_ONLY) == 0
    assert _bits(finished=day - DAY, date_only=FINISHED_DATE_ONLY) == IMPOSSIBLE
    midnight = DUE - DUE % DAY
    assert _bits(due=midnight, finished=midnight, date_only=FINISHED_DATE_ONLY) == 0
    assert _bits(due=midnight, finished=midnight, date_only=DUE_DATE_ONLY) == 0


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("000.00.14.H20-200703-0002", "2020-07-03T00:00:00"),
        ("H15.50-251203-2035", "2025-12-03T00:00:00"),
        ("000.00.14.H20-200703-12345", "2020-07-03T00:00:00"),
        ("000.00.14.H20-211332-0002", None),  # no such day
        ("A-1", None),
        ("000.00.14.H20-20070-0002", None),
        ("2020/123456", None),
    ],
)
def test_the_day_in_a_code(code: str, day: str | None) -> None:
    found = day_in_code(code)
    assert (None if found is None else iso(found)) == day
    agrees = code_dates_agree([code], [RECEIVED])
    assert agrees == [day is None]
    if found is not None:
        assert code_dates_agree([code, code], [found + DAY - 1, found + DAY]) == [True, False]


def test_which_dates_contradict_one_another() -> None:
    found = list(contradictions(RECEIVED, RECEIVED - DAY, NOW + 2 * DAY, None, 0, NOW))
    assert found == [("received", RECEIVED, "due", RECEIVED - DAY), ("finished", NOW + 2 * DAY, "moment", NOW)]


_WHEN = st.integers(-5, 5).map(lambda days: NOW + days * DAY // 2)
_STATES = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["X-211109-1", "X-211110-1", "ABC"]),
    _WHEN,
    st.none() | _WHEN,
    st.none() | _WHEN,
    st.none() | _WHEN,
    st.integers(0, 15),
)


@given(st.lists(_STATES, min_size=1, max_size=20), _WHEN)
def test_many_at_once_are_as_one_by_one(states: list[tuple[Any, ...]], moment: Stamp) -> None:
    columns = [list(column) for column in zip(*states, strict=True)]
    (units, codes, received, *others) = columns
    agree = code_dates_agree(codes, received)
    one_by_one = [
        defects(unit, same, begun, *dates, moment)
        for unit, same, begun, *dates in zip(units, agree, received, *others, strict=True)
    ]
    assert columns_of_defects(units, codes, received, *others, moment) == one_by_one  # type: ignore[arg-type]
