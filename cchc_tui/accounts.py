"""The names of user accounts, and the group whose members may open personal data."""

from __future__ import annotations

import os

#: On the machine of an office (docs/office.md): who may open personal data.
PERSONAL_GROUP = "cchc-rieng"


def account(uid: int) -> str:
    """The name of the account with this user number, or the number as text if no account has it."""
    import pwd  # not on the way to the first frame

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def personal_group() -> int | None:
    """The number of the group ``PERSONAL_GROUP``; None on a machine without that group."""
    import grp  # only where folders are made or looked at

    try:
        return grp.getgrnam(PERSONAL_GROUP).gr_gid
    except KeyError:
        return None


def own_account() -> str:
    """The name of the account that runs this process."""
    return account(os.getuid())
