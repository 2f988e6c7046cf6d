"""What a dossier list does to the store: what is new, what changed, what stood twice, what is older."""

from __future__ import annotations

import pytest

from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.problems import BAD_DATE, EMPTY, NOTHING_TAKEN, REPEATED_CODE, refuse
from cchc_tui.ingest.records import Batch, Head, Kind
from cchc_tui.store.write.loading import list_repeated, moment_of, repeated
from tests.kits.store_kit import HOUR, MORNING, Office, at, dossier, numbered

LATER = MORNING + HOUR
CLOSED = {"status": 10, "status_text": "Đã trả kết quả", "finished": at("11-10 09:00"), "returned": at("11-10 09:10")}


def test_the_first_list_is_on_the_board(office: Office) -> None:
    result = office.list([dossier("A-1"), dossier("A-2", due=at("12-01 16:00"))])
    assert (result.verdict, result.loaded, result.changed) == ("accepted", 2, 0)
    counts = office.late()
    assert (counts.late, counts.overdue, counts.in_time, counts.total) == (1, 1, 1, 2)


def test_the_same_list_again_changes_nothing(office: Office) -> None:
    rows = [dossier("A-1"), dossier("A-2", due=at("12-01 16:00"))]
    office.list(rows)
    before = office.writer.connection.execute("SELECT * FROM dossier").fetchall()
    state_count = office.writer.connection.execute("SELECT * FROM state_count").fetchall()
    result = office.list(rows, LATER)
    assert (result.loaded, result.changed, result.unchanged) == (0, 0, 2)
    assert office.writer.connection.execute("SELECT * FROM dossier").fetchall() == before
    assert office.writer.connection.execute("SELECT * FROM state_count").fetchall() == state_count
    assert office.count("version") == 0


def test_a_row_written_otherwise_that_says_the_same_is_no_new_version(office: Office) -> None:
    office.list([dossier("A-1")])
    result = office.list([dossier("A-1", wording="other spacing")], LATER)
    assert (result.changed, result.unchanged, office.count("version")) == (0, 1, 0)
    # Next time it is known by its new digest, and not read at all.
    (known,) = office.writer.connection.execute("SELECT digest FROM dossier").fetchone()
    assert known == dossier("A-1", wording="other spacing").digest


def test_a_changed_dossier_moves_the_board_and_keeps_its_past(office: Office) -> None:
    office.list([dossier("A-1"), dossier("A-2")])
    result = office.list([dossier("A-1", **CLOSED), dossier("A-2"), dossier("A-3")], LATER)
    assert (result.loaded, result.changed, result.unchanged) == (1, 1, 1)
    now, then = office.late(LATER), office.late(MORNING)
    assert (now.resolved_late, now.overdue, now.total) == (1, 2, 3)
    assert (then.resolved_late, then.overdue, then.total) == (0, 2, 2)


def test_a_dossier_that_a_newer_list_leaves_out_stays(office: Office) -> None:
    office.list([dossier("A-1"), dossier("A-2")])
    office.list([dossier("A-1")], LATER)
    assert office.late(LATER).total == 2


def test_an_older_list_overwrites_nothing_and_adds_what_is_new(office: Office) -> None:
    office.list([dossier("A-1", **CLOSED)], LATER)
    result = office.list([dossier("A-1"), dossier("A-2")], MORNING)
    assert (result.loaded, result.changed, result.older) == (1, 0, 1)
    counts = office.late(LATER)
    assert (counts.resolved_late, counts.overdue) == (1, 1)


def test_of_two_lists_of_one_moment_the_later_arrival_counts(office: Office) -> None:
    office.list([dossier("A-1")])
    office.list([dossier("A-1", **CLOSED)])
    assert office.late(LATER).resolved_late == 1
    office.list([dossier("A-1")])
    assert office.late(LATER).resolved_late == 0


def test_of_a_code_that_stands_twice_the_last_row_counts_and_it_is_said(office: Office) -> None:
    rows = [dossier("000.00.14.H20-211015-0001"), dossier("A-2"), dossier("000.00.14.H20-211015-0001", **CLOSED)]
    result = office.list(rows, LATER)
    assert result.loaded == 2
    (problem,) = result.problems
    assert (problem.code, problem.row, problem.expected) == (REPEATED_CODE, 9, "7")
    assert "0001" not in problem.value
    counts = office.late(LATER)
    assert (counts.resolved_late, counts.overdue, counts.total) == (1, 1, 2)
    assert office.count("version") == 0


