"""Entry point of the reader process, which reads one export: ``python -m cchc_tui.ingest.reader_process REGISTRY``.

The collector starts the process before a file arrives. The process first makes sure that it ends with the collector,
and only then imports large modules.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from contextlib import suppress
from pathlib import Path

from cchc_tui.parent_watch import is_gone, leave

#: Where memory is short, the kernel ends this process first: its file is read again later. 0 is usual, 1000 the most.
_OOM_SCORE = b"600"
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Answer the collector's requests (``request_handler``)."""
    _go_with_parent()
    from cchc_tui.ingest.request_handler import serve

    serve(sys.argv[1] if len(sys.argv) > 1 else "")


def _go_with_parent() -> None:
    """Let the kernel kill this process when the collector ends, even while a large sheet is being opened.

    When memory is short, let the kernel kill this process before any other process.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:  # Linux only; elsewhere writing the next frame fails
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    with suppress(OSError):  # Linux only
        Path("/proc/self/oom_score_adj").write_bytes(_OOM_SCORE)
    if is_gone():  # the collector had already ended
        leave()


if __name__ == "__main__":
    main()
