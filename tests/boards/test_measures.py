"""Measures are written in one way, read as people write them, and refused with what would be right."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.late import BOARD as LATE
from cchc_tui.boards.measure import Measure, MeasureError, figures, parse, read, suggest, value_of
from cchc_tui.domain.units import Level
from tests.kits.store_kit import REGISTRY, Office, at, claim, dossier

TODAY = date(2021, 11, 10)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("late.late_rate[29863] <= 0.05", "late.late_rate[29863] <= 0.05"),
        ("late.late_rate[29863]<=0,05", "late.late_rate[29863] <= 0.05"),
        (" late.late_rate[29863] ≤ 5 % ", "late.late_rate[29863] <= 0.05"),
        ("late.late[29878] = 0", "late.late[29878] = 0"),
        ("late.late[Phường 6] = 0", "late.late[29878] = 0"),
        ("late.overdue[commune] <= 1416", "late.overdue[commune] <= 1416"),
        ("late.days_late_median[city] >= 2,5", "late.days_late_median[city] >= 2.5"),
        ("late.late[tu-phap] => 3", "late.late[tu-phap] >= 3"),
        ("late.late[29869@2025-07-01] = 0", "late.late[29869@2025-07-01] = 0"),
    ],
)
def test_a_measure_as_people_write_it(written: str, means: str) -> None:
    found = parse(written, REGISTRY, TODAY)
    assert str(found) == means
    assert parse(means, REGISTRY, TODAY) == found == read(means)


@pytest.mark.parametrize(
    ("written", "code", "names"),
    [
        ("", "measure_form", "unclosed.unclosed[29878] = 0"),
        ("late.late[29878] < 3", "measure_form", "<="),
        ("trễ = 0", "measure_form", "bảng.cột[đơn vị]"),
        ("nothing.late[29878] = 0", "measure_board", "late"),
        ("exports.late[29878] = 0", "measure_board", "late"),
        ("changes.overdue[29878] = 0", "measure_board", "late"),
        ("late.lateness[29878] = 0", "measure_column", "late_rate"),
        ("late.name[29878] = 0", "measure_column", "late_rate"),
        ("late.rank[29878] = 1", "measure_column", "late_rate"),
        ("late.late[99999] = 0", "measure_unit", "commune"),
        ("late.late[Phường 99] = 0", "measure_unit", "99"),
        ("late.late[29878] = 5 %", "measure_number", "5 %"),
        ("late.late[29878] = 1.416", "measure_number", "1416"),
        ("late.late[29878] <= 1.000", "measure_number", "1416"),
        ("late.late_rate[29878] <= 5", "measure_share", "5 %"),
    ],
)
def test_a_measure_that_names_nothing_is_refused(written: str, code: str, names: str) -> None:
    with pytest.raises(MeasureError) as refused:
        parse(written, REGISTRY, TODAY)
    assert refused.value.code == code
    assert names in refused.value.sentence


_UNITS = [*Level, *(unit.code for unit in REGISTRY.units.valid(TODAY))]


@settings(max_examples=40)
@given(
    column=st.sampled_from(["late", "overdue", "late_rate", "days_late_median"]),
    unit=st.sampled_from(_UNITS),
    op=st.sampled_from(["=", "<=", ">="]),
    thousandths=st.integers(0, 1000),
)
def test_what_is_written_is_read_again(column: str, unit: str, op: str, thousandths: int) -> None:
    number = thousandths / 1000 if column.endswith(("rate", "median")) else float(thousandths)
    measure = Measure("late", column, unit, op, number)
    assert parse(str(measure), REGISTRY, TODAY) == measure


def test_a_measure_in_words() -> None:
    def words(text: str) -> str:
        return parse(text, REGISTRY, TODAY).words(REGISTRY, TODAY)

    assert words("late.late[29878] = 0") == "Phường 6 · trễ hạn = 0"
    assert words("late.late_rate[commune] <= 0.055") == "Cấp xã · tỷ lệ trễ ≤ 5,5 %"
    assert words("late.overdue[29878] <= 1200").endswith("quá hạn ≤ 1.200")


def test_a_figure_not_known_neither_meets_nor_breaks() -> None:
    measure = Measure("late", "late", "29878", "<=", 3)
    assert [measure.holds(value) for value in (3, 4, None)] == [True, False, None]


def test_a_cell_offers_its_measure() -> None:
    assert str(suggest("late", "overdue", "29878", REGISTRY)) == "late.overdue[29878] = 0"
    assert suggest("late", "name", "29878", REGISTRY) is None
    assert suggest("exports", "rows", "29878", REGISTRY) is None


def test_figures_are_those_of_the_boards_json(tmp_path: Path) -> None:
    office = Office(tmp_path)
    rows = [dossier("d-1"), dossier("d-2", due=at("11-30 16:00")), dossier("d-3", agency="UBND Phường 11")]
    office.list(rows)
    with closing(office.source()) as source, source.moment() as moment:
        said = LATE.json(LATE.ask(moment, BoardQuery()))
        for column in ("late", "late_rate", "days_late_median"):
            found = figures(moment, "late", column)
            units = moment.registry.units

            def known(row: dict[str, Any], column: str = column) -> float | None:
                return None if column == "late_rate" and not row["total"] else row[column]  # a share of nothing

            assert {row["unit"]: known(row) for row in said["rows"]} == {
                units.code_of(key): value for key, value in found.units.items()
            }
            assert {level: known(said["levels"][level]) for level in said["levels"]} == dict(found.levels)
        assert value_of(moment, parse("late.late_rate[29878] <= 0.05", REGISTRY, TODAY)) == 0.5
        assert value_of(moment, parse("late.late[29878] = 0", REGISTRY, TODAY)) == 1
        assert value_of(moment, Measure("late", "late", "none", "=", 0)) is None
        assert value_of(moment, parse("late.late_rate[29863] <= 0.05", REGISTRY, TODAY)) == 1
        assert value_of(moment, parse("late.late_rate[29869] <= 0.05", REGISTRY, TODAY)) is None


def test_no_figure_is_known_before_the_first_list(tmp_path: Path) -> None:
    with closing(Office(tmp_path).source()) as source, source.moment() as moment:
        assert value_of(moment, parse("late.late[29878] = 0", REGISTRY, TODAY)) is None


def test_a_sheet_that_comes_is_seen_in_figures_kept_for_a_moment(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.list([dossier("d-1")])
    with closing(office.source()) as source:
        with source.moment() as moment:
            before = figures(moment, "late", "late")
        with source.moment() as moment:
            assert figures(moment, "late", "late") is before
        office.rollout([claim("Phường 6", "open-sunday")])
        with source.moment() as moment:
            assert figures(moment, "late", "late") is not before
