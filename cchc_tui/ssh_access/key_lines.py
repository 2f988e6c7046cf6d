"""The files of key lines that sshd reads: a comment with the officer's record, then a line for each key."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from cchc_tui.ssh_access.keys import PublicKey
from cchc_tui.whole_files import written_aside

_RECORD = "# cchc-tui "
#: sshd reads the file under the account whose keys they are; nobody else may.
_MODE = 0o640
#: All that the viewer knows of the client's environment: sshd sets SSH_CONNECTION itself, and TERM says how to draw.
_FROM_SSH = 'TERM="$TERM" SSH_CONNECTION="$SSH_CONNECTION"'
_PATH = "/usr/local/bin:/usr/bin:/bin"


class OfficerRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The access given to an officer. ``since`` is local time in ISO form; ``unit`` is "" if the role needs none."""

    role: str
    unit: str = ""
    since: str
    by: str = ""
    data: str


def viewer_command(name: str, record: OfficerRecord, files: Path) -> str:
    """The command line, for ``/bin/sh -c``, with which an officer's key starts the viewer.

    Of the client's environment only TERM is passed on.
    """
    unit = ["--unit", record.unit] if record.unit else []
    app = [*program(), "--data", record.data, "--take", str(files), "--role", record.role, *unit, "--name", name]
    fixed = ["LANG=C.UTF-8", f"PATH={_PATH}", f"HOME={files}", f"USER={name}"]
    return f"exec env -i {_FROM_SSH} {shlex.join([*fixed, *app])}"


def program() -> list[str]:
    """The command line of this program, by the path with which it was called.

    That path may be a link that an upgrade turns to the new version.
    """
    called = Path(sys.argv[0]).absolute()
    script = called if called.name == "cchc-tui" else Path(sys.prefix) / "bin" / "cchc-tui"
    return [str(script)] if os.access(script, os.X_OK) else [sys.executable, "-I", "-m", "cchc_tui"]


def viewer_lines(name: str, record: OfficerRecord, files: Path, keys: Sequence[PublicKey]) -> str:
    """The content of an officer's file: every key opens the viewer and nothing else."""
    command = viewer_command(name, record, files).replace('"', '\\"')  # the only sign that sshd reads otherwise
    head = f"{_RECORD}{msgspec.json.encode(record).decode()}\n"
    return head + "".join(f'restrict,pty,command="{command}" {key.line}\n' for key in keys)


def fetching_lines(keys: Sequence[PublicKey]) -> str:
    """The content of a fetching account's file. What that account may do is in sshd's configuration."""
    return "".join(f"restrict {key.line}\n" for key in keys)


def write_lines(path: Path, lines: str, group: int) -> None:
    """Replace a file of key lines atomically.

    Root owns the file, and the group with the number ``group`` may read it. Raises OSError.
    """
    with written_aside(path, lines.encode(), _MODE) as aside:
        os.chown(aside, 0, group)
        aside.replace(path)


def read_record(path: Path) -> OfficerRecord | None:
    """The record in a file of key lines; None if the file has no valid record. Raises OSError."""
    first = path.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
    with suppress(msgspec.MsgspecError):
        if first.startswith(_RECORD):
            return msgspec.json.decode(first.removeprefix(_RECORD), type=OfficerRecord)
    return None


def bare_keys(path: Path) -> bytes:
    """The lines of a fetching account's file without their options. Raises OSError."""
    lines = path.read_bytes().splitlines()
    return b"\n".join(line.removeprefix(b"restrict ") for line in lines)
