"""``cchc-tui collect --once``: load the files in the inbox, report the results, and end.

The reader process is started first, so that it starts while this process imports its own modules.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_tui.collector import reading_context
from cchc_tui.settings import DataFolder
from cchc_tui.texts import collector as texts

if TYPE_CHECKING:
    from cchc_tui.collector.inbox_loop import InboxLoop
    from cchc_tui.collector.status import StatusWriter
    from cchc_tui.store.write.loading import LoadResult

#: Seconds to wait for files that are still being written.
LONGEST = 120.0


def run_once(data: Path, *, as_json: bool = False) -> int:
    """Load the files in the inbox once and return the exit code. Raises RegistryError.

    0: all files were handled, even if some were refused or the clock is behind the newest arrival. 1: another error,
    such as a file that may not be read. 3: another collector is running.
    """
    folder = DataFolder(data)
    context = reading_context.load(folder)
    from cchc_tui.collector.inbox_loop import InboxLoop
    from cchc_tui.collector.readiness import PATIENCE_ONCE  # imported after the reader was started
    from cchc_tui.collector.service import FAILED, FINE, enter
    from cchc_tui.collector.status import StatusWriter

    lock = enter(folder)
    if isinstance(lock, int):
        return lock
    with lock, StatusWriter(folder, "once") as status:
        inbox_loop = InboxLoop(folder, context, status, lambda: False, PATIENCE_ONCE, idle_work=False)
        try:
            trouble = _drain(inbox_loop, status)
        finally:
            inbox_loop.close()
    if inbox_loop.outcomes or as_json or not trouble:
        _say(inbox_loop.outcomes, as_json)
    if trouble:
        sys.stderr.write(trouble + "\n")
    return FAILED if trouble not in {"", inbox_loop.clock_error} else FINE


def _drain(inbox_loop: InboxLoop, status: StatusWriter) -> str:
    """Scan again and again until no file waits, or until no file can be loaded. Ends after about ``LONGEST`` seconds.

    Return the last error; "" if there is none.
    """
    deadline = time.monotonic() + LONGEST
    while True:
        pause = inbox_loop.run_once()
        if pause <= 0:
            continue
        done = not inbox_loop.interrupted and (not inbox_loop.waiting or inbox_loop.blocked)
        if done or time.monotonic() > deadline:
            inbox_loop.release_all()
            return status.last_error
        time.sleep(pause)


def _say(outcomes: list[LoadResult], as_json: bool) -> None:
    from cchc_tui.collector.outcome import line, record

    if as_json:
        records = {"files": [record(outcome) for outcome in outcomes]}
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
        return
    for outcome in outcomes:
        sys.stdout.write(line(outcome) + "\n")
    if not outcomes:
        sys.stdout.write(texts.SAID.nothing_there + "\n")
