"""File systems that are really full, read-only or exchanged. Needs root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def tmpfs(place: Path, megabytes: int) -> Iterator[Path]:
    """A file system of this size at a place, which is made; it is gone afterwards."""
    place.mkdir(parents=True, exist_ok=True)
    with mounted("-t", "tmpfs", "-o", f"size={megabytes}m,mode=0750", "tmpfs", place):
        yield place


def fill(place: Path) -> Path:
    """Write a file until nothing more fits, also nothing small."""
    path = place / "filled"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for chunk in (1 << 20, 4_096, 1):
        with suppress(OSError):
            while os.write(descriptor, bytes(chunk)):
                pass
    os.close(descriptor)
    return path


@contextmanager
def read_only_over(place: Path) -> Iterator[None]:
    """A folder that can only be read, as after a fault of its disk; what is open for writing stays so."""
    aside = place.with_name(f"{place.name} aside")
    aside.mkdir()
    with mounted("--bind", place, aside):
        subprocess.run(["mount", "-o", "remount,bind,ro", aside], check=True)
        with mounted("--bind", aside, place):
            yield


@contextmanager
def mounted(*what: str | Path) -> Iterator[None]:
    """Mount something; its place is the last of these."""
    subprocess.run(["mount", *what], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", what[-1]], check=True)
