"""The looks of some pages of the presentation, as pictures to be compared; behaviour is tested elsewhere."""

from __future__ import annotations

import pytest

from tests.kits.tui_fakes import FakeSource, make_app


def settled(*keys: str):
    async def run(pilot) -> None:
        await pilot.pause()
        await pilot.press("f5", "space")  # paused: a countdown is never the same
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()

    return run


@pytest.mark.parametrize(
    ("name", "size", "keys", "light"),
    [
        ("overview", (80, 24), (), False),
        ("overview-small", (60, 20), (), True),
        ("late", (80, 24), ("2",), True),
        ("late-large", (140, 40), ("2",), False),
        ("models", (80, 24), ("7",), True),
        ("unit", (120, 34), ("end",), False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_page_looks_like_its_picture(snap_compare, name, size, keys, light):
    app = make_app(FakeSource(), light=light)
    app.prefer(chosen=("29878",))
    assert snap_compare(app, terminal_size=size, run_before=settled(*keys))
