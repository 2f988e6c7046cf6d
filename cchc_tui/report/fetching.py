"""How an officer fetches an exported file. A viewer over SSH writes it on the server, not on the officer's machine."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import NamedTuple

from cchc_tui.accounts import own_account
from cchc_tui.own_folder import FETCHING, own_folder

_PORT = "22"


class FileServer(NamedTuple):
    """Where an officer fetches exported files: the server's host name and SSH port, and the account for fetching."""

    host: str
    port: str
    account: str

    @property
    def command(self) -> str:
        """The ``sftp`` command line that opens the folder with the exported files."""
        port = "" if self.port == _PORT else f"-P {self.port} "
        return f"sftp {port}{self.account}@{self.host}"

    def fetch(self, path: Path, cells: int) -> str:
        """The ``sftp`` command line that fetches the file ``path``.

        If the line would be longer than ``cells`` terminal cells, ``*`` replaces the beginning of the file's name.
        """
        whole = f"{self.command}:{path.name}"
        return whole if len(whole) <= cells else f'{self.command}:"*{_end(path)}"'


def server_of_files(host: str) -> FileServer | None:
    """The server from which the files of this viewer are fetched; None if the viewer does not run over SSH.

    ``host`` is the name by which officers reach the server; "" means the machine's own host name.
    """
    if own_folder() is None:
        return None
    parts = os.environ.get("SSH_CONNECTION", "").split()  # set by sshd: client, its port, server, its port
    port = parts[3] if len(parts) == 4 and parts[3].isdecimal() else _PORT
    return FileServer(host or socket.gethostname(), port, own_account() + FETCHING)


def _end(path: Path) -> str:
    """The end of an exported file's name, from the last "_" on: the moment and the extension."""
    return "_" + path.name.rpartition("_")[2]