def test_a_code_that_stands_twice_among_new_rows_of_a_later_list(office: Office) -> None:
    office.list([dossier("A-1")])
    spread = [dossier(f"C-{n}") for n in range(2000)]
    for code, between in (("B-1", []), ("B-2", spread)):  # in one portion of the work, and far apart
        result = office.list([dossier("A-1"), dossier(code), *between, dossier(code, **CLOSED)], LATER)
        assert [problem.code for problem in result.problems] == [REPEATED_CODE]
        assert (result.loaded, result.changed) == (1 + len(between), 0)
    assert office.late(LATER + HOUR).resolved_late == 2
    assert office.count("version") == 0


def test_a_changed_row_before_the_known_one_is_undone(office: Office) -> None:
    known = dossier("A-1")
    office.list([known, dossier("A-2")])
    for rows in ([dossier("A-1", **CLOSED), known], [dossier("A-1", **CLOSED), dossier("A-2"), known]):
        result = office.list(rows, LATER)
        assert (result.changed, office.count("version")) == (0, 0)
        assert [(problem.code, problem.row, problem.expected) for problem in result.problems] == [
            (REPEATED_CODE, 6 + len(rows), "7")
        ]
    counts = office.late(LATER)
    assert (counts.resolved_late, counts.overdue, counts.total) == (0, 2, 2)


def test_a_changed_row_after_the_known_one_counts(office: Office) -> None:
    office.list([dossier("A-1")])
    result = office.list([dossier("A-1"), dossier("A-1", **CLOSED)], LATER)
    assert (result.changed, office.count("version")) == (1, 1)
    assert office.late(LATER).resolved_late == 1


def test_three_rows_of_one_code_leave_one_version(office: Office) -> None:
    office.list([dossier("A-1", applicant="Trước")])
    rows = [dossier("A-1", officer="X"), dossier("A-1", officer="Y", applicant="Giữa"), dossier("A-1", **CLOSED)]
    result = office.list(rows, LATER)
    assert (result.changed, office.count("version"), len(result.problems)) == (1, 1, 2)
    *held, person = office.writer.connection.execute("SELECT since, until, person FROM version").fetchone()
    assert held == [MORNING, LATER]
    query = "SELECT applicant FROM person WHERE dossier = 1 AND n = ?"
    assert office.writer.private.execute(query, (person,)).fetchone() == ("Trước",)


def test_rejected_rows_make_a_list_partial_and_are_kept_with_their_reason(office: Office) -> None:
    bad = Problem(Severity.REJECTED, BAD_DATE, "Sheet1", 12, "Ngày tiếp nhận", "32/13/2021")
    result = office.list([dossier("A-1")], problems=[bad])
    assert (result.verdict, result.rows, result.accepted, result.rejected) == ("partial", 2, 1, 1)
    source = office.source()
    assert source.problems(result.export_id) == (bad,)
    source.close()


def test_a_list_of_rejected_rows_alone_is_refused(office: Office) -> None:
    bad = Problem(Severity.REJECTED, BAD_DATE, "Sheet1", 12, "Ngày tiếp nhận", "32/13/2021")
    result = office.list([], problems=[bad])
    assert (result.verdict, result.problems[-1].code) == ("refused", NOTHING_TAKEN)
    assert result.problems[0] == bad
    assert office.source().data_as_of() is None


def test_a_refused_file_leaves_nothing_but_its_reason(office: Office) -> None:
    def broken() -> object:
        yield Head(Kind.DOSSIERS, "csv", "", MORNING, False)
        yield Batch(tuple(numbered([dossier("A-1")])))
        raise refuse(EMPTY)

    result = office.load(broken(), name="hỏng.csv")
    assert (result.verdict, [problem.code for problem in result.problems]) == ("refused", [EMPTY])
    assert office.count("dossier") == 0
    (row,) = office.source().exports().rows
    assert (row.name, row.verdict, row.reason and row.reason.code) == ("hỏng.csv", "refused", EMPTY)


