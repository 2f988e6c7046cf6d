"""Runs the app until the user leaves it. After a crash the app starts again (``terminal/crash.py``)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.texts.tui_crash import CRASH
from cchc_tui.tui.terminal import no_palette

no_palette.stand_in()  # before the app imports Textual

from cchc_tui.tui.app import CchcApp  # noqa: E402
from cchc_tui.tui.terminal.crash import Place, RestartPolicy, log_path  # noqa: E402
from cchc_tui.tui.terminal.guard import Guard  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_tui.boards.source import Source
    from cchc_tui.collector.status import CollectorStatus
    from cchc_tui.collector.supervisor import CollectorSupervisor
    from cchc_tui.tui.style.appearance import CliOptions


def run(
    source: Source,
    *,
    supervisor: CollectorSupervisor | None = None,
    collector: Callable[[], CollectorStatus] | None = None,
    demo: bool = False,
    options: CliOptions,
    kept: Path | None = None,
) -> int:
    """Run the app, and again after each crash, until the user leaves it. Return the exit code.

    The code is 1 after too many crashes, and 128 + the signal's number if a signal asked the app to end during a crash.
    """
    policy, note = RestartPolicy(None), ""
    place: Place | None = Place()
    while place is not None:
        app = CchcApp(source, supervisor=supervisor, collector=collector, demo=demo, options=options, kept=kept)
        app.reopen_at, app.reopen_note = place, note
        with Guard(app) as watched:
            result = app.run(mouse=app.mouse)
        if app.crash_error is None:
            return result if result is not None else app.return_code or 0
        policy.log = policy.log or log_path()
        place, note = policy.place_after(app.crash_error, app.reopen_at), CRASH.back.format(log=policy.log)
        if watched.heard:  # during the crash, a signal asked it to end
            return 128 + watched.heard
    sys.stderr.write(CRASH.over.format(log=policy.log) + "\n")
    return 1
