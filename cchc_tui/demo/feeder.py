"""The program of the feeder: the process that makes up the year and then writes the demo's exports.

The feeder is a process of its own, so that its work does not delay a key press in the app. The app tells it through
standard input when the demo's clock has started. When the demo is over, this input is closed. The feeder then ends;
with ``--remove``, it removes the data folder before. The feeder watches its input before it imports anything large, so
that the folder is removed even if the demo ends at once.
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from _thread import interrupt_main
from functools import partial
from threading import Event

from cchc_tui.parent_watch import PARENT_WATCH, leave

#: The option with which a feeder removes the data folder (its first argument) at the end.
REMOVE = "--remove"


def leave_early(folder: str, imported: Event, made: Event) -> None:
    """Stop a feeder that is not ready when the demo ends.

    If ``imported`` is not set, remove the folder and exit. If only ``made`` is not set, the feeder is making up and
    loading the year. In this case, kill the process that loads the year, and interrupt the main thread, which makes it
    up.
    """
    if not imported.is_set():
        shutil.rmtree(folder, ignore_errors=True)
        leave()
    if not made.is_set():
        for loading in multiprocessing.active_children():
            loading.kill()
        interrupt_main()


def main(arguments: list[str]) -> int:
    """Run ``feeding.run`` and return its exit code.

    With ``--remove``, the feeder also notices if the demo ends early.
    """
    imported, made, remove_folder = Event(), Event(), REMOVE in arguments
    if remove_folder:
        PARENT_WATCH.when_gone(partial(leave_early, arguments[0], imported, made))
    from cchc_tui.demo import feeding  # takes a second, and the demo may end meanwhile

    rest = [each for each in arguments if each != REMOVE]
    return feeding.run(rest, imported, made, remove_folder=remove_folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
