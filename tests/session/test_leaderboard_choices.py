"""Each leaderboard has its own grouping, level and dates, and its query follows from them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.boards.listed import board_of
from cchc_tui.tui.session.leaderboard_choices import LeaderboardChoices

BOARDS = ("late", "due", "changes", "forecast")
STEPS = st.sampled_from(["group", "group_back", "field", "no such grouping", "level", "first_seen"])


def take(choices: LeaderboardChoices, step: str) -> None:
    if step == "level":
        choices.next_level()
    elif step == "first_seen":
        choices.first_seen = not choices.first_seen
    elif step == "group_back":
        choices.group("", -1)
    else:
        choices.group("" if step == "group" else step, 1)


@given(st.lists(st.tuples(st.sampled_from(BOARDS), STEPS)), st.none() | st.integers(1, 10**9))
def test_steps_on_one_board_change_no_other(steps, reference):
    together = {name: LeaderboardChoices(board_of(name)) for name in BOARDS}
    alone = {name: LeaderboardChoices(board_of(name)) for name in BOARDS}
    for name, step in steps:
        take(together[name], step)
    for name in BOARDS:
        for step in [step for board, step in steps if board == name]:
            take(alone[name], step)
        assert vars(together[name]) == vars(alone[name])
        assert together[name].query(reference) == alone[name].query(reference)


@given(st.lists(STEPS), st.integers(1, 10**9))
def test_a_grouping_is_one_of_the_boards_and_units_are_asked_for_on_both_levels(steps, reference):
    for name in BOARDS:
        board = board_of(name)
        choices = LeaderboardChoices(board)
        for step in steps:
            take(choices, step)
            assert choices.by in (board.groupings or ("unit",))
            assert choices.asked_level == (choices.level if choices.by != "unit" else "")
            since = choices.query(reference) != choices.query(reference + 1)
            assert since is not board.compared


def test_groupings_go_round_both_ways():
    choices = LeaderboardChoices(board_of("late"))
    names = board_of("late").groupings
    seen = []
    for _ in names:
        seen.append(choices.by)
        assert choices.group("", 1)
    assert tuple(seen) == names
    assert choices.group("", -1)
    assert choices.by == names[-1]
    assert not LeaderboardChoices(board_of("due")).group("", 1)
