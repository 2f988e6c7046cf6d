"""The process that reads one export: started ahead of time by the collector, and gone with it.

``python -m cchc_tui.ingest.reader_process REGISTRY``. That it goes with the collector is seen to before anything is
imported that takes its time.
"""

from __future__ import annotations

import ctypes
import signal
import sys

from cchc_tui.parent_watch import is_gone, leave

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serves one request (``request_handler``)."""
    _go_with_parent()
    from cchc_tui.ingest.request_handler import serve

    serve(sys.argv[1] if len(sys.argv) > 1 else "")


def _go_with_parent() -> None:
    """The system ends this process with the collector, even in the middle of a sheet that takes long to open."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:  # Linux only; elsewhere the next frame that is written ends it
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if is_gone():  # before that
        leave()


if __name__ == "__main__":
    main()
