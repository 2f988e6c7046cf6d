"""The SQL after ``FROM`` that selects the states that hold after a list."""

from __future__ import annotations

from cchc_tui.domain.moments import Stamp


def held(known: Stamp) -> tuple[str, str]:
    """The SQL for the states that hold after a list, one for each table."""
    return f"dossier WHERE +since <= {known:d}", f"version WHERE until > {known:d} AND since <= {known:d}"


def changes_between(old: Stamp, new: Stamp) -> list[tuple[str, int]]:
    """The SQL for the states that hold after only one of two lists: 1 for those of ``new``, -1 for those of ``old``.

    The sums over the states of ``new`` are the sums of ``old`` plus the signed sums of these states.
    """
    low, high = sorted((old, new))
    sign = 1 if new > old else -1
    return [
        (f"dossier INDEXED BY dossier_since WHERE since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {high:d} AND since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {low:d} AND until <= {high:d} AND since <= {low:d}", -sign),
    ]
