"""Gives officers access over SSH, takes it away, and lists who has it. Only root can do this."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_tui.domain.roles import RIGHTS, Right, Role
from cchc_tui.own_folder import FETCHING, HIDDEN, SEEN
from cchc_tui.ssh_access.faults import AccessError
from cchc_tui.ssh_access.key_lines import (
    OfficerRecord,
    bare_keys,
    fetching_lines,
    read_record,
    viewer_lines,
    write_lines,
)
from cchc_tui.ssh_access.keys import PublicKey, read_keys
from cchc_tui.ssh_access.names import check_name
from cchc_tui.ssh_access.places import Places
from cchc_tui.ssh_access.sessions import end_sessions
from cchc_tui.ssh_access.system_accounts import (
    ENTERING,
    FETCHERS,
    PERSONAL,
    VIEWERS,
    all_of_ours,
    ensure_account,
    lock_account,
    make_groups,
    ours,
    require_root,
)
from cchc_tui.texts.access import ACCESS

_SHELL, _NO_SHELL = "/bin/sh", "/usr/sbin/nologin"  # sshd runs the command of a key by the account's shell


@dataclass(frozen=True)
class Officer:
    """An officer who has or had access. ``record`` is None if the access was revoked.

    ``seen`` is the time at which the officer's viewer last started, in seconds since 1970 (None: never).
    """

    name: str
    record: OfficerRecord | None
    keys: tuple[PublicKey, ...]
    seen: float | None


def groups_of(role: Role) -> set[str]:
    """The groups of an officer's account for a role. By these groups, the kernel enforces what the role allows."""
    rights = RIGHTS[role]
    groups = {Right.PERSONAL: PERSONAL, Right.ENTER: ENTERING}
    return {VIEWERS, *(group for right, group in groups.items() if right in rights)}


def add(name: str, record: OfficerRecord, keys: Sequence[PublicKey], places: Places) -> bool:
    """Give an officer access. If the officer has access already, replace role, unit and keys, and return True.

    Running sessions with the earlier role are ended. Raises AccessError. After an error, no key gives more rights than
    before.
    """
    require_root()
    check_name(name)
    fetching = name + FETCHING
    account = ours(name)
    ours(fetching)
    before = account is not None and places.key_file(name).exists()
    make_groups()
    try:
        make_folders(places)
        if before:
            _remove_keys(name, places)
            _end(name)
        files = places.files(name)
        viewer = ensure_account(name, files, _SHELL, groups_of(Role(record.role)))
        fetcher = ensure_account(fetching, Path("/"), _NO_SHELL, {FETCHERS})
        _make_jail(name, viewer, fetcher, places)
        write_lines(places.key_file(fetching), fetching_lines(keys), fetcher.pw_gid)
        write_lines(places.key_file(name), viewer_lines(name, record, files, keys), viewer.pw_gid)
    except OSError as error:
        raise AccessError(ACCESS.no_folder.format(path=error.filename, reason=error.strerror)) from error
    return before


def revoke(name: str, places: Places) -> None:
    """Take an officer's access away at once: keys, running sessions and account. The exported files stay.

    Raises AccessError if there is no such officer, or if a session could not be ended.
    """
    require_root()
    if ours(name) is None or name.endswith(FETCHING):
        raise AccessError(ACCESS.unknown.format(name=name))
    try:
        _remove_keys(name, places)
    except OSError as error:
        raise AccessError(ACCESS.no_folder.format(path=error.filename, reason=error.strerror)) from error
    for account in (name, name + FETCHING):
        if ours(account) is not None:
            lock_account(account)
    _end(name)


def officers(places: Places) -> Iterator[Officer]:
    """Yield all officers, sorted by name, also those whose access was revoked. Raises AccessError."""
    require_root()
    for account in all_of_ours():
        if account.pw_name.endswith(FETCHING):
            continue
        try:
            record = read_record(places.key_file(account.pw_name))
            keys = read_keys(bare_keys(places.key_file(account.pw_name + FETCHING))) if record is not None else []
        except FileNotFoundError:
            record, keys = None, []
        except OSError as error:
            raise AccessError(ACCESS.no_folder.format(path=error.filename, reason=error.strerror)) from error
        yield Officer(account.pw_name, record, tuple(keys), _seen(places.files(account.pw_name) / HIDDEN))


def make_folders(places: Places) -> None:
    """Make the folders for key files and for jails. Users other than root may enter them, but not list them.

    Raises OSError.
    """
    for folder in (places.keys, places.jails):
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, 0, 0)
        folder.chmod(0o711)


def _make_jail(name: str, viewer: pwd.struct_passwd, fetcher: pwd.struct_passwd, places: Places) -> None:
    """Make the jail of an officer, and in it the folder in which the viewer writes.

    The jail is all that ``fetcher`` sees.
    """
    jail, files = places.jail(name), places.files(name)
    jail.mkdir(exist_ok=True)
    os.chown(jail, 0, 0)
    jail.chmod(0o711)
    files.mkdir(exist_ok=True)  # only root may replace it; what is in it is the viewer's, and is left alone
    os.chown(files, viewer.pw_uid, fetcher.pw_gid)
    files.chmod(0o2750)


def _remove_keys(name: str, places: Places) -> None:
    for account in (name, name + FETCHING):
        places.key_file(account).unlink(missing_ok=True)


def _end(name: str) -> None:
    names = (name, name + FETCHING)
    uids = [account.pw_uid for account in map(ours, names) if account is not None]
    left = end_sessions(names, uids)
    if left:
        raise AccessError(ACCESS.goes_on.format(n=left, name=name))


def _seen(folder: Path) -> float | None:
    with suppress(OSError):
        return (folder / SEEN).stat().st_mtime
    return None
