"""The program of the feeder: the process that makes up the year and then writes the demo's exports.

The feeder is a process of its own, so that its work does not delay a key press in the app. Through its standard input
it learns when the demo's clock started, and when the demo is over: then the input is closed. With ``--remove``, the
feeder then removes the data folder. It watches its input before it imports anything large, so that the folder is
removed even if the demo ends at once.
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

    Before ``imported`` is set, remove the folder and exit. After that, but before ``made`` is set, the year is being
    made: kill the process that loads it, and interrupt the main thread, which makes it.
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
