"""Lists that arrive late change only the counts that they are about, however many lists are newer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count import counts_writer
from cchc_tui.store.count.counts_table import ARRIVALS, CORRECTIONS, Dimension, counts_at
from cchc_tui.store.write import reconcile
from tests.kits.counts_kit import counts, recount
from tests.kits.store_kit import DAY, HOUR, MORNING, REGISTRY, SCRATCH, Office, at, dossier, summed

_CODES = [f"C-{number}" for number in range(6)]
_MOMENTS = st.integers(0, 30).map(lambda n: at("11-05 08:00") + n * 6 * HOUR)
_ENDS = st.none() | _MOMENTS


@st.composite
def _rows(draw: st.DrawFn) -> list[DossierRow]:
    codes = draw(st.lists(st.sampled_from(_CODES), min_size=1, max_size=4, unique=True))
    return [
        dossier(code, officer=draw(st.sampled_from("AB")), due=draw(_ENDS), finished=draw(_ENDS), status=4)
        for code in codes
    ]


_SAME = [dossier("C-0")]
_LISTS = st.lists(st.tuples(_MOMENTS, _rows()), min_size=2, max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists=_LISTS, part=st.sampled_from([0.25, 1, 4]), row=st.sampled_from([0, 1]))
def test_counts_after_every_list_are_those_of_the_states(
    lists: list[tuple[Stamp, list[DossierRow]]], part: float, row: int
) -> None:
    """Also where complete rows, rows of changes and corrections follow one another closely."""
    with (
        TemporaryDirectory(dir=SCRATCH) as folder,
        patch.object(counts_writer, "_CHANGES_PART", part),
        patch.object(counts_writer, "_ROW_COST", row),
    ):
        office = Office(Path(folder))
        for moment, rows in lists:
            office.list(rows, moment)
            for known in {each for each, _ in lists}:
                assert counts(office, known) == recount(office, known)
        office.writer.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(lists=[(MORNING, _SAME), (MORNING + 6 * HOUR, _SAME)], summaries=[(MORNING, True)])  # of that day, the last
@given(lists=_LISTS, summaries=st.lists(st.tuples(_MOMENTS, st.booleans()), min_size=1, max_size=3))
def test_a_summary_is_compared_again_whenever_its_states_change(
    lists: list[tuple[Stamp, list[DossierRow]]], summaries: list[tuple[Stamp, bool]]
) -> None:
    with TemporaryDirectory(dir=SCRATCH) as folder:
        office = Office(Path(folder))
        numbers = []
        for moment, day_only in summaries:
            loaded = office.summary(
                [summed("UBND phường 6", intake=2, received=2, open=2, in_time=2)], moment, day_only
            )
            numbers.append(loaded.export_id)
        for moment, rows in lists:
            office.list(rows, moment)
            after = _differences(office)
            with office.writer.transaction() as connection:
                for number in numbers:
                    reconcile.summary(connection, number, REGISTRY, "time")
            assert _differences(office) == after
        office.writer.close()


def _differences(office: Office) -> list[tuple[object, ...]]:
    query = "SELECT export, kind, row, unit, heading, said, ours, compared_at FROM difference ORDER BY 1, 2, 3, 5"
    return office.writer.connection.execute(query).fetchall()


def _days(office: Office, days: int) -> Iterator[Stamp]:
    """Load a list a day. Each changes some dossiers, so that there are complete rows all along."""
    for day in range(days):
        rows = [dossier(f"A-{n}", officer=f"{(n + day) // 10}", due=at("12-01 16:00") + n * DAY) for n in range(40)]
        office.list(rows, MORNING + day * DAY)
        yield MORNING + day * DAY


@patch.object(counts_writer, "_ROW_COST", 1)  # these lists are small
@pytest.mark.parametrize("late", ["new dossiers", "an older state"])
def test_what_a_late_list_writes_does_not_depend_on_the_number_of_newer_lists(tmp_path: Path, late: str) -> None:
    written = []
    for days in (20, 60):
        (tmp_path / str(days)).mkdir()
        office = Office(tmp_path / str(days))
        moments = [*_days(office, days)]
        query = "SELECT coalesce(max(id), 0), sum(complete) FROM state_count"
        before, complete = office.writer.connection.execute(query).fetchone()
        assert complete > days / 2, "the counts table must have complete rows all along"
        rows = [dossier(f"{'N' if late == 'new dossiers' else 'A'}-{n}", officer="0") for n in range(5)]
        office.list(rows, moments[4] + HOUR)
        query = "SELECT count(*) FROM state_count WHERE id > ?"
        written.append(office.writer.connection.execute(query, (before,)).fetchone()[0])
        assert counts(office, moments[-1]) == recount(office, moments[-1])
        office.writer.close()
    assert 0 < written[0] == written[1]


@patch.object(counts_writer, "_ROW_COST", 1)
def test_corrections_that_no_count_needs_go(office: Office) -> None:
    moments = [*_days(office, 12)]
    corrections = f"SELECT count(*) FROM state_count WHERE dimension >= {CORRECTIONS}"
    seen = 0
    for n in range(60):
        office.list([dossier(f"N-{n}-{k}", officer=f"{k}") for k in range(6)], moments[1] + HOUR + n)
        found = office.writer.connection.execute(corrections).fetchone()[0]
        seen = max(seen, found)
        for moment in moments:
            assert counts(office, moment) == recount(office, moment)
    assert 0 < seen < 30


@patch.object(counts_writer, "_ROW_COST", 1)
def test_the_counts_that_a_board_reads_do_not_grow_with_the_number_of_lists(office: Office) -> None:
    """Changes are a quarter of all counts at most, and corrections as many as these."""
    moments = [*_days(office, 60)]
    for n in range(20):
        office.list([dossier(f"N-{n}-{k}", officer="0") for k in range(5)], moments[n * 2] + HOUR)
    for moment in moments:
        for dimension in (*Dimension, ARRIVALS):
            read = sum(len(days) for _, days, _ in counts_at(office.writer.connection, dimension, moment))
            there = sum(map(bool, counts(office, moment)[dimension].values()))
            assert read <= 2.5 * there + 2


def test_a_late_list_leaves_summaries_of_other_times_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [*_days(office, 6)]
    for moment in moments:
        office.summary([summed("UBND phường 6", intake=40)], moment + 60)
    compared = []
    real = reconcile.summary
    monkeypatch.setattr(reconcile, "summary", lambda *given: (compared.append(given[1]), real(*given)))
    office.list([dossier("A-1", officer="9")], moments[2] + 30)
    assert len(compared) == 1
