"""SQL that selects the states that hold after a list: the text after ``FROM``. A list is given by its moment."""

from __future__ import annotations

from cchc_tui.domain.moments import Stamp


def held(known: Stamp) -> tuple[str, str]:
    """SQL for the states that hold after a list: one text for the table ``dossier``, one for the table ``version``."""
    return f"dossier WHERE +since <= {known:d}", f"version WHERE until > {known:d} AND since <= {known:d}"


def changes_between(old: Stamp, new: Stamp) -> list[tuple[str, int]]:
    """SQL for the states that hold after only one of two lists, each with sign 1 (after ``new``) or -1 (after ``old``).

    A sum over all states after ``old``, plus the sums over these states with their signs, is the sum over all states
    after ``new``.
    """
    low, high = sorted((old, new))
    sign = 1 if new > old else -1
    return [
        (f"dossier INDEXED BY dossier_since WHERE since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {high:d} AND since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {low:d} AND until <= {high:d} AND since <= {low:d}", -sign),
    ]