def test_the_same_bytes_again_are_listed_and_not_loaded(office: Office) -> None:
    office.list([dossier("A-1")], sha="bytes")
    earlier = repeated(office.writer, "bytes")
    assert earlier is not None
    assert repeated(office.writer, "others") is None
    result = list_repeated(office.writer, office.file(sha="bytes"), earlier)
    assert (result.verdict, result.loaded, result.changed, result.kind) == ("repeated", 0, 0, "dossiers")
    newest, first = office.source().exports().rows
    assert (newest.verdict, newest.repeats, first.verdict) == ("repeated", first.id, "accepted")


def test_a_refused_file_may_be_tried_again(office: Office) -> None:
    def broken() -> object:
        raise refuse(EMPTY)
        yield

    office.load(broken(), sha="bytes")
    assert repeated(office.writer, "bytes") is None


def test_a_dossier_of_no_unit_is_loaded_and_listed(office: Office) -> None:
    rows = [dossier("A-1", agency="UBND huyện Cao Lãnh"), dossier("A-2", agency="UBND huyện Cao Lãnh")]
    result = office.list([*rows, dossier("A-3")])
    assert (result.verdict, result.loaded, result.unplaced) == ("accepted", 3, 2)
    (problem,) = result.problems  # one for the place, not one for each of its rows
    assert (problem.severity, problem.row) == (Severity.UNPLACED, 7)
    assert "huyện Cao Lãnh" in problem.value
    board = office.source().late()
    assert (board.unplaced.late, board.levels["commune"].late) == (2, 1)
    # Again, unchanged: they are still in no unit, and the second export says so too.
    assert office.list([*rows, dossier("A-3")], LATER).unplaced == 2


@pytest.mark.parametrize(
    ("said", "day_only", "mtime", "moment"),
    [
        ("11-10 08:30", False, "11-12 00:00", "11-10 08:30"),
        ("11-10 00:00", True, "11-10 09:15", "11-10 09:15"),  # the file's time, on that day
        ("11-10 00:00", True, "11-12 09:15", "11-10 23:59:59"),
        ("11-10 00:00", True, "11-09 23:59", "11-10 23:59:59"),
        (None, False, "11-12 09:15", "11-12 09:15"),
    ],
)
def test_the_moment_of_an_export(said: str | None, day_only: bool, mtime: str, moment: str) -> None:
    head = Head(Kind.DOSSIERS, "xlsx", "", None if said is None else at(said), day_only)
    assert moment_of(head, at(mtime)) == at(moment)


def test_problems_are_given_page_by_page_in_the_order_of_the_rows(office: Office) -> None:
    bad = [Problem(Severity.REJECTED, BAD_DATE, "Sheet1", row, "Ngày tiếp nhận", "x") for row in (30, 20, 10)]
    result = office.list([dossier("A-1")], problems=bad)
    source = office.source()
    assert [problem.row for problem in source.problems(result.export_id, 1, 1)] == [20]
    assert [problem.row for problem in source.problems(result.export_id)] == [10, 20, 30]


def test_changes_of_a_load_are_recorded_by_unit(office: Office) -> None:
    office.list([dossier("A-1"), dossier("A-2", due=at("12-01 16:00")), dossier("A-3")])
    office.list(
        [
            dossier("A-1", **CLOSED),
            dossier("A-2", due=at("11-05 16:00")),
            dossier("A-3", due=at("12-30 16:00")),
            dossier("A-4", agency="UBND Phường 2", due=at("12-30 16:00")),
        ],
        LATER,
    )
    told = {(event.unit_name, event.kind): event.count for event in office.source(LATER).overview().events}
    assert told == {
        ("Phường 6", "finished"): 1,
        ("Phường 6", "late"): 1,
        ("Phường 6", "cured"): 1,
        ("Phường 2", "new"): 1,
    }


@pytest.mark.parametrize("first", [[], ["a", "b"], ["a", "b", "c"]])
def test_what_became_of_the_rows_adds_up_to_them(office: Office, first: list[str]) -> None:
    if first:
        office.list([dossier(code, due=at("11-03 16:00")) for code in first])
    changed = dossier("a", due=at("11-04 16:00"))
    rows = [changed, dossier("b", due=at("11-03 16:00")), dossier("c"), dossier("c"), dossier("c")]
    office.list(rows, LATER)
    row = office.source().exports(LATER).rows[0]
    assert row.rows == len(rows)
    assert row.loaded + row.changed + row.unchanged + row.older + row.rejected == row.rows
