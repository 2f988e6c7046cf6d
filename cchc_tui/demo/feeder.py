"""The door of the process beside the demo: it watches whether the demo is over from its first line of code on.

It is a process of its own so that nothing it writes delays a key of the app. On its standard input it is told when the
clock starts; when that input ends the demo is over, and it removes the data folder if it was asked to. So a demo whose
terminal went away leaves nothing behind, even while this process still imports.
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from _thread import interrupt_main
from functools import partial
from threading import Event

from cchc_tui.parent_watch import PARENT_WATCH, leave

#: What is in the arguments of a feeder that removes the folder, its first argument, at the end.
REMOVE = "--remove"


def leave_early(folder: str, imported: Event, made: Event) -> None:
    """The demo is over: where the year is still being made, the making is broken off."""
    if not imported.is_set():
        shutil.rmtree(folder, ignore_errors=True)
        leave()
    if not made.is_set():
        for loading in multiprocessing.active_children():
            loading.kill()
        interrupt_main()


def main(arguments: list[str]) -> int:
    """Writes the base, says so, waits for the word to start, and tells the story."""
    imported, made, remove_folder = Event(), Event(), REMOVE in arguments
    if remove_folder:
        PARENT_WATCH.when_gone(partial(leave_early, arguments[0], imported, made))
    from cchc_tui.demo import feeding  # takes a second, in which the demo may be over

    rest = [each for each in arguments if each != REMOVE]
    return feeding.run(rest, imported, made, remove_folder=remove_folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
