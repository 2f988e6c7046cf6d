"""A unit summary is held against the list: what agrees is silent, what differs is said by unit and column."""

from __future__ import annotations

from datetime import date
from typing import Any

from cchc_tui.boards.exports import Difference
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_2, WARD_6, Office, at, dossier, said_only, summed

CLOSED = {"status": 10, "finished": at("11-10 09:00"), "returned": at("11-10 09:10")}
#: Phường 6: two overdue, one in time, one waiting, one resolved on time, one late, one withdrawn; Phường 2: one
#: overdue.
ROWS = [
    dossier("A-1"),
    dossier("A-2", returned=at("11-01 10:00")),
    dossier("A-3", due=at("12-30 16:00")),
    dossier("A-4", status=5),
    dossier("A-5", status=10, finished=at("10-20 10:00")),
    dossier("A-6", status=10, finished=at("11-02 10:00")),
    dossier("A-7", status=7),
    dossier("B-1", agency="UBND Phường 2"),
]
AGREED = {
    "intake": 7,
    "received": 7,
    "resolved": 2,
    "early": 1,
    "resolved_late": 1,
    "open": 4,
    "in_time": 2,
    "overdue": 2,
    "late": 3,
    "withdrawn": 1,
}


def _said(office: Office, now: int = MORNING) -> tuple[Difference, ...]:
    """What differs in the newest summary."""
    source = office.source(now)
    board = source.exports()
    source.close()
    newest = max(row.id for row in board.rows if row.kind == "summary")
    return tuple(difference for difference in board.differences if difference.export == newest)


def _agreeing(**changed: Any) -> list[Any]:
    return [
        summed("UBND phường 6", **(AGREED | changed)),
        summed("P2", row=6, intake=1, received=1, open=1, overdue=1, late=1),
    ]


def test_what_agrees_is_silent_and_listed_as_agreed(office: Office) -> None:
    office.list(ROWS)
    result = office.summary(_agreeing())
    assert (result.verdict, result.loaded, result.kind) == ("accepted", 2, "summary")
    board = office.source().exports()
    assert (board.differences, board.agreed) == ((), (result.export_id,))


def test_what_was_not_held_against_a_list_does_not_agree_with_it(office: Office) -> None:
    office.summary(_agreeing())
    assert office.source().exports().agreed == ()  # there is no list
    office.list(ROWS)
    assert office.source().exports().agreed == (1,)
    office.summary([*_agreeing(), summed("Phường 99", row=7, overdue=5)])
    assert office.source().exports().agreed == (1,)  # nobody knows whose row it is


def test_what_differs_is_said_with_both_figures(office: Office) -> None:
    office.list(ROWS)
    office.summary(_agreeing(overdue=1, open=3, late=2, in_time=2))
    found = {(d.unit, d.column): (d.kind, d.said, d.ours) for d in _said(office)}
    assert found == {
        (WARD_6, "overdue"): ("list", 1, 2),
        (WARD_6, "open"): ("list", 3, 4),
        (WARD_6, "late"): ("list", 2, 3),
    }


def test_its_own_sums_are_checked_even_without_a_list(office: Office) -> None:
    office.summary([summed("Phường 6", intake=5, opening=1, received=3, resolved=2, early=1, on_time=1)])
    assert [(d.kind, d.column, d.said, d.ours) for d in _said(office)] == [("identity", "intake", 5, 4)]


def test_a_list_that_comes_later_settles_or_raises_it(office: Office) -> None:
    office.summary(_agreeing(), MORNING)
    assert _said(office) == ()  # nothing to hold it against
    office.list([*ROWS[:-1], dossier("B-1", agency="UBND Phường 2", **CLOSED)], MORNING)
    assert {d.unit for d in _said(office)} == set()  # closed at 09:00, so not yet at 08:30
    office.list([*ROWS, dossier("B-2", agency="UBND Phường 2")], MORNING)
    assert {(d.unit, d.column) for d in _said(office)} == {
        (WARD_2, column) for column in ("intake", "received", "open", "overdue", "late")
    }
    office.list([*ROWS[:-1], dossier("B-1", agency="UBND Phường 2"), dossier("B-2", agency="UBND Phường 4")], MORNING)
    assert _said(office) == ()


