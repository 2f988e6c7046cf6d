"""Board 8 by hand-made truth: what was directed, by when, and what the data say of it at any moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.boards import measure
from cchc_tui.boards.directive_page import directive_page
from cchc_tui.boards.directives import directive_rows, directives_of_meeting, open_directives
from cchc_tui.domain.directives import Act, DirectiveEntry, Progress, directives_of
from cchc_tui.domain.moments import DAY, Stamp, iso
from cchc_tui.ingest.directive_marks import new_directive
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import MORNING, WARD_2, WARD_6, Office, at, dossier

NINE = at("11-10 09:00")
DUE = at("11-30 00:00")
LATE_6 = "late.late[29878] <= 1"
OVERDUE_6 = "late.overdue[29878] = 0"


def directive(text: str = "Việc", units: Sequence[str] = (WARD_6,), **more: Any) -> DirectiveEntry:
    return new_directive(more.pop("at", NINE), text, tuple(units), more.pop("due", DUE), **more)


@pytest.fixture
def source(office: Office) -> Iterator[AskedSource]:
    source = office.source()
    yield source
    source.close()


def told(source: AskedSource, moment: Stamp, by: str = "directive", **query: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = source.board("directives", moment, by=by, **query).json()["rows"]
    return rows


def state(source: AskedSource, moment: Stamp) -> tuple[str, str | None]:
    (row,) = told(source, moment)
    return row["state"], row["met_at"]


def test_the_keys_of_a_directive(office: Office, source: AskedSource) -> None:
    office.list([dossier("A"), dossier("B")], MORNING)
    office.directive(directive("Kết thúc hồ sơ", (WARD_6, "city"), measure=LATE_6, meeting=MORNING))
    board = source.board("directives", NINE, by="directive").json()
    head = {"as_of": "2021-11-10T09:00:00", "data_as_of": "2021-11-10T08:30:00", "by": "directive"}
    assert {key: board[key] for key in head} == head
    assert board["rows"] == [
        {
            "number": 1,
            "text": "Kết thúc hồ sơ",
            "units": ["29878", "city"],
            "given": "2021-11-10T09:00:00",
            "meeting": "2021-11-10T08:30:00",
            "due": "2021-11-30",
            "measure": LATE_6,
            "value": 2,
            "state": "open",
            "met_at": None,
            "extensions": 0,
            "result": "",
        }
    ]


def test_it_is_not_there_before_it_was_given_and_numbers_follow_the_order_given(
    office: Office, source: AskedSource
) -> None:
    office.list([dossier("A")], MORNING)
    office.directive(directive("sau", at=NINE + 60), directive("trước"))
    assert [(row["number"], row["text"]) for row in told(source, NINE + 60)] == [(1, "trước"), (2, "sau")]
    assert [row["text"] for row in told(source, NINE)] == ["trước"]
    assert told(source, NINE - 1) == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # 30/11/2021 is a Tuesday, so three working days before it is Thursday 25/11.
        ("11-24 23:59", "open"),
        ("11-25 00:00", "due_soon"),
        ("11-28 10:00", "due_soon"),
        ("11-30 23:59", "due_soon"),
        ("12-01 00:00", "overdue"),
    ],
)
def test_without_a_measure_the_days_decide(office: Office, source: AskedSource, moment: str, expected: str) -> None:
    office.directive(directive())
    assert state(source, at(moment)) == (expected, None)


def test_three_working_days_go_over_a_holiday(office: Office, source: AskedSource) -> None:
    # 2 and 3 September 2021 are holidays, 4 and 5 a weekend: from Tuesday 31/8 to Tuesday 7/9 there are three.
    office.directive(directive(at=at("08-20 09:00"), due=at("09-07 00:00")))
    assert [state(source, at(day))[0] for day in ("08-30 09:00", "08-31 09:00")] == ["open", "due_soon"]


def test_what_is_reported_by_hand(office: Office, source: AskedSource) -> None:
    one = directive()
    done = DirectiveEntry(
        one.directive, Act.REPORTED, DUE + 2 * DAY, progress=Progress.DONE, done=DUE, result="đã xong"
    )
    late = done._replace(at=DUE + 3 * DAY, done=DUE + DAY)
    again = DirectiveEntry(one.directive, Act.REPORTED, DUE + 4 * DAY, progress=Progress.DOING, result="làm lại")
    office.directive(one, done, late, again)
    assert state(source, DUE + DAY) == ("overdue", None)
    assert state(source, DUE + 2 * DAY) == ("done", "2021-11-30T00:00:00")
    assert state(source, DUE + 3 * DAY) == ("done_late", "2021-12-01T00:00:00")
    (row,) = told(source, DUE + 4 * DAY)
    assert (row["state"], row["met_at"], row["result"]) == ("overdue", None, "làm lại")


def test_an_extension_keeps_the_old_due_day_and_is_counted(office: Office, source: AskedSource) -> None:
    one = directive()
    office.directive(one, DirectiveEntry(one.directive, Act.EXTENDED, DUE + DAY, due=DUE + 5 * DAY))
    (after,) = told(source, DUE + DAY)
    assert (after["state"], after["due"], after["extensions"]) == ("due_soon", "2021-12-05", 1)
    (before,) = told(source, DUE + DAY - 1)
    assert (before["state"], before["due"], before["extensions"]) == ("due_soon", "2021-11-30", 0)
    with source.moment(DUE + DAY) as moment:
        assert open_directives(moment, WARD_6)[0].former == (DUE,)


def test_an_entry_of_a_clock_that_is_slow_counts_from_when_the_directive_is_given(
    office: Office, source: AskedSource
) -> None:
    one = directive()
    office.directive(DirectiveEntry(one.directive, Act.EXTENDED, NINE - 60, due=DUE + DAY), one)
    assert told(source, NINE - 30) == []
    (row,) = told(source, NINE)
    assert (row["due"], row["extensions"]) == ("2021-12-01", 1)


def test_a_correction_and_a_cancellation_keep_what_was(office: Office, source: AskedSource) -> None:
    one = directive("Viêc")
    corrected = one._replace(act=Act.CORRECTED, at=NINE + 60, text="Việc", units=(WARD_2,), meeting=None)
    cancelled = DirectiveEntry(one.directive, Act.CANCELLED, NINE + 120, result="trùng")
    office.directive(cancelled, one, corrected)
    assert [(row["text"], row["units"], row["state"]) for row in told(source, NINE)] == [("Viêc", [WARD_6], "open")]
    assert [(row["text"], row["units"]) for row in told(source, NINE + 60)] == [("Việc", [WARD_2])]
    assert [(row["state"], row["result"]) for row in told(source, NINE + 120)] == [("cancelled", "trùng")]
    assert [row["given"] for row in told(source, NINE + 120)] == [iso(NINE)]


def test_the_list_that_closes_the_last_dossier_meets_the_measure(office: Office, source: AskedSource) -> None:
    office.list([dossier("A"), dossier("B")], MORNING)
    office.directive(directive(measure=OVERDUE_6))
    office.list([dossier("A", status=9, finished=at("11-11 09:00")), dossier("B")], at("11-12 08:30"))
    office.list([dossier("A", status=9, finished=at("11-11 09:00")), dossier("B", status=8)], at("11-15 08:30"))
    assert [row["value"] for row in told(source, NINE)] == [2]
    assert state(source, at("11-15 08:29")) == ("open", None)
    assert state(source, at("11-15 08:30")) == ("done", "2021-11-15T08:30:00")
    assert state(source, at("12-20 08:30")) == ("done", "2021-11-15T08:30:00")
    assert state(source, at("11-12 09:00")) == ("open", None)  # as it read then, after later moments were asked


def test_met_after_the_due_day_is_late(office: Office, source: AskedSource) -> None:
    office.list([dossier("A")], MORNING)
    office.directive(directive(measure=OVERDUE_6, due=at("11-11 00:00")))
    office.list([dossier("A", status=8)], at("11-12 00:00"))
    assert state(source, at("11-12 09:00")) == ("done_late", "2021-11-12T00:00:00")


def test_met_and_broken_again_by_the_clock_is_not_met(office: Office, source: AskedSource) -> None:
    soon = dossier("B", due=at("11-16 10:00"))
    office.list([dossier("A"), soon], MORNING)
    office.directive(directive(measure=OVERDUE_6))
    office.list([dossier("A", status=8), soon], at("11-12 08:30"))
    assert state(source, at("11-16 10:00")) == ("done", "2021-11-12T08:30:00")
    assert state(source, at("11-16 10:00") + 1) == ("open", None)  # B is overdue from the second after
    office.list([dossier("A", status=8), dossier("B", status=8)], at("11-18 08:30"))
    assert state(source, at("11-19 08:30")) == ("done", "2021-11-18T08:30:00")
    assert state(source, at("11-16 10:00")) == ("done", "2021-11-12T08:30:00")


def test_a_figure_that_only_rises_may_meet_a_measure_by_the_clock(office: Office, source: AskedSource) -> None:
    office.list([dossier("A", due=at("11-16 10:00")), dossier("B", due=at("11-17 16:00"))], MORNING)
    office.directive(directive(measure="late.late[29878] >= 1"), directive("hai", measure="late.late[29878] = 1"))
    assert {row["met_at"] for row in told(source, at("11-16 10:00"))} == {None}
    assert {row["met_at"] for row in told(source, at("11-17 16:00"))} == {"2021-11-16T10:00:01"}
    rows = {row["text"]: row["met_at"] for row in told(source, at("11-18 08:00"))}
    assert rows == {"Việc": "2021-11-16T10:00:01", "hai": None}


def test_a_figure_that_moves_both_ways_is_followed_from_change_to_change(office: Office, source: AskedSource) -> None:
    # Due soon within 24 working hours, which are three days: A from 8/11 on, overdue from 12/11 16:00 on.
    rows = [dossier("A", due=at("11-11 16:00")), dossier("B", due=at("11-19 16:00"))]
    office.list(rows, MORNING)
    office.directive(directive(measure="late.due_soon[29878] = 0"))
    assert state(source, at("11-11 16:00")) == ("open", None)
    assert state(source, at("11-15 08:00")) == ("done", "2021-11-11T16:00:01")
    (row,) = told(source, at("11-17 08:00"))
    assert (row["value"], row["met_at"]) == (1, None)
    assert state(source, at("11-22 08:00")) == ("done", "2021-11-19T16:00:01")


def test_a_list_that_came_late_changes_what_was_found_before(office: Office, source: AskedSource) -> None:
    office.list([dossier("A", status=8)], MORNING)
    office.directive(directive(measure=OVERDUE_6))
    assert state(source, at("11-20 08:30")) == ("done", iso(NINE))
    office.list([dossier("A", status=8), dossier("B")], at("11-12 08:30"))
    office.list([dossier("A", status=8), dossier("B", status=8)], at("11-15 08:30"))
    assert state(source, at("11-20 08:30")) == ("done", "2021-11-15T08:30:00")


def test_one_that_held_when_given_is_met_since_then(office: Office, source: AskedSource) -> None:
    office.list([dossier("A", status=8)], MORNING)
    office.directive(directive(measure=OVERDUE_6))
    assert state(source, NINE) == ("done", iso(NINE))
    assert state(source, NINE + 30 * DAY) == ("done", iso(NINE))


def test_of_a_level_and_of_a_unit_without_figures(office: Office, source: AskedSource) -> None:
    office.list([dossier("A"), dossier("B", agency="UBND Phường 11")], MORNING)
    measures = ("late.overdue[commune] <= 2", "late.overdue[city] = 0", "late.days_late_median[tu-phap] <= 1")
    office.directive(*(directive(measure, at=NINE + n, measure=measure) for n, measure in enumerate(measures)))
    assert [(row["value"], row["state"]) for row in told(source, NINE + 60)] == [
        (2, "done"),
        (0, "done"),
        (None, "open"),
    ]


def test_a_figure_no_longer_known_keeps_the_last_state_and_says_since_when(
    office: Office, source: AskedSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.list([dossier("A", status=8)], MORNING)
    office.list([dossier("A", status=8)], at("11-12 08:30"))
    office.directive(directive(measure=OVERDUE_6))
    compute = measure._computed

    def failing(board: Any, moment: Any) -> Any:
        if moment.at >= at("11-12 08:30"):
            raise KeyError("broken")
        return compute(board, moment)

    monkeypatch.setattr(measure, "_computed", failing)
    with source.moment(at("11-13 08:30")) as moment:
        (row,) = directive_rows(moment)
    assert (row.state, row.met_at, row.value) == ("done", NINE, None)
    assert row.unknown_since == at("11-12 08:30")
    assert row.fault.startswith("KeyError, test_directives_board.py")


def test_the_columns_of_each_grouping_have_their_values(office: Office, source: AskedSource) -> None:
    office.list([dossier("A")], MORNING)
    office.directive(directive(measure="late.late_rate[29878] <= 0,05"), directive("hai", ("commune",), at=NINE + 1))
    review = {
        "day": at("11-05 00:00"),
        "unit": "Phường 6",
        "subject": "Một cửa",
        "due": at("11-08 00:00"),
        "state": "doing",
    }
    office.sheet("advisory", [review], MORNING)
    for by in ("directive", "advisory", "unit"):
        table = source.board("directives", NINE + 1, by=by).table()
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}
    (row,) = told(source, NINE, "advisory")
    assert tuple(row.items())[:5] == (
        *(("day", "2021-11-05"), ("unit", "29878"), ("name", "Phường 6"), ("level", "commune")),
        ("subject", "Một cửa"),
    )
    assert (row["due"], row["state"], row["overdue"]) == ("2021-11-08", "doing", True)
    counts = {row["unit"]: (row["open"], row["overdue"], row["done"]) for row in told(source, NINE + 1, "unit")}
    assert (counts["29878"], counts["29863"], counts["tu-phap"]) == ((2, 0, 0), (1, 0, 0), (0, 0, 0))
    levels = source.board("directives", NINE + 1, by="unit").json()["levels"]
    assert levels["commune"] == {"open": 2, "overdue": 0, "done": 0}


def test_of_one_unit_one_level_and_one_meeting(office: Office, source: AskedSource) -> None:
    office.directive(
        directive("6", meeting=MORNING),
        directive("xã", ("commune",), at=NINE + 1),
        directive("phòng", ("tu-phap", WARD_2), at=NINE + 2, meeting=MORNING),
    )
    assert [row["text"] for row in told(source, NINE + 9, unit=WARD_6)] == ["6", "xã"]
    assert [row["number"] for row in told(source, NINE + 9, unit="tu-phap")] == [3]
    assert [row["text"] for row in told(source, NINE + 9, level="commune")] == ["6", "xã", "phòng"]
    assert [row["text"] for row in told(source, NINE + 9, level="city")] == ["phòng"]
    with source.moment(NINE + 9) as moment:
        assert [row.text for row in directives_of_meeting(moment, MORNING)] == ["6", "phòng"]
        assert [row.text for row in open_directives(moment, WARD_2)] == ["xã", "phòng"]


ROW = {"text": "Báo cáo", "units": "Phường 6; P.11", "given": at("11-10 00:00"), "due": DUE, "state": "todo"}


def test_a_row_of_a_sheet_is_a_directive_and_later_sheets_keep_what_was(office: Office, source: AskedSource) -> None:
    other = {"text": "Khác", "units": "Phường 6", "given": at("11-20 00:00"), "due": None}
    first, second, third = at("11-12 08:00"), at("11-22 08:00"), at("11-29 08:00")
    office.sheet("directives", [ROW], first)
    office.sheet("directives", [ROW | {"state": "doing", "due": DUE + DAY, "result": "đang làm"}, other], second)
    office.sheet("directives", [ROW | {"state": "done", "due": DUE + DAY, "result": "xong"}], third)

    def of(moment: Stamp) -> list[tuple[Any, ...]]:
        return [
            tuple(row[key] for key in ("text", "state", "due", "extensions", "result")) for row in told(source, moment)
        ]

    assert of(first) == of(at("11-10 09:00")) == [("Báo cáo", "open", "2021-11-30", 0, "")]
    assert of(at("11-09 23:59")) == []
    assert of(at("11-21 08:00")) == [("Báo cáo", "open", "2021-11-30", 0, "")]
    assert of(second) == [("Báo cáo", "open", "2021-12-01", 1, "đang làm"), ("Khác", "open", None, 0, "")]
    assert of(third)[0] == ("Báo cáo", "done", "2021-12-01", 1, "xong")
    (row, _) = told(source, third)
    assert (row["units"], row["given"], row["meeting"], row["met_at"]) == (
        ["29878", "29863"],
        "2021-11-10T00:00:00",
        None,
        "2021-11-29T08:00:00",
    )


def test_a_row_of_a_sheet_for_a_level_is_one_of_each_of_its_units(office: Office, source: AskedSource) -> None:
    office.sheet("directives", [ROW | {"units": "Phòng Tư pháp; commune"}])
    (row,) = told(source, MORNING)
    assert row["units"] == ["tu-phap", "commune"]
    counts = {row["unit"]: row["open"] for row in told(source, MORNING, by="unit")}
    assert (counts["29878"], counts["tu-phap"], counts["noi-vu"]) == (1, 1, 0)


def test_before_the_first_sheet_it_counts_and_a_later_one_does_not_move_what_was_done(
    office: Office, source: AskedSource
) -> None:
    rows = [ROW | {"state": "done"}, ROW | {"text": "Khác", "state": "cancelled"}]
    office.sheet("directives", rows, at("11-25 08:00"))
    office.sheet("directives", [rows[0] | {"result": "có văn bản"}], at("12-05 08:00"))
    states = [
        [(row["state"], row["met_at"]) for row in told(source, at(moment))] for moment in ("11-12 09:00", "12-06 09:00")
    ]
    assert states == [
        [("done", "2021-11-12T09:00:00"), ("cancelled", None)],
        [("done", "2021-11-25T08:00:00"), ("cancelled", None)],
    ]


def test_rows_of_one_day_keep_the_order_of_the_sheet(office: Office, source: AskedSource) -> None:
    office.sheet("directives", [ROW | {"text": f"việc {n}"} for n in (3, 1, 2)], at("11-12 08:00"))
    office.sheet("directives", [ROW | {"text": f"việc {n}"} for n in (4, 1)], at("11-13 08:00"))
    assert [row["text"][-1] for row in told(source, at("11-13 08:00"))] == ["3", "1", "2", "4"]
    assert [row["text"][-1] for row in told(source, at("11-12 08:00"))] == ["3", "1", "2"]


def test_a_directive_of_a_sheet_can_be_extended_on_screen(office: Office, source: AskedSource) -> None:
    office.sheet("directives", [ROW | {"measure": OVERDUE_6}], at("11-12 08:00"))
    with source.moment(NINE) as moment:
        (row,) = open_directives(moment, "29863")
    office.directive(DirectiveEntry(row.key, Act.EXTENDED, at("11-15 08:00"), due=DUE + 3 * DAY))
    (now,) = told(source, at("11-15 08:00"))
    assert (now["due"], now["extensions"], now["measure"]) == ("2021-12-03", 1, OVERDUE_6)


_ENTRIES = [
    DirectiveEntry(
        f"{n}" * 16, act, NINE + second, f"việc {n}", (WARD_6,), due=DUE + second * DAY, result=f"{n}{second}"
    )
    for n in range(2)
    for act in Act
    for second in (0, 1)
    if act is not Act.GIVEN or not second
]


@settings(max_examples=40)
@given(st.permutations(_ENTRIES), st.integers(0, 2))
def test_any_order_of_arrival_gives_the_same(entries: list[DirectiveEntry], second: int) -> None:
    assert directives_of(entries, NINE + second) == directives_of(_ENTRIES, NINE + second)
    assert len({one.id for one in directives_of(entries, NINE + second)}) == 2


def test_the_page_has_every_entry_and_how_the_figure_moved(office: Office, source: AskedSource) -> None:
    office.list([dossier("A"), dossier("B")], MORNING)
    one = directive("Viêc", measure=OVERDUE_6)
    corrected = one._replace(act=Act.CORRECTED, at=NINE + 60, text="Việc", units=("29878", "commune"), meeting=None)
    office.directive(corrected, one)
    office.list([dossier("A", status=8), dossier("B")], at("11-11 08:30"))
    office.list([dossier("A", status=8), dossier("B", status=8)], at("11-11 16:30"))
    with source.moment(at("11-12 08:30")) as moment:
        page = directive_page(moment, one.directive)
        assert directive_page(moment, "x") is None
    assert page is not None
    assert (page.row.state, page.row.value_given, page.row.value) == ("done", 2, 0)
    assert page.row.measure_words == "Phường 6 · quá hạn = 0"
    assert page.history == (one, corrected)
    assert page.series == ((NINE, 2), (at("11-10 23:59:59"), 2), (at("11-11 23:59:59"), 0), (at("11-12 08:30"), 0))
    with source.moment(at("11-11 09:00")) as moment:
        before = directive_page(moment, one.directive)
    assert before is not None
    assert before.series[-1] == (at("11-11 09:00"), 1)
