"""The door of the process beside the demo: it watches whether the demo is over from its first line of code on.

It is a process of its own so that nothing it writes delays a key of the app. On its standard input it is told when the
clock starts; when that input ends the demo is over, and it removes the data folder if it was asked to. So a demo whose
terminal went away leaves nothing behind, even while this process still imports.
"""

from __future__ import annotations

import multiprocessing
import os
import select
import shutil
import sys
from _thread import interrupt_main
from threading import Event, Thread

#: What is in the arguments of a feeder that removes the folder, its first argument, at the end.
REMOVE = "--remove"


def leave_early(folder: str, imported: Event, made: Event) -> None:
    """In a thread of its own while the year is made: where the demo is over before that, the making is broken off."""
    over = select.poll()
    over.register(sys.stdin, 0)  # no event asked for: only that nobody writes there any more is reported
    over.poll()
    if not imported.is_set():
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)
    if not made.is_set():
        for loading in multiprocessing.active_children():
            loading.kill()
        interrupt_main()


def main(arguments: list[str]) -> int:
    """Writes the base, says so, waits for the word to start, and tells the story."""
    imported, made = Event(), Event()
    watch = Thread(target=leave_early, args=(arguments[0], imported, made), daemon=True)
    if REMOVE in arguments:
        watch.start()
    from cchc_tui.demo import feeding  # takes a second, in which the demo may be over

    return feeding.run(arguments, imported, made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
