"""The past of the demo's folder: exports that came before the start stand in its archive and are loaded from there.

It is what a rebuild does, only that each file is loaded as soon as it is made: in a process of its own, while this one
makes the next. The collector would need a reading process for each, a third of a second, and the demo starts at once.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterable
from multiprocessing.connection import Connection

from cchc_tui.demo.lists import Drop
from cchc_tui.domain.moments import LOCAL, Stamp, to_datetime
from cchc_tui.settings import DataFolder
from cchc_tui.store import archive


def keep(folder: DataFolder, drops: Iterable[Drop]) -> bool:
    """Archives and loads files, which come in the order of their moments; whether all of them were loaded."""
    context = multiprocessing.get_context("fork")  # so that what it needs is imported while the first file is made
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_load, args=(folder, receiver, sender), daemon=True)
    process.start()
    receiver.close()
    with sender:
        for drop in drops:
            place = archive.place_for(folder.archive, drop.name, drop.moment)
            path = folder.archive / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(drop.content)
            seconds = epoch(drop.moment)
            os.utime(path, (seconds, seconds))
            sender.send((place, drop.name, drop.moment))
    process.join()
    return process.exitcode == 0


def epoch(moment: Stamp) -> float:
    """A moment as the time of a file."""
    return to_datetime(moment).replace(tzinfo=LOCAL).timestamp()


def _load(folder: DataFolder, receiver: Connection, sender: Connection) -> None:
    """Loads what it is told of until the other side is done, or gone; the collector's lock is its own until then."""
    sender.close()
    from cchc_tui import registry, settings  # noqa: PLC0415
    from cchc_tui.collector.lock import take  # noqa: PLC0415
    from cchc_tui.exports.reading import read_pieces  # noqa: PLC0415
    from cchc_tui.store.database import open_writer  # noqa: PLC0415
    from cchc_tui.store.loading import ExportFile, load  # noqa: PLC0415

    lock = take(folder.lock)
    assert lock is not None
    city, rules = registry.load(folder.registry), settings.load(folder.path)
    with lock, open_writer(folder.path) as writer:
        while True:
            try:
                place, name, moment = receiver.recv()
            except EOFError:
                return
            path = folder.archive / place
            sha = hashlib.sha256(path.read_bytes()).hexdigest()
            file = ExportFile(name, sha, path.stat().st_size, moment, moment, place)
            load(writer, file, read_pieces(path, city, rules.limits, file_name=name), city, rules)
