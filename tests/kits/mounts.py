"""File systems that are really full, read-only or replaced. Needs root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def tmpfs(place: Path, megabytes: int) -> Iterator[Path]:
    """Mount a file system of this size on ``place``, which is created, until the block ends."""
    place.mkdir(parents=True, exist_ok=True)
    with mounted("-t", "tmpfs", "-o", f"size={megabytes}m,mode=0750", "tmpfs", place):
        yield place


def fill(place: Path) -> Path:
    """Write a file until not even one more byte fits. Return its path."""
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
    """Make a folder read-only in the block, as after a disk fault. Files that are open for writing stay writable."""
    aside = place.with_name(f"{place.name} aside")
    aside.mkdir()
    with mounted("--bind", place, aside):
        subprocess.run(["mount", "-o", "remount,bind,ro", aside], check=True)
        with mounted("--bind", aside, place):
            yield


@contextmanager
def mounted(*what: str | Path) -> Iterator[None]:
    """Mount a file system in the block. The arguments are those of ``mount``; the last is the mount point."""
    subprocess.run(["mount", *what], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", what[-1]], check=True)
