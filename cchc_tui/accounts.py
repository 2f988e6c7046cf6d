"""The names of user accounts, and the group of those who may open personal data."""

from __future__ import annotations

import os

#: On the machine of an office (docs/office.md): who may open personal data.
PERSONAL_GROUP = "cchc-rieng"


def account(uid: int) -> str:
    """The name of the account with this number; the number as text if there is none."""
    import pwd  # not on the way to the first frame

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def personal_group() -> int | None:
    """The number of that group; None on a machine that has none."""
    import grp  # only where folders are made or looked at

    try:
        return grp.getgrnam(PERSONAL_GROUP).gr_gid
    except KeyError:
        return None


def own_account() -> str:
    """The account of this process."""
    return account(os.getuid())
