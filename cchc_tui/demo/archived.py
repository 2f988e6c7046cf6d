"""Archives and loads the exports from before the demo's start, so that the app has a history to show.

A second process loads each file as soon as this process has made and read it. Meanwhile this process makes the next
file. The collector is not used: it would start a reader process for each file, which takes a third of a second.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from cchc_tui import registry, settings
from cchc_tui.demo.lists import Drop
from cchc_tui.domain.moments import LOCAL, Stamp, to_datetime
from cchc_tui.ingest.records import Piece
from cchc_tui.settings import DataFolder
from cchc_tui.store.write import archive


def keep(folder: DataFolder, drops: Iterable[Drop]) -> bool:
    """Archive and load some files, which must be in the order of their moments.

    Return whether all files were loaded.
    """
    context = multiprocessing.get_context("fork")  # the child imports its modules while the first file is made
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_load, args=(folder, receiver, sender), daemon=True)
    process.start()
    receiver.close()
    parcels: SimpleQueue[Any] = SimpleQueue()
    post = Thread(
        target=_send, args=(sender, parcels)
    )  # it sends in a thread, so that a full pipe does not stop the making of files
    read = _reader(folder)
    try:
        post.start()
        for number, drop in enumerate(drops):
            place = archive.place_for(folder.archive, drop.name, drop.moment)
            path = folder.archive / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(drop.content)
            seconds = epoch(drop.moment)
            os.utime(path, (seconds, seconds))
            # The first file is by far the largest: the other process reads it while loading it.
            parcels.put((place, drop.name, drop.moment, read(place, drop.name) if number else None))
    finally:
        parcels.put(None)
        post.join()
    process.join()
    return process.exitcode == 0


def _send(sender: Connection, parcels: SimpleQueue[Any]) -> None:
    """Send the queued parcels to the second process, until a parcel is None or that process has ended."""
    with sender, suppress(OSError):
        while (parcel := parcels.get()) is not None:
            sender.send(parcel)


def _reader(folder: DataFolder) -> Callable[[str, str], list[Piece]]:
    """Return a function that reads an archived file, given its path within the archive and its file name."""
    from cchc_tui.ingest.reading import read_pieces  # imported after the other process has started

    city, limits = registry.load(folder.registry), settings.load(folder.path).limits
    return lambda place, name: list(read_pieces(folder.archive / place, city, limits, file_name=name))


def epoch(moment: Stamp) -> float:
    """A moment as seconds since 1970 (UTC), the form of a file's mtime."""
    return to_datetime(moment).replace(tzinfo=LOCAL).timestamp()


def _load(folder: DataFolder, receiver: Connection, sender: Connection) -> None:
    """Load each file that ``receiver`` announces, until the pipe is closed. This runs in the second process.

    The process holds the collector's lock meanwhile.
    """
    sender.close()
    from cchc_tui.collector.lock import acquire
    from cchc_tui.ingest.reading import read_pieces
    from cchc_tui.store.read.database import open_writer
    from cchc_tui.store.write.loading import ExportFile, load

    lock = acquire(folder.lock)
    assert lock is not None
    city, rules = registry.load(folder.registry), settings.load(folder.path)
    with lock, open_writer(folder.path) as writer:
        while True:
            try:
                place, name, moment, pieces = receiver.recv()
            except EOFError:
                return
            path = folder.archive / place
            sha = hashlib.sha256(path.read_bytes()).hexdigest()
            file = ExportFile(name, sha, path.stat().st_size, moment, moment, place)
            load(writer, file, pieces or read_pieces(path, city, rules.limits, file_name=name), city, rules)
