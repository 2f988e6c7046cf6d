"""The files with officers' keys that sshd reads. Each begins with a comment that has the officer's record."""

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
    """What an officer was given access to.

    ``since`` is local time in ISO form; ``by`` is the account that gave the access. ``data`` is the data folder.
    ``unit`` is "" if the role needs no unit.
    """

    role: str
    unit: str = ""
    since: str
    by: str = ""
    data: str


def viewer_command(name: str, record: OfficerRecord, files: Path) -> str:
    """The command that starts an officer's viewer, for ``/bin/sh -c``.

    sshd runs the command when the officer logs in with a key. Of the variables that the officer's own machine sends,
    the viewer gets TERM only.
    """
    unit = ["--unit", record.unit] if record.unit else []
    app = [*program(), "--data", record.data, "--take", str(files), "--role", record.role, *unit, "--name", name]
    fixed = ["LANG=C.UTF-8", f"PATH={_PATH}", f"HOME={files}", f"USER={name}"]
    return f"exec env -i {_FROM_SSH} {shlex.join([*fixed, *app])}"


def program() -> list[str]:
    """The command that starts this program, with the path by which it was called.

    The path may be a link. After an upgrade, the link leads to the new version.
    """
    called = Path(sys.argv[0]).absolute()
    script = called if called.name == "cchc-tui" else Path(sys.prefix) / "bin" / "cchc-tui"
    return [str(script)] if os.access(script, os.X_OK) else [sys.executable, "-I", "-m", "cchc_tui"]


def viewer_lines(name: str, record: OfficerRecord, files: Path, keys: Sequence[PublicKey]) -> str:
    """The content of the key file of an officer's account. Each key in it opens the viewer and nothing else."""
    command = viewer_command(name, record, files).replace('"', '\\"')  # the only sign that sshd reads otherwise
    head = f"{_RECORD}{msgspec.json.encode(record).decode()}\n"
    return head + "".join(f'restrict,pty,command="{command}" {key.line}\n' for key in keys)


def fetching_lines(keys: Sequence[PublicKey]) -> str:
    """The content of the key file of an account that fetches files. sshd's configuration limits the account."""
    return "".join(f"restrict {key.line}\n" for key in keys)


def write_lines(path: Path, lines: str, group: int) -> None:
    """Replace a key file atomically. Raises OSError.

    Root owns the file. The group with the number ``group`` may read it.
    """
    with written_aside(path, lines.encode(), _MODE) as aside:
        os.chown(aside, 0, group)
        aside.replace(path)


def read_record(path: Path) -> OfficerRecord | None:
    """The officer's record in a key file; None if the file has no valid record. Raises OSError."""
    first = path.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
    with suppress(msgspec.MsgspecError):
        if first.startswith(_RECORD):
            return msgspec.json.decode(first.removeprefix(_RECORD), type=OfficerRecord)
    return None


def bare_keys(path: Path) -> bytes:
    """The public keys in the key file of an account that fetches files, as lines without options. Raises OSError."""
    lines = path.read_bytes().splitlines()
    return b"\n".join(line.removeprefix(b"restrict ") for line in lines)
