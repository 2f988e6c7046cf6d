"""Makes SQL, to follow ``FROM``, for the states that hold after a list. Arguments give lists by their moments."""

from __future__ import annotations

from cchc_tui.domain.moments import Stamp


def held(known: Stamp) -> tuple[str, str]:
    """Two SQL texts, for the tables ``dossier`` and ``version``.

    Together they select the states that hold after the list with the moment ``known``.
    """
    return f"dossier WHERE +since <= {known:d}", f"version WHERE until > {known:d} AND since <= {known:d}"


def changes_between(old: Stamp, new: Stamp) -> list[tuple[str, int]]:
    """SQL for the states that hold after only one of two lists, as pairs of a text and a sign.

    The sign is 1 for states that hold only after ``new``, and -1 for states that hold only after ``old``. A sum over
    all states after ``old`` becomes the sum after ``new`` by adding, for each pair, its sign times the sum over its
    states.
    """
    low, high = sorted((old, new))
    sign = 1 if new > old else -1
    return [
        (f"dossier INDEXED BY dossier_since WHERE since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {high:d} AND since > {low:d} AND since <= {high:d}", sign),
        (f"version WHERE until > {low:d} AND until <= {high:d} AND since <= {low:d}", -sign),
    ]
