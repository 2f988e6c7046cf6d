"""The board of late dossiers: its rows, its order, its sums, and what each grouping shows."""

from __future__ import annotations

import pytest

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import LateBoard
from cchc_tui.domain.names import by_name
from cchc_tui.domain.privacy import Access
from tests.kits.store_kit import HOUR, MORNING, WARD_2, WARD_6, Office, at, dossier


def _ward(name: str, late: int, start: int = 0) -> list:
    return [dossier(f"{name}-{n}", agency=name) for n in range(start, start + late)]


def test_every_unit_of_the_day_has_a_row_also_with_nothing(office: Office) -> None:
    board = office.source().late()
    assert len(board.rows) == 27
    assert {row.level for row in board.rows} == {"city", "commune"}
    assert all(row.counts == Counts() and row.rank == 1 for row in board.rows)
    assert (board.data_as_of, board.levels["city"]) == (None, Counts())


def test_the_latest_come_first_and_equals_share_a_rank_and_go_by_name(office: Office) -> None:
    office.list([*_ward("Phường 11", 2), *_ward("Phường 2", 2), *_ward("Phường 6", 5), *_ward("Phòng Tư pháp", 3)])
    rows = office.source().late().rows[:5]
    assert [(row.name, row.counts.late, row.rank) for row in rows[:4]] == [
        ("Phường 6", 5, 1),
        ("Phòng Tư pháp", 3, 1),  # first of its own level
        ("Phường 2", 2, 2),
        ("Phường 11", 2, 2),
    ]
    assert rows[4].rank == (4 if rows[4].level == "commune" else 2)


def test_levels_add_up_and_leave_out_who_is_in_no_unit(office: Office) -> None:
    office.list([*_ward("Phường 6", 2), *_ward("Phường 2", 1), *_ward("Phòng Tư pháp", 4), *_ward("Sở Nội vụ", 8)])
    board = office.source().late()
    assert (board.levels["commune"].late, board.levels["city"].late, board.unplaced.late) == (3, 4, 8)
    assert sum(row.counts.total for row in board.rows) == 7


def test_the_rate_leaves_out_who_waits_and_who_withdrew() -> None:
    counts = Counts(
        late=2, resolved_late=1, overdue=1, resolved_on_time=5, in_time=3, waiting=40, withdrawn=9, total=59
    )
    assert counts.late_rate == 2 / 10
    assert Counts().late_rate == 0


@pytest.mark.parametrize(
    ("finished", "median"), [(["11-03"], 3), (["11-03", "11-04"], 3.5), (["11-02", "11-03", "11-09"], 3)]
)
def test_the_median_counts_working_days(office: Office, finished: list[str], median: float) -> None:
    # Due on Friday 29 October: the weekend after it does not count.
    rows = [dossier(f"A-{day}", due=at("10-29 16:00"), status=10, finished=at(f"{day} 10:00")) for day in finished]
    office.list(rows)
    row = office.source().late().row(WARD_6)
    assert row is not None
    assert row.counts.days_late_median == median
    board = office.source().late()
    assert [board.levels[level].days_late_median for level in ("commune", "city")] == [median, None]


