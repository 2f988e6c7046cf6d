"""Input, output and file names in UTF-8, whatever the locale of the environment says."""

from __future__ import annotations

import io
import os
import sys

_MODE = "PYTHONUTF8"


def use_utf8() -> None:
    """Use UTF-8 for the standard streams and file names. For file names this process may have to be started again.

    It then runs in Python's UTF-8 mode, which its children inherit. In another encoding, names of files would be stored
    with wrong letters.
    """
    if _is_other(sys.getfilesystemencoding()) and os.environ.get(_MODE) != "1":
        os.environ[_MODE] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and _is_other(stream.encoding):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _is_other(encoding: str) -> bool:
    return encoding.lower().replace("-", "") != "utf8"
