"""The folders of key lines, and of the files that officers export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cchc_tui.own_folder import FETCHING

#: The folder of files in an officer's jail, where sftp begins. The server's configuration names it too.
FILES = "tep"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of key lines and of jails. Root owns these folders.

    The default paths are those in sshd's configuration as it ships.
    """

    keys: Path = Path("/etc/cchc/keys")
    jails: Path = Path("/srv/cchc-lay")

    def key_file(self, account: str) -> Path:
        """The file with the key lines of an account."""
        return self.keys / account

    def jail(self, name: str) -> Path:
        """The folder beyond which the fetching account of an officer sees nothing. Only root may change it."""
        return self.jails / f"{name}{FETCHING}"

    def files(self, name: str) -> Path:
        """The folder in which an officer's viewer writes."""
        return self.jail(name) / FILES