def test_a_summary_of_a_past_moment_is_held_against_that_moment(office: Office) -> None:
    office.list(ROWS, MORNING - DAY)
    office.list([dossier(row.code, agency=row.agency, **CLOSED) for row in ROWS], MORNING + HOUR)
    office.summary(_agreeing(), MORNING)
    assert _said(office, MORNING + HOUR) == ()


def test_a_day_alone_is_held_against_the_list_of_that_day_with_which_it_agrees_best(office: Office) -> None:
    office.list(ROWS, MORNING)
    office.list([ROWS[0]._replace(digest=1), *ROWS[2:], dossier("A-2", **CLOSED)], MORNING + HOUR)
    office.summary(_agreeing(), MORNING - MORNING % DAY, day_only=True, period_from=date(2021, 1, 1))
    assert _said(office, MORNING + DAY) == ()
    office.summary(_agreeing(withdrawn=2), MORNING - MORNING % DAY, day_only=True)
    (found,) = _said(office, MORNING + DAY)
    assert (found.column, found.said, found.ours, found.compared_at) == ("withdrawn", 2, 1, MORNING)


def test_carried_over_dossiers_are_distinguished_from_received_ones(office: Office) -> None:
    old = at("01-01 00:00") - 5 * DAY
    office.list(
        [*ROWS, dossier("C-1", received=old), dossier("C-2", received=old, status=10, finished=at("03-01 10:00"))]
    )
    more = {
        "intake": 9,
        "opening": 2,
        "resolved": 3,
        "resolved_late": 1,
        "on_time": 1,
        "open": 5,
        "overdue": 3,
        "late": 4,
    }
    office.summary(_agreeing(**more))
    assert _said(office) == ()
    office.summary(_agreeing(**more | {"opening": 1, "received": 8}))
    assert {(d.column, d.said, d.ours) for d in _said(office)} == {("opening", 1, 2), ("received", 8, 7)}


def test_a_period_of_its_own_counts_what_ended_in_it(office: Office) -> None:
    """In November one was resolved and one withdrawn; five of the six others were received before it."""
    ended = [
        dossier("A-6", status=10, received=at("11-01 08:00"), finished=at("11-02 10:00")),
        dossier("A-7", status=7, returned=at("11-03 10:00")),
    ]
    office.list([*(row for row in ROWS if row.code not in {"A-6", "A-7"}), *ended])
    november = AGREED | {"intake": 6, "opening": 5, "received": 1, "resolved": 1, "early": 0}
    office.summary([summed("Phường 6", **november)], period_from=date(2021, 11, 1))
    assert _said(office) == ()


def test_a_row_of_no_unit_of_ours_is_kept_and_not_compared(office: Office) -> None:
    office.list(ROWS)
    result = office.summary([summed("UBND huyện Cao Lãnh", intake=9, received=9)])
    assert (result.unplaced, _said(office)) == (1, ())


def test_only_what_a_form_says_is_compared(office: Office) -> None:
    office.list(ROWS)
    office.summary([said_only("Phường 6", overdue=2, resolved_late=1)])
    assert _said(office) == ()
    office.summary([said_only("Phường 6", overdue=1, timely=2)])
    assert {(d.column, d.said, d.ours) for d in _said(office)} == {("overdue", 1, 2), ("timely", 2, 1)}


def test_early_and_on_time_are_held_against_the_list_together(office: Office) -> None:
    office.list(ROWS)
    for early, on_time in ((1, 0), (0, 1)):
        office.summary([said_only("Phường 6", early=early, on_time=on_time)])
        assert _said(office) == ()
    office.summary([said_only("Phường 6", on_time=5)])  # nobody says how many were early
    assert _said(office) == ()
    office.summary([said_only("Phường 6", early=1, on_time=1)])
    assert [(d.column, d.said, d.ours) for d in _said(office)] == [("timely", 2, 1)]


