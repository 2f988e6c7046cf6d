"""The collector's log: a JSON object per line for each start, end, load, refusal, deletion, fault and repair.

The log has names of files and numbers of rows, but nothing of the content of files. Old parts are deleted by rotation.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import msgspec
from typing_extensions import override

from cchc_tui.domain.moments import from_epoch, iso

#: Bytes of a file of the log, and the number of older files beside it.
LONGEST, OLDER = 1_000_000, 5
_MODE = 0o640


class _Handler(RotatingFileHandler):
    """Writes to files with mode 0640. ``fault`` says why the last write failed; "" if it succeeded."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LONGEST, backupCount=OLDER, encoding="utf-8", delay=True)
        self.fault = ""

    @override
    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self.baseFilename, flags, _MODE)
        with suppress(OSError):  # a file of another user
            os.fchmod(descriptor, _MODE)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.fault = ""
        super().emit(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        import sys  # the error is the one being handled

        error = sys.exc_info()[1]
        self.fault = (error.strerror if isinstance(error, OSError) else None) or str(error)


class EventLog:
    """Writes events to the log. If a write fails, no exception is raised; ``fault`` gives the reason."""

    def __init__(self, path: Path) -> None:
        self._handler = _Handler(path)
        self._logger = logging.Logger("cchc-tui.collector")
        self._logger.addHandler(self._handler)

    def write(self, event: str, **fields: Any) -> None:
        """Add a line with the time, the event and the fields. Fields that are "" or None are left out."""
        said = {name: value for name, value in fields.items() if value not in ("", None)}
        line = msgspec.json.encode({"at": iso(from_epoch(time.time())), "event": event, **said})
        self._logger.info("%s", line.decode())

    @property
    def fault(self) -> str:
        """Why the last line could not be written; "" if it was written."""
        return self._handler.fault

    def close(self) -> None:
        """Close the log file."""
        self._handler.close()
