"""``python -m tools.pictures FOLDER``: the README's pictures and the contact sheets.

They are the app's own screenshots of the demo's data, after the demo's first exports. Nothing in them is drawn by hand.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterable, Sequence
from heapq import merge
from operator import attrgetter
from pathlib import Path

from textual.pilot import Pilot

from cchc_tui.boards.source import Source
from cchc_tui.collector.once import run_once
from cchc_tui.collector.status import CollectorStatus
from cchc_tui.demo import directives, past
from cchc_tui.demo.archived import keep
from cchc_tui.demo.city import START
from cchc_tui.demo.feeding import FIRST, INTERVAL, Placer
from cchc_tui.demo.story import Story
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp
from cchc_tui.registry import load
from cchc_tui.settings import DataFolder
from cchc_tui.texts import findings as texts
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.style.themes import DARK, LIGHT, PALETTES
from tools.contact_sheet import file_name, sheet, take
from tools.screens import Shown, shown

SIZE = (100, 30)
#: The number of exports loaded for the pictures; a ward's back-dated dossiers are among them.
_EXPORTS = 12
#: The status of a running collector, as the demo always has one.
_HERE = CollectorStatus(alive=True, role="viewer", host="demo")
#: A fixed folder, so that the pictures don't show the home folder of whoever makes them.
_SETTINGS = '[take]\nfolder = "/srv/cchc/xuat"\n'
#: Name → the keys that lead to the screen from the start, and a text that the screen then shows.
PICTURES = {
    "overview": ((), texts.COUNTED["backdated"].format(n="").strip()),
    "back-dated": (("0", "g", "enter"), texts.TITLES["backdated"]),
}

#: The contact sheets by size, themes and screens: at 80×24 every screen in every theme, at larger sizes the boards.
_BOARDS = tuple(
    each for each in shown() if each.name in {*(board.name for board in BOARDS), "late-map", "presentation"}
)
SHEETS = (
    ((80, 24), tuple(PALETTES), shown()),
    ((120, 34), (DARK.name, LIGHT.name), _BOARDS),
    ((200, 55), (DARK.name,), _BOARDS),
)


def main(target: Path, seed: int = 2021) -> None:
    """Write an SVG for each picture and each contact sheet into the folder ``target``."""
    with tempfile.TemporaryDirectory(prefix="cchc-demo-") as path:
        folder = DataFolder(Path(path))
        moment = _live_through(folder, seed)
        for name, (keys, words) in PICTURES.items():
            picture = asyncio.run(_taken(folder, moment, keys, words))
            _write(target / f"{name}.svg", picture)
        for size, themes, screens in SHEETS:
            for name, picture in asyncio.run(_sheets(folder, moment, size, themes, screens)):
                _write(target / name, picture)


def _write(file: Path, picture: str) -> None:
    file.write_text(picture, encoding="utf-8")
    file.chmod(0o644)  # the collector has narrowed the umask


def _live_through(folder: DataFolder, seed: int) -> Stamp:
    """Load the demo's past and its first exports. Return the moment of the last export."""
    for part in (folder.inbox, folder.archive, folder.state):
        part.mkdir(parents=True)
    folder.settings.write_text(_SETTINGS, encoding="utf-8")
    story = Story(seed, load(folder.registry).calendar)
    marks = (past.marks(), directives.marks(story.dossiers))
    if not keep(folder, merge(*marks, story.base(), key=attrgetter("moment"))):
        raise RuntimeError("the past of the demo could not be loaded")
    placer = Placer(folder)
    for number in range(_EXPORTS):
        for drop in story.step(START + int(FIRST + number * INTERVAL)):
            placer.place(drop)
        run_once(folder.path)
    return story.moment


async def _taken(folder: DataFolder, moment: Stamp, keys: Iterable[str], words: str) -> str:
    source = Source(folder.path, Clock(moment, 0))
    app = CchcApp(source, demo=True, collector=lambda: _HERE)
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, texts.COUNTED["backdated"].format(n="").strip())
        await _until(pilot, "▲")  # until the changes since the meeting's start are shown
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.5)
        await _until(pilot, words)
        picture = app.export_screenshot(title="cchc-tui demo")
    source.close()
    return picture


async def _sheets(
    folder: DataFolder, moment: Stamp, size: tuple[int, int], themes: Sequence[str], screens: Sequence[Shown]
) -> list[tuple[str, str]]:
    """(file name, SVG) of the contact sheet of each theme."""
    source = Source(folder.path, Clock(moment, 0))
    app = CchcApp(source, demo=True, collector=lambda: _HERE)
    async with app.run_test(size=size) as pilot:
        await _until(pilot, "▲")
        taken = await take(pilot, screens, themes)
    source.close()
    columns = max(2, 320 // size[0])
    return [
        (
            file_name(theme, size),
            sheet([one for one in taken if one.theme == theme], PALETTES[theme], columns, file_name(theme, size)),
        )
        for theme in themes
    ]


async def _until(pilot: Pilot[int], words: str) -> None:
    """Wait until the screen shows a text; raise TimeoutError after about 9 seconds."""
    for _ in range(300):
        if any(words in strip.text for strip in pilot.app.screen._compositor.render_strips()):
            return
        await pilot.pause(0.03)
    raise TimeoutError(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