def test_waiting_ones_are_counted_where_the_form_counts_them(office: Office) -> None:
    office.list(ROWS)
    apart = {"waiting": 1, "in_time": 1, "overdue": 2}
    for more in ({}, {"open": 3}, {"open": 4}):  # the open ones without, or with those that wait
        office.summary([said_only("Phường 6", **apart, **more)])
        assert _said(office) == ()
    office.summary([said_only("Phường 6", **apart | {"in_time": 2})])
    assert [(d.column, d.said, d.ours) for d in _said(office)] == [("in_time", 2, 1)]
    office.summary([said_only("Phường 6", **apart, open=5)])
    assert {(d.kind, d.column, d.said, d.ours) for d in _said(office)} >= {("identity", "open", 5, 3)}


def test_refused_ones_among_the_resolved_are_not_resolved_for_us(office: Office) -> None:
    office.list([*ROWS, dossier("A-8", status=8)])
    office.summary([said_only("Phường 6", timely=1, resolved_late=1, refused=1, withdrawn=2, resolved=3)])
    assert _said(office) == ()
    office.summary([said_only("Phường 6", timely=1, resolved_late=1, refused=1, withdrawn=2, resolved=2)])
    assert _said(office) == ()


OF_FIELDS = [
    *ROWS,
    dossier("C-1", field="Lĩnh vực Hộ tịch", status=10, finished=at("10-20 10:00")),
    dossier("C-2", field="Hộ tịch", agency="UBND Phường 2"),
    dossier("C-3", field="Hộ tịch", agency="Phòng Tư pháp", status=10, finished=at("11-02 10:00")),
    dossier("C-4", field="Đất đai", agency="UBND Phường 2", received=at("01-01 00:00") - DAY),
]


def _by_field(office: Office, rows: list[Any], now: int = MORNING, **head: Any) -> list[tuple[str, str, str, int, int]]:
    office.summary(rows, named_by="field", **head)
    return [(d.kind, d.unit_text, d.column, d.said, d.ours) for d in _said(office, now)]


def test_a_form_by_field_is_held_against_the_fields_of_the_list(office: Office) -> None:
    office.list(OF_FIELDS)
    right = [
        said_only("Hộ tịch", 5, intake=3, opening=0, received=3, resolved=2, resolved_late=1, open=1, overdue=1),
        said_only("LĨNH VỰC ĐẤT ĐAI", 6, intake=1, opening=1, received=0, resolved=0, open=1, overdue=1),
        said_only("Chứng thực", 7, intake=8, timely=1, resolved_late=1, overdue=3, in_time=2, withdrawn=1),
    ]
    assert _by_field(office, right) == []
    assert office.source().exports().agreed == (2,)
    wrong = [right[0]._replace(overdue=2), *right[1:]]
    assert _by_field(office, wrong) == [("field", "Hộ tịch", "overdue", 2, 1)]
    wrong = [right[0], right[1]._replace(opening=2, intake=None), right[2]]
    assert _by_field(office, wrong) == [("field", "LĨNH VỰC ĐẤT ĐAI", "opening", 2, 1)]
    rows = [row for row in office.source().findings().rows if row.kind == "reconciliation"]
    assert [row.unit_name for row in rows] == ["LĨNH VỰC ĐẤT ĐAI", "Hộ tịch"]


def test_a_form_by_field_may_be_of_one_unit_or_level(office: Office) -> None:
    office.list(OF_FIELDS)
    commune = [said_only("Hộ tịch", intake=2, overdue=1), said_only("Chứng thực", 6, intake=8)]
    assert _by_field(office, commune) == []
    assert _by_field(office, [commune[0]._replace(overdue=4), commune[1]]) == [("field", "Hộ tịch", "overdue", 4, 1)]
    ward = [said_only("Hộ tịch", intake=1, overdue=0), said_only("Chứng thực", 6, intake=7)]
    assert _by_field(office, [row._replace(within="UBND phường 6") for row in ward]) == []
    levels = [
        said_only("A. Cấp huyện", 4, intake=1)._replace(within="A. Cấp huyện"),
        said_only("Hộ tịch", 5, intake=1, resolved_late=1)._replace(within="A. Cấp huyện"),
        said_only("TTHC cấp xã", 6, intake=11)._replace(within="TTHC cấp xã"),
        said_only("Hộ tịch", 7, intake=2, resolved_late=0)._replace(within="TTHC cấp xã"),
        said_only("UBND phường 6", 8, overdue=3)._replace(within="UBND phường 6"),
    ]
    assert _by_field(office, levels) == [("list", "UBND phường 6", "overdue", 3, 2)]


