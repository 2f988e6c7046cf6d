"""The ten keys that a meeting needs stand in the footer of every board at 80x24."""

from __future__ import annotations

import pytest

from cchc_tui.texts.language import use
from cchc_tui.tui.keys.boards import BOARDS, brief_keys
from tests.kits.steps import step

SIZE = (80, 24)
EVERYWHERE = {"/", "[", "F5", "F1", "F10"}
BOARDS_KEYS = set(brief_keys([board.key for board in BOARDS]).split())
COMPARED = {"c"}
ROWS = {"Enter"}
#: The export is no key of the meeting itself: it is left out where a board has all the others.
AFTER_THE_MEETING = {"e"}
GROUPED = {"late", "unclosed", "online", "review"}


def keys_in(shown: str) -> set[str]:
    """What stands in the last line, word by word."""
    return set(shown.rsplit("\n", maxsplit=1)[-1].split())


@pytest.fixture(autouse=True)
def vietnamese():
    yield
    use("vi")


@pytest.mark.parametrize(
    ("keys", "brief"),
    [
        (["1", "b", "2", "3", "d", "4", "0"], "0-4 b d"),
        (["1", "2", "7", "9", "x"], "1 2 7 9 x"),
        (["b"], "b"),
        (list("1b2345678d90"), "0-9 b d"),
    ],
)
def test_runs_of_digits_are_brief(keys, brief):
    assert brief_keys(keys) == brief


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_board_has_the_keys_of_a_meeting_at_80_columns(app, until, language):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        if language == "en":
            await pilot.press("L")
        for board in (board.name for board in BOARDS):
            with step(board):
                app.action_board(board)
                await pilot.pause()
                screen = app.board_screen
                here = {action.shown_key for action in screen.actions_here() if action.brief is not None}
                assert EVERYWHERE | {"m", "n"} | (set() if board in {"exports", "directives"} else COMPARED) <= here
                assert {"g"} <= here or board not in GROUPED
                assert {"s"} <= here or board == "overview"
                line = await until(pilot, "m họp" if language == "vi" else "m meet")
                shown = keys_in(line)
                assert shown >= (here - AFTER_THE_MEETING) | BOARDS_KEYS, here - shown
                for key, vi, en in (("g", "nhóm", "group"), ("s", "xếp", "sort")):
                    named = f"{key} {vi if language == 'vi' else en} "
                    assert key not in here or named in line or board in {"exports", "directives"}
                assert "…" not in " ".join(shown)


async def test_a_screen_below_a_board_has_the_way_up_instead_of_the_boards(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2", "enter")
        shown = keys_in(await until(pilot, "Esc về", "m họp"))
        assert shown >= (EVERYWHERE - {"F10"}) | COMPARED | ROWS | {"Esc", "m", "n", "g", "s"}
        assert not shown & BOARDS_KEYS
        assert any("/" in word and word != "/" for word in shown)  # where the cursor stands, in brief


async def test_the_past_has_the_step_on_instead_of_the_meeting(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2", "left_square_bracket")
        shown = keys_in(await until(pilot, "QUÁ KHỨ", "] tới"))
        assert shown >= EVERYWHERE | COMPARED | ROWS | BOARDS_KEYS | {"]", "g", "s"}
