"""The app from its start until it is left; after a fault of ours it begins again where it was."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.texts.tui_falls import FALLS
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.style.appearance import CliOptions
from cchc_tui.tui.terminal import guard
from cchc_tui.tui.terminal.crash import Falls, Place, log_path

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_tui.boards.source import Source
    from cchc_tui.collector.status import CollectorStatus
    from cchc_tui.tui.session.status_tracker import SupervisorLike


def run(
    source: Source,
    *,
    keeper: SupervisorLike | None = None,
    collector: Callable[[], CollectorStatus] | None = None,
    demo: bool = False,
    options: CliOptions = CliOptions(),  # noqa: B008 - a value
    kept: Path | None = None,
) -> int:
    """Runs the app until it is left; the exit code. Refuses, with a sentence, where there is no terminal for it."""
    refusal = guard.check_terminal()
    if refusal is not None:
        sys.stderr.write(refusal + "\n")
        return 2
    falls, said = Falls(None), ""
    place: Place | None = Place()
    while place is not None:
        app = CchcApp(source, keeper=keeper, collector=collector, demo=demo, options=options, kept=kept)
        app.reopen_at, app.reopen_note = place, said
        with guard.install(app) as watched:
            result = app.run(mouse=app.mouse)
        if app.crash_error is None:
            return result if result is not None else app.return_code or 0
        falls.log = falls.log or log_path()
        place, said = falls.after(app.crash_error, app.reopen_at), FALLS.back.format(log=falls.log)
        if watched.heard:  # asked to end while it fell
            return 128 + watched.heard
    sys.stderr.write(FALLS.over.format(log=falls.log) + "\n")
    return 1
