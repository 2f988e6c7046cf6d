"""The past of the demo's folder: exports that came before the start stand in its archive and are loaded from there.

It is what a rebuild does, only that each file is loaded as soon as it is made: in a process of its own, while this one
makes and reads the next. The collector would need a reading process for each, a third of a second, and the demo starts
at once.
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
    """Archives and loads files, which come in the order of their moments; whether all of them were loaded."""
    context = multiprocessing.get_context("fork")  # so that what it needs is imported while the first file is made
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_load, args=(folder, receiver, sender), daemon=True)
    process.start()
    receiver.close()
    parcels: SimpleQueue[Any] = SimpleQueue()
    post = Thread(target=_send, args=(sender, parcels))  # so that no file waits until the one before it is loaded
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
            # The first is much the largest: it is read over there, as it comes.
            parcels.put((place, drop.name, drop.moment, read(place, drop.name) if number else None))
    finally:
        parcels.put(None)
        post.join()
    process.join()
    return process.exitcode == 0


def _send(sender: Connection, parcels: SimpleQueue[Any]) -> None:
    """Sends what comes until there is nothing more, or nobody to take it."""
    with sender, suppress(OSError):
        while (parcel := parcels.get()) is not None:
            sender.send(parcel)


def _reader(folder: DataFolder) -> Callable[[str, str], list[Piece]]:
    """What reads a file of the archive, by its place and name."""
    from cchc_tui.ingest.reading import read_pieces  # the other process is on its way first

    city, limits = registry.load(folder.registry), settings.load(folder.path).limits
    return lambda place, name: list(read_pieces(folder.archive / place, city, limits, file_name=name))


def epoch(moment: Stamp) -> float:
    """A moment as the time of a file."""
    return to_datetime(moment).replace(tzinfo=LOCAL).timestamp()


def _load(folder: DataFolder, receiver: Connection, sender: Connection) -> None:
    """Loads what it is told of until the other side is done, or gone; the collector's lock is its own until then."""
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