def test_fields_that_no_list_has_are_reported_once_and_not_compared(office: Office) -> None:
    office.list(OF_FIELDS)
    rows = [said_only("Xây dựng", 5, intake=4), said_only("Y tế", 6, intake=9), said_only("Đất đai", 7, intake=1)]
    rows.append(said_only("Thủy sản", 8, intake=0, overdue=0))  # none here, and none there
    assert [one[:1] + one[2:] for one in _by_field(office, rows)] == [("no_field", "field", 2, 0)]
    twice = [said_only("Đất đai", 5, intake=9), said_only("Đất đai", 6, intake=8), said_only("Hộ tịch", 7, intake=3)]
    assert [one[:1] + one[2:] for one in _by_field(office, twice)] == [("no_field", "field", 2, 0)]


def test_a_form_by_field_of_a_period_that_has_ended(office: Office) -> None:
    october = {"period_from": date(2021, 10, 1), "period_to": date(2021, 10, 31)}
    office.list(OF_FIELDS, at("10-29 08:00"))
    office.list([dossier(row.code, field=row.field, agency=row.agency, **CLOSED) for row in OF_FIELDS])
    # Of 31 October: two were resolved in it, one was withdrawn, all others are overdue since the evening before.
    rows = [
        said_only("Hộ tịch", 5, intake=3, opening=0, timely=1, resolved_late=0, overdue=2),
        said_only("Đất đai", 6, intake=1, opening=1, received=0, overdue=1),
    ]
    assert _by_field(office, rows, MORNING + DAY, **october) == []


def test_a_summary_of_a_period_that_has_ended_is_held_against_its_end(office: Office) -> None:
    office.list(
        [row._replace(due=at("10-05 16:00"), received=at("09-01 09:00")) for row in ROWS[:1]], at("09-20 08:00")
    )
    office.list([dossier("A-1", received=at("09-01 09:00"), due=at("10-05 16:00"), **CLOSED)], MORNING)
    period = {"period_from": date(2021, 6, 15), "period_to": date(2021, 9, 30)}
    office.summary([said_only("Phường 6", open=1, in_time=1, overdue=0, resolved=0)], **period)
    assert _said(office, MORNING + DAY) == ()


def test_a_unit_with_two_rows_is_said_and_not_compared(office: Office) -> None:
    office.list(ROWS)
    rows = [summed("UBND phường 6", **AGREED), summed("P6", row=6, overdue=9), summed("P2", row=7, overdue=9)]
    office.summary([*rows, summed("Phường 6", row=8, overdue=1)])
    assert {each.unit for each in _said(office) if each.kind == "list"} == {WARD_2}
    query = "SELECT row, expected FROM problem WHERE code = 'unit_twice' ORDER BY row"
    assert office.writer.connection.execute(query).fetchall() == [(6, "5"), (8, "5")]


def test_where_rows_may_be_fields_a_short_name_is_no_unit(office: Office) -> None:
    office.list(ROWS)
    rows = [said_only("UBND phường 6", overdue=1), said_only("Tư pháp", 6, overdue=7), said_only("P2", 7, overdue=1)]
    result = office.summary([*rows, said_only("Phòng Tư pháp", 8, overdue=3)], named_by="unit_or_field")
    assert {(each.unit, each.said) for each in _said(office)} == {(WARD_6, 1), ("tu-phap", 3)}
    assert result.unplaced == 1