def test_the_clock_alone_makes_a_dossier_overdue(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-10 16:00")), dossier("A-2", due=at("11-17 10:00"))])
    seen = [
        (c.overdue, c.due_soon, c.in_time)
        for c in (office.late(at(f"11-{t}")) for t in ("10 16:00", "10 16:01", "15 07:00"))
    ]
    assert seen == [(0, 1, 2), (1, 0, 1), (1, 1, 1)]


def test_due_soon_is_due_within_24_working_hours_the_last_moment_included(office: Office) -> None:
    # From Wednesday 8:30: 7 hours that day, 8 on Thursday, 8 on Friday, and one on Monday.
    office.list([dossier(f"A-{n}", due=at(f"11-{due}")) for n, due in enumerate(["12 16:00", "15 08:30", "15 08:31"])])
    assert office.late().due_soon == 2


def test_comparing_days_a_dossier_is_late_only_on_the_day_after(tmp_path_factory: pytest.TempPathFactory) -> None:
    office = Office(tmp_path_factory.mktemp("days"), compare="date")
    done = dossier("A-2", status=10, finished=at("10-30 17:00"))
    office.list([dossier("A-1", due=at("11-10 16:00")), done])
    assert [office.late(at(t)).late for t in ("11-10 17:00", "11-11 00:00")] == [0, 1]
    office.writer.close()


def test_groups_are_identified_by_their_text(office: Office) -> None:
    office.list(
        [
            *(dossier(f"A-{n}", field="Hộ tịch", procedure="Khai sinh") for n in range(2)),
            dossier("A-8", field="", procedure="Chứng thực"),
            dossier("B-1", agency="P2", field="Hộ tịch", procedure="Khai tử"),
        ]
    )
    source = office.source()
    fields, procedures = source.late(by="field"), source.late(by="procedure")
    assert [(row.key, row.name, row.counts.late) for row in fields.rows] == [
        ("Hộ tịch", "Hộ tịch", 3),
        ("", "(không ghi)", 1),
    ]
    assert {row.name: row.counts.late for row in procedures.rows} == {"Khai sinh": 2, "Khai tử": 1, "Chứng thực": 1}
    assert fields.levels == source.late().levels


def test_officers_are_numbered_unless_their_names_may_be_shown(office: Office) -> None:
    office.list(
        [
            dossier("A-1", officer="Nguyễn An"),
            dossier("A-2", officer="Nguyễn An"),
            dossier("B-1", agency="P2", officer="Nguyễn An"),
        ]
    )
    source = office.source()
    hidden = source.late(by="officer")
    assert "An" not in str(hidden)
    assert [(row.unit, row.counts.late) for row in hidden.rows] == [(WARD_6, 2), (WARD_2, 1)]
    named = source.late(by="officer", shows=Access(officers=True))
    assert {row.name for row in named.rows} == {"Nguyễn An"}
    assert {row.key for row in named.rows} == {row.key for row in hidden.rows}


def test_age_bands_split_the_late_ones_and_keep_their_order(office: Office) -> None:
    office.list(
        [
            dossier("A-1", due=at("11-09 16:00")),  # a day
            dossier("A-2", due=at("11-03 16:00"), returned=at("11-04 09:00")),  # five days
            dossier("A-3", due=at("07-01 16:00")),
            dossier("A-4", due=at("10-29 16:00"), status=10, finished=at("11-03 09:00")),  # three days
            dossier("A-5", due=at("12-30 16:00")),  # not late
        ]
    )
    board = office.source().late(by="age")
    assert [(row.key, row.name, row.counts.late, row.counts.unclosed) for row in board.rows] == [
        ("0", "dưới 3 ngày", 1, 0),
        ("3", "3–5 ngày", 2, 1),
        ("6", "6–10 ngày", 0, 0),
        ("11", "11–30 ngày", 0, 0),
        ("31", "từ 31 ngày", 1, 0),
    ]
    assert board.levels["commune"].total == 5


def test_one_unit_alone_by_key_or_code(office: Office) -> None:
    office.list([*_ward("Phường 6", 3), *_ward("Phường 2", 2)])
    source = office.source()
    board = source.late(unit=WARD_6)
    assert [(row.key, row.counts.late) for row in board.rows] == [(WARD_6, 3)]
    assert (board.levels["commune"].late, board.unplaced.total) == (3, 0)
    assert [row.counts.late for row in source.late(by="field", unit=WARD_2).rows] == [2]
    assert [row.counts.late for row in source.late(unit="29881").rows] == [0]


def test_only_what_ended_in_the_year_of_the_moment_counts_and_what_is_still_open(office: Office) -> None:
    last_year = at("01-01 00:00") - 40 * 86400
    dates = {"received": last_year, "due": last_year + 86400}
    office.list(
        [
            dossier("A-1", **dates, status=10, finished=last_year + 20 * 86400),
            dossier("A-2", **dates, status=10, finished=at("01-05 08:00")),
            dossier("A-3", **dates),
            dossier("A-4", **dates, status=5),
            dossier("A-5", **dates, status=7),
        ]
    )
    counts = office.late()
    assert (counts.resolved_late, counts.overdue, counts.waiting, counts.withdrawn, counts.total) == (1, 1, 1, 0, 3)
    then = office.late(last_year + 30 * 86400)
    assert (then.resolved_late, then.overdue, then.withdrawn) == (1, 2, 1)


def test_the_moment_of_the_data_is_that_of_the_newest_list_by_then(office: Office) -> None:
    for moment in (MORNING, MORNING + 2 * HOUR):
        office.list([dossier("A-1")], moment)
    source = office.source()

    def reported(moment: int) -> tuple[int | None, bool]:
        board: LateBoard = source.late(moment)
        return board.data_as_of, board.live

    assert reported(MORNING - HOUR) == (MORNING, False)
    assert reported(MORNING + HOUR) == (MORNING, False)
    assert reported(MORNING + 3 * HOUR) == (MORNING + 2 * HOUR, True)
    assert source.data_as_of(MORNING + HOUR) == MORNING


def test_names_are_sorted_as_people_do() -> None:
    names = ["Xã Hòa An", "Phường 11", "Phường 2", "Phường Mỹ Phú", "Phường Hòa Thuận"]
    assert sorted(names, key=by_name) == ["Phường 2", "Phường 11", "Phường Hòa Thuận", "Phường Mỹ Phú", "Xã Hòa An"]
