"""Finds the file system of a folder. In network file systems the kernel reports no changes made by other machines."""

from __future__ import annotations

import os
import re
from pathlib import Path

#: File systems that other machines can write to: inotify misses those changes, and SQLite's WAL is unsafe there.
NETWORK = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb", "9p", "afs", "ceph", "ncpfs", "glusterfs", "lustre", "gpfs",
        "beegfs", "vboxsf", "vmhgfs", "virtiofs", "drvfs", "prl_fs", "davfs",
    }
)  # fmt: skip
#: FUSE file systems are named "fuse.<name>". Their files may change without a report from the kernel.
_FUSE = re.compile(r"^fuse(\.|blk$|$)")
_ESCAPE = re.compile(rb"\\([0-7]{3})")


def filesystem_of(path: Path, mountinfo: Path = Path("/proc/self/mountinfo")) -> str:
    """The type of the file system that holds ``path``, such as "ext4"; "" if the type is unknown."""
    try:
        table = mountinfo.read_bytes()
        real = os.fsencode(path.resolve())
    except OSError:
        return ""
    best, kind = b"", ""
    for line in table.splitlines():
        before, mark, after = line.partition(b" - ")
        fields = before.split()
        if not mark or len(fields) < 5:
            continue
        point = _ESCAPE.sub(lambda match: bytes([int(match[1], 8)]), fields[4])
        inside = real == point or real.startswith(point.rstrip(b"/") + b"/")
        # If several file systems are mounted on one point, the last one hides the others.
        if inside and len(point) >= len(best):
            best, kind = point, after.split()[0].decode("ascii", "replace")
    return kind


def is_network(kind: str) -> bool:
    """Whether files may change without a report from the kernel, on a file system of this type."""
    return kind in NETWORK or _FUSE.match(kind) is not None
