"""Changes accounts and groups of the operating system, by the system's own programs."""

from __future__ import annotations

import grp
import os
import pwd
import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path

from cchc_tui.accounts import PERSONAL_GROUP
from cchc_tui.ssh_access.faults import AccessError
from cchc_tui.texts.access import ACCOUNTS

VIEWERS, FETCHERS = "cchc-xem", "cchc-lay"
PERSONAL, ENTERING = PERSONAL_GROUP, "cchc-nhap"
#: The groups that say what an account may do. Others that an administrator has given it are left alone.
GROUPS = (VIEWERS, PERSONAL, ENTERING, FETCHERS)
#: In the comment of an account: it was made here, and may be changed and locked here.
MARK = "cchc-tui"
#: A day of 1970: an account that expired then lets nobody in, whatever the way.
_EXPIRED = "1"


def require_root() -> None:
    """Raise AccessError unless this process runs as root."""
    if os.geteuid():
        raise AccessError(ACCOUNTS.not_root)


def make_groups() -> None:
    """Make those of the groups ``GROUPS`` that do not exist. Raises AccessError."""
    for name in GROUPS:
        _run("groupadd", "--system", "--force", name)


def ours(name: str) -> pwd.struct_passwd | None:
    """The account with this name, if this program has made it; None if there is no such account.

    Raises AccessError if somebody else made the account.
    """
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        return None
    if account.pw_uid == 0 or account.pw_gecos.split(",")[0] != MARK:
        raise AccessError(ACCOUNTS.not_ours.format(name=name))
    return account


def all_of_ours() -> Iterable[pwd.struct_passwd]:
    """The accounts that this program has made, sorted by name."""
    return sorted((each for each in pwd.getpwall() if each.pw_uid and each.pw_gecos.split(",")[0] == MARK), key=_name)


def _name(account: pwd.struct_passwd) -> str:
    return account.pw_name


def ensure_account(name: str, home: Path, shell: str, groups: Collection[str]) -> pwd.struct_passwd:
    """Make the account if it is missing, unlock it, and return it.

    Afterwards the account is in the groups ``groups``, and in no other of ``GROUPS``. It has no password, so that only
    a key opens it. Raises AccessError if an account or a group has this name, and this program did not make it.
    """
    if ours(name) is None:
        if any(group.gr_name == name for group in grp.getgrall()):
            raise AccessError(ACCOUNTS.group_exists.format(name=name))
        made = ("--system", "--user-group", "--no-create-home", "--comment", MARK)
        _run("useradd", *made, "--home-dir", str(home), "--shell", shell, "--password", "*", name)
    _run("usermod", "--home", str(home), "--shell", shell, "--password", "*", "--expiredate", "", name)
    held = {group.gr_name for group in grp.getgrall() if name in group.gr_mem}
    for group in GROUPS:
        if group in groups and group not in held:
            _run("gpasswd", "--add", name, group)
        elif group not in groups and group in held:
            _run("gpasswd", "--delete", name, group)
    return pwd.getpwnam(name)


def lock_account(name: str) -> None:
    """Lock the account, so that nobody can log in to it, and remove it from all ``GROUPS``. Raises AccessError."""
    _run("usermod", "--lock", "--expiredate", _EXPIRED, name)
    for group in GROUPS:
        if name in grp.getgrnam(group).gr_mem:
            _run("gpasswd", "--delete", name, group)


def _run(program: str, *arguments: str) -> None:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
    command = [program, *arguments]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    except FileNotFoundError:
        raise AccessError(ACCOUNTS.no_program.format(program=program)) from None
    if done.returncode:
        reason = " ".join(done.stderr.split()) or str(done.returncode)
        raise AccessError(ACCOUNTS.failed.format(command=" ".join(command), reason=reason))
