"""Changes since a moment: the difference of two boards, the sets of overdue dossiers, who leads."""

from __future__ import annotations

from cchc_tui.boards.changes import BOARD, LEAST_COUNTED
from cchc_tui.boards.counts import Counts
from tests.kits.store_kit import MORNING, WARD_2, WARD_6, Office, at, dossier

DONE = {"status": 10, "finished": at("11-05 10:00")}


def _two_lists(office: Office) -> None:
    """Ward 6 resolves three of four overdue dossiers late; ward 2 has two new ones."""
    six = [dossier(f"A-{n}") for n in range(4)]
    two = [dossier(f"B-{n}", agency="P.2", due=at("11-04 16:00")) for n in range(2)]
    office.list([*six, *two], at("11-02 08:00"))
    office.list([*(dossier(f"A-{n}", **DONE) for n in range(3)), six[3], *two], at("11-06 08:00"))


def test_closing_overdue_dossiers_shows_where_late_can_only_rise(office: Office) -> None:
    _two_lists(office)
    board = office.source().changes(since=at("11-02 08:00"))
    ward_6 = next(row for row in board.rows if row.key == WARD_6)
    assert (ward_6.change("late"), ward_6.change("overdue")) == (0, -3)
    assert (ward_6.resolved, ward_6.new, ward_6.other) == (3, 0, 0)
    ward_2 = next(row for row in board.rows if row.key == WARD_2)
    assert (ward_2.change("overdue"), ward_2.resolved, ward_2.new) == (2, 0, 2)
    assert [row.key for row in board.by_overdue(better=True)] == [WARD_6]
    assert [row.key for row in board.by_overdue(better=False)] == [WARD_2]
    assert board.rows[0].key == WARD_2
    assert (board.total.resolved, board.total.new) == (3, 2)
    assert board.levels["commune"].new == 2


def test_what_changed_stands_above_what_did_not(office: Office) -> None:
    _two_lists(office)
    still = dossier("C", agency="P.1")
    office.list([still, dossier("D", agency="P.11", due=at("11-01 16:00"))], at("11-02 09:00"))
    office.list([still, dossier("D", agency="P.11", due=at("11-01 16:00"), **DONE)], at("11-06 09:00"))
    board = office.source().changes(since=at("11-02 09:00"))
    table = BOARD.table(board, screen=True)
    change = [column.key for column in table.columns].index("overdue_change")
    shown = [row[change] for row in table.rows]
    assert shown[:3] == [2, -3, -1]
    assert set(shown[3:]) == {0}
    assert [row["overdue_change"] for row in BOARD.json(board)["rows"]] == shown


def test_rates_of_few_dossiers_lead_no_list(office: Office) -> None:
    _two_lists(office)
    board = office.source().changes(since=at("11-02 08:00"))
    assert board.by_rate(better=False) == ()
    many = [dossier(f"C-{n}", agency="P.11", due=at("12-20 16:00")) for n in range(LEAST_COUNTED)]
    office.list(many, at("11-07 08:00"))
    office.list([dossier("C-0", agency="P.11", due=at("11-08 16:00"))], at("11-09 08:00"))
    board = office.source().changes(since=at("11-07 09:00"))
    (row,) = board.by_rate(better=False)
    assert row.rate_change == 1 / LEAST_COUNTED
    assert BOARD.json(board)["worse"]["late_rate"] == [row.code]


def test_without_a_moment_the_first_reference_is_used_and_without_any_there_are_no_changes(office: Office) -> None:
    office.list([dossier("A")], at("11-02 08:00"))
    alone = office.source().changes()
    assert alone.since is None
    assert alone.total.change("overdue") is None
    assert BOARD.json(alone)["total"]["overdue_change"] is None
    assert alone.by_overdue(better=False) == ()
    office.list([dossier("A", **DONE)], at("11-06 08:00"))
    board = office.source().changes()
    assert (board.as_of, board.since, board.since_data) == (MORNING, at("11-02 08:00"), at("11-02 08:00"))


def test_rates_of_two_years_are_not_compared(office: Office) -> None:
    office.list([dossier("A")], at("11-02 08:00"))
    board = office.source(at("12-31 23:00") + 86_400).changes(since=at("11-02 08:00"))
    assert board.total.rate_change is None
    assert board.total.change("overdue") == 0


def test_the_table_adds_up_to_the_city(office: Office) -> None:
    _two_lists(office)
    table = BOARD.table(office.source().changes(since=at("11-02 08:00")))
    keys = [column.key for column in table.columns]
    assert {"overdue_change", "rate_change", "unclosed_change", "due_soon_change"} <= set(keys)
    for key in ("overdue", "overdue_change", "overdue_resolved", "overdue_new"):
        place = keys.index(key)
        assert sum(row[place] or 0 for row in table.rows) == table.totals[-1][place]
    assert Counts(overdue=1, late=1).counted == 1


def test_the_city_stands_below_also_where_nothing_has_come(office: Office) -> None:
    totals = BOARD.table(office.source().changes()).totals
    assert [row[0] for row in totals] == ["Cấp thành phố", "Cấp xã", "Toàn thành phố"]
