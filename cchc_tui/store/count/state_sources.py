"""Where the states are that held after a list, as the part of an SQL query from the table on."""

from __future__ import annotations

from cchc_tui.domain.moments import Stamp


def held(known: Stamp) -> tuple[str, str]:
    """The states that held after a list."""
    return f"dossier WHERE +since <= {known:d}", f"version WHERE until > {known:d} AND since <= {known:d}"


def changes_between(old: Stamp, new: Stamp) -> list[tuple[str, int]]:
    """The states that held after only one of two lists; 1 for those of the new one, -1 for the others.

    Sums over the states of the new list are those of the old one, and these states.
    """
    low, high = sorted((old, new))
    sign = 1 if new > old else -1
    return [
        (f"dossier INDEXED BY dossier_since WHERE since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {high:d} AND since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {low:d} AND until <= {high:d} AND since <= {low:d}", -sign),
    ]
