"""The folders in which key files and officers' exported files are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cchc_tui.own_folder import FETCHING

#: The folder of files in an officer's jail, where sftp begins. The server's configuration names it too.
FILES = "tep"


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of key files, and the folder of jails. Root owns both.

    A jail is a folder with the files that an officer has exported. The account that fetches them sees nothing else. The
    default paths are those in the configuration of sshd that ships with the package.
    """

    keys: Path = Path("/etc/cchc/keys")
    jails: Path = Path("/srv/cchc-lay")

    def key_file(self, account: str) -> Path:
        """The path of the key file of an account."""
        return self.keys / account

    def jail(self, name: str) -> Path:
        """The path of an officer's jail: the only folder that sshd lets the officer's fetching account see."""
        return self.jails / f"{name}{FETCHING}"

    def files(self, name: str) -> Path:
        """The path of the folder in which an officer's viewer writes exported files. It is in the officer's jail."""
        return self.jail(name) / FILES
