"""The looks of each board, as pictures to be compared; behaviour is tested elsewhere."""

from __future__ import annotations

import pytest

from cchc_tui.domain.roles import Role, Viewer
from tests.kits.tui_fakes import FakeSource, make_app


def settled(*keys: str):
    async def run(pilot) -> None:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()

    return run


@pytest.mark.parametrize(
    ("name", "size", "keys", "light"),
    [
        ("overview", (80, 24), (), False),
        ("overview-large", (140, 40), (), True),
        ("late", (80, 24), ("2", "down"), True),
        ("unit", (100, 24), ("2", "enter", "down"), False),
        ("unit-chart", (80, 24), ("2", "enter", "t"), True),
        ("late-days", (120, 34), ("2",), False),
        ("due", (100, 24), ("d",), False),
        ("matrix", (80, 24), ("4",), False),
        ("matrix-large", (140, 40), ("4", "down", "right"), True),
        ("evidence", (80, 24), ("4", "down", "enter"), False),
        ("sources", (100, 30), ("0", "down", "down"), True),
        ("dossier", (100, 24), ("2", "enter", "enter"), False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_screen_looks_like_its_picture(snap_compare, name, size, keys, light):
    assert snap_compare(make_app(FakeSource(), light=light), terminal_size=size, run_before=settled(*keys))


BACK = "left_square_bracket"


@pytest.mark.parametrize(
    ("name", "size", "keys", "light"),
    [
        ("past-overview", (80, 24), (BACK, BACK), False),
        ("past-late", (140, 40), ("2", BACK, BACK), True),
        ("asking", (80, 24), ("at", "8", "x", "enter"), False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_past_looks_like_its_picture(snap_compare, name, size, keys, light):
    app = make_app(FakeSource().live_through(), light=light)
    assert snap_compare(app, terminal_size=size, run_before=settled(*keys))


@pytest.mark.parametrize(
    "viewer",
    [Viewer("lan", Role.SECRETARY), Viewer("lan", Role.REVIEWER), Viewer("lan", Role.UNIT, "29878")],
    ids=lambda viewer: viewer.role.value,
)
def test_a_board_looks_to_each_role_like_its_picture(snap_compare, viewer):
    source = FakeSource()
    source.viewer = viewer
    assert snap_compare(make_app(source), terminal_size=(80, 24), run_before=settled("2"))


async def test_a_picture_needs_nothing_from_outside(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        svg = app.export_screenshot()
    assert "http" not in svg.replace("http://www.w3.org/", "").replace("https://www.w3.org/", "").replace(
        "https://www.textualize.io", ""
    )
    assert "font-face" not in svg
    assert "HỒ&#160;SƠ&#160;TRỄ&#160;HẠN" in svg
