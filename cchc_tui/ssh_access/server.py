"""Writes the part of sshd's configuration that officers' access needs, as a file of its own."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

from cchc_tui.ssh_access.faults import AccessError
from cchc_tui.ssh_access.officers import make_folders
from cchc_tui.ssh_access.places import Places
from cchc_tui.ssh_access.system_accounts import make_groups, require_root
from cchc_tui.texts.access import ACCESS, SERVER
from cchc_tui.whole_files import replace_file

CONFIGURATION = Path("/etc/ssh/sshd_config.d/cchc.conf")
_MODE = 0o600
_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def shipped_configuration() -> Path:
    """The path of the configuration file that ships with the package.

    The file is in the package, or in ``packaging/`` if the program runs from a checkout.
    """
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_sshd" / "cchc.conf"
    return shipped if shipped.is_file() else package.parent / "packaging" / "sshd" / "cchc.conf"


def configuration_for(places: Places) -> str:
    """The text of the shipped configuration, with the folders of ``places`` in place of the default folders.

    Raises AccessError if the path of a folder has a character that sshd can't read.
    """
    usual, text = Places(), shipped_configuration().read_text(encoding="utf-8")
    for folder, instead in ((usual.keys, places.keys), (usual.jails, places.jails)):
        if not all(sign.isascii() and (sign.isalnum() or sign in "/._-") for sign in str(instead)):
            raise AccessError(SERVER.bad_folder.format(folder=instead))
        text = text.replace(str(folder), str(instead))
    return text


def set_up(places: Places, path: Path = CONFIGURATION) -> None:
    """Make groups and folders, and write the configuration. sshd checks it, and a running sshd reads it.

    Raises AccessError. If sshd refuses the configuration, the earlier file is restored.
    """
    require_root()
    if not path.parent.is_dir():
        raise AccessError(SERVER.no_server.format(folder=path.parent))
    make_groups()
    try:
        make_folders(places)
        before = path.read_bytes() if path.exists() else None
        replace_file(path, configuration_for(places).encode(), _MODE)
        refusal = _refusal()
        if refusal:
            if before is None:
                path.unlink()
            else:
                replace_file(path, before, _MODE)
            raise AccessError(SERVER.refused.format(path=path, reason=refusal))
    except OSError as error:
        raise AccessError(ACCESS.no_folder.format(path=error.filename, reason=error.strerror)) from error
    if Path("/run/systemd/system").is_dir():
        _run("systemctl", "try-reload-or-restart", "ssh.service")


def _refusal() -> str:
    """Why sshd refuses its configuration, in its own words; "" if it accepts the configuration."""
    with suppress(OSError):
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd asks for it, and it is not there before the first start
    return _run("sshd", "-t")


def _run(*command: str) -> str:
    """Run a program. Return what it says if it fails, and "" if it succeeds.

    Raises AccessError if the machine does not have the program.
    """
    try:
        done = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)
    except FileNotFoundError:
        raise AccessError(SERVER.no_program.format(program=command[0])) from None
    return (" ".join(done.stderr.split()) or str(done.returncode)) if done.returncode else ""
