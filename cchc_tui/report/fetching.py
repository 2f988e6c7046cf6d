"""How a file is fetched that a viewer over SSH wrote: it lies on the server and not where the officer sits."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import NamedTuple

from cchc_tui.accounts import own_account
from cchc_tui.own_folder import FETCHING, own_folder

_PORT = "22"


class FileServer(NamedTuple):
    """The machine as officers call it, its SSH port, and the account that fetches."""

    host: str
    port: str
    account: str

    @property
    def command(self) -> str:
        """The command line that opens the folder."""
        port = "" if self.port == _PORT else f"-P {self.port} "
        return f"sftp {port}{self.account}@{self.host}"

    def fetch(self, path: Path, cells: int) -> str:
        """The command line that fetches a file. Only the end of a long name stands in it, to fit into ``cells``."""
        whole = f"{self.command}:{path.name}"
        return whole if len(whole) <= cells else f'{self.command}:"*{_end(path)}"'


def server_of_files(host: str) -> FileServer | None:
    """Where this viewer's files lie; None if it runs on the machine of who sits before it.

    ``host`` is how officers call the server ("": its own name).
    """
    if own_folder() is None:
        return None
    parts = os.environ.get("SSH_CONNECTION", "").split()  # set by sshd: client, its port, server, its port
    port = parts[3] if len(parts) == 4 and parts[3].isdecimal() else _PORT
    return FileServer(host or socket.gethostname(), port, own_account() + FETCHING)


def _end(path: Path) -> str:
    """The moment and the extension of a file's name."""
    return "_" + path.name.rpartition("_")[2]
