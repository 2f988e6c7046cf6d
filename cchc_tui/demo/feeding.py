"""The work of the feeder's process: makes up the year, then writes an export into the inbox every few seconds."""

from __future__ import annotations

import argparse
import gc
import os
import select
import shutil
import sys
import time
from collections.abc import Callable
from heapq import merge
from operator import attrgetter
from pathlib import Path
from threading import Event

from cchc_tui.collector.lock import is_free
from cchc_tui.demo import directives, past
from cchc_tui.demo.archived import epoch, keep
from cchc_tui.demo.city import START
from cchc_tui.demo.lists import Drop
from cchc_tui.demo.story import Story
from cchc_tui.domain.moments import Stamp
from cchc_tui.registry import load
from cchc_tui.settings import DataFolder
from cchc_tui.whole_files import READABLE, written_aside

READY = "ready"
#: Seconds between exports, and before the first one, so that users can see the initial counts.
INTERVAL, FIRST = 4.0, 5.0
_LOOK = 0.01
#: Seconds for which a file that is copied slowly is half-written.
HALF = 1.5


class Placer:
    """Writes files into the inbox, either at once or slowly."""

    def __init__(self, folder: DataFolder, pause: Callable[[float], bool] = lambda seconds: True):
        self._folder = folder
        self._pause = pause

    def place(self, drop: Drop) -> None:
        """Write a file under a hidden name, then give it its own name.

        If the file is ``slow``, write it under its own name in two halves, with a pause between them.
        """
        target = self._folder.inbox / drop.name
        if drop.slow:
            half = len(drop.content) // 2
            with target.open("wb") as file:
                file.write(drop.content[:half])
                file.flush()
                self._pause(HALF)
                file.write(drop.content[half:])
            self._date(target, drop.moment)
            return
        with written_aside(target, drop.content, READABLE, synced=False) as aside:
            self._date(aside, drop.moment)
            aside.rename(target)

    @staticmethod
    def _date(path: Path, moment: Stamp) -> None:
        """Set the mtime of a file to a moment of the demo.

        The mtime gives the time of a list that states only a day.
        """
        seconds = epoch(moment)
        os.utime(path, (seconds, seconds))


def wait(seconds: float) -> bool:
    """Wait for some seconds, and return True. As soon as the demo is over, return False."""
    readable, _, _ = select.select([sys.stdin], [], [], max(0.0, seconds))
    return not readable


def tell(story: Story, placer: Placer, origin: float, speed: float) -> None:
    """Run the story by the demo's clock until the demo is over.

    ``origin`` is the monotonic time at which the clock started. The clock advances by ``speed`` seconds per second.
    """
    number = 0
    while wait(origin + FIRST + number * INTERVAL - time.monotonic()):
        for drop in story.step(START + int((FIRST + number * INTERVAL) * speed)):
            placer.place(drop)
        number += 1


def remove(folder: DataFolder) -> None:
    """Remove the data folder. Before that, wait up to 5 s for the collector to end."""
    deadline = time.monotonic() + 5.0
    while is_free(folder.lock) is False and time.monotonic() < deadline:
        time.sleep(0.05)
    while folder.path.exists() and time.monotonic() < deadline + 1.0:
        shutil.rmtree(folder.path, ignore_errors=True)


def run(arguments: list[str], imported: Event, made: Event, *, remove_folder: bool) -> int:
    """Make and load the year, print ``READY``, and wait for the start of the demo's clock. Then run the story.

    Return the exit code. With ``remove_folder``, the data folder is removed at the end.
    """
    parser = argparse.ArgumentParser(prog="feeder")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--speed", type=float, required=True)
    options = parser.parse_args(arguments)
    folder = DataFolder(options.folder)
    try:
        imported.set()
        gc.disable()  # no garbage collection: it would double the time, as a hundred thousand objects all stay in use
        story = Story(options.seed, load(folder.registry).calendar)
        if not keep(
            folder, merge(past.marks(), directives.marks(story.dossiers), story.base(), key=attrgetter("moment"))
        ):
            return 1
        made.set()
        gc.freeze()
        gc.enable()
        print(READY, flush=True)
        origin = sys.stdin.readline()
        if origin:
            tell(story, Placer(folder, wait), float(origin), options.speed)
    except (BrokenPipeError, FileNotFoundError, KeyboardInterrupt):
        pass  # the app ended or somebody removed the folder: the demo is over
    finally:
        if remove_folder:
            remove(folder)
    return 0
