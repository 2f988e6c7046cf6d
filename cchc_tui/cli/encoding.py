"""Makes the program use UTF-8 for input, output and file names, whatever locale the environment names."""

from __future__ import annotations

import io
import os
import sys

_MODE = "PYTHONUTF8"


def use_utf8() -> None:
    """Use UTF-8 for the standard streams and for file names.

    The encoding of file names cannot be changed in a running process. If it is not UTF-8, this process is started again
    in Python's UTF-8 mode, which its child processes inherit. Otherwise names of files would be stored with wrong
    letters.
    """
    if _is_other(sys.getfilesystemencoding()) and os.environ.get(_MODE) != "1":
        os.environ[_MODE] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and _is_other(stream.encoding):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _is_other(encoding: str) -> bool:
    return encoding.lower().replace("-", "") != "utf8"
