"""The names of user accounts."""

from __future__ import annotations

import os


def account(uid: int) -> str:
    """The name of the account with this number; the number as text if there is none."""
    import pwd  # not on the way to the first frame

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def own_account() -> str:
    """The account of this process."""
    return account(os.getuid())
