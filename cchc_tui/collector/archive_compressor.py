"""Compresses originals of the archive in a thread, when the collector has nothing else to do.

A load does not wait for the compression: the original is first archived as it arrived. While the collector loads a
file, the thread pauses between two chunks. A kill at any point leaves the original, its compressed form, or both.
"""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path

from cchc_tui.store.write import archive, originals
from cchc_tui.whole_files import sync


class _Stopped(Exception):  # noqa: N818  nothing went wrong
    """Ends the compressing thread when the collector ends."""


class ArchiveCompressor:
    """Compresses archived originals in a thread.

    Call ``go_on`` when there is nothing else to do, ``pause`` before any other work, and ``close`` at the end. When the
    thread starts for the first time, it searches the archive for files that earlier releases or a killed process left
    uncompressed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: deque[str] = deque()
        self._searched = False
        self._may_run = threading.Event()
        self._swapping = threading.Lock()  # held while an original is exchanged for its compressed form
        self._stopped = False
        self._thread: threading.Thread | None = None

    def add(self, place: str) -> None:
        """Queue an archived file. ``place`` is the file's path in the archive; "" is ignored."""
        if place:
            self._places.append(place)

    def go_on(self) -> None:
        """Let the thread compress queued files until ``pause`` is called."""
        running = self._thread is not None and self._thread.is_alive()
        if self._searched and not self._places and not running:
            return
        self._may_run.set()
        if not running:
            self._thread = threading.Thread(target=self._run, name="archive-compressor", daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Keep the thread from changing anything in the archive until ``go_on`` is called."""
        self._may_run.clear()
        with self._swapping:
            pass

    def close(self) -> None:
        """End the thread. Wait at most 5 seconds for its end."""
        self._stopped = True
        self._may_run.set()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _run(self) -> None:
        try:
            if not self._searched:
                self._places.extendleft(self._uncompressed())
                self._searched = True
            while self._places:
                self._wait()
                self._compress(self._places.popleft())
        except _Stopped:
            return

    def _uncompressed(self) -> list[str]:
        kept = [file.path for file in archive.archived_files(self._folder)]
        return [place for place in kept if (self._folder / place).exists()]

    def _wait(self) -> None:
        self._may_run.wait()
        if self._stopped:
            raise _Stopped

    def _compress(self, place: str) -> None:
        """Replace one original by its compressed form.

        After an error the original stays, and the next collector tries again.
        """
        path, aside = self._folder / place, archive.aside(self._folder, place)
        try:
            if not originals.is_worth_it(path):
                return
            target = originals.compress(path, aside, self._wait)
            while True:
                self._wait()
                with self._swapping:
                    if self._may_run.is_set():
                        aside.rename(target)
                        sync(target.parent)
                        path.unlink()
                        return
        except (OSError, originals.DamagedOriginalError):  # gone, a full disk
            return
        finally:
            aside.unlink(missing_ok=True)
