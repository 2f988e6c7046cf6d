"""The SQL after ``FROM`` that selects the states that hold after a list. A list is given by its moment."""

from __future__ import annotations

from cchc_tui.domain.moments import Stamp


def held(known: Stamp) -> tuple[str, str]:
    """The SQL sources of the states that hold after a list: one for the table ``dossier``, one for ``version``."""
    return f"dossier WHERE +since <= {known:d}", f"version WHERE until > {known:d} AND since <= {known:d}"


def changes_between(old: Stamp, new: Stamp) -> list[tuple[str, int]]:
    """The SQL sources of the states that hold after only one of two lists, with sign 1 (``new``) or -1 (``old``).

    The sum over all states of ``new`` is the sum over all states of ``old`` plus the signed sums over these states.
    """
    low, high = sorted((old, new))
    sign = 1 if new > old else -1
    return [
        (f"dossier INDEXED BY dossier_since WHERE since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {high:d} AND since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {low:d} AND until <= {high:d} AND since <= {low:d}", -sign),
    ]
