"""Checks the totals in a unit summary. A total is checked only if the summary states the total and all its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Figures = Mapping[str, "int | None"]
#: Sum → (its two parts, and a third part that only some forms add). ``timely`` is early and on time together.
SUMS: dict[str, tuple[tuple[str, str], str]] = {
    "intake": (("opening", "received"), ""),
    "resolved": (("timely", "resolved_late"), "refused"),
    "open": (("in_time", "overdue"), "waiting"),
    "late": (("resolved_late", "overdue"), ""),
}


def timely(said: Figures) -> int | None:
    """The number of dossiers resolved early or on time; None if the summary does not state it."""
    combined, early, on_time = said.get("timely"), said["early"], said["on_time"]
    if combined is not None:
        return combined
    return None if early is None or on_time is None else early + on_time


def added(said: Figures, total: str) -> int | None:
    """The sum of the two parts that a total has in all forms (``SUMS``); None if the summary lacks one of them."""
    parts, _ = SUMS[total]
    values = [timely(said) if part == "timely" else said[part] for part in parts]
    return None if None in values else sum(value for value in values if value is not None)


def counts_third(said: Figures, total: str) -> bool:
    """Whether a stated total includes its third part (``SUMS``), which some forms count and others do not.

    The third part of "resolved" is the refused dossiers, and that of "open" is the waiting dossiers.
    """
    third, parts = said.get(SUMS[total][1]), added(said, total)
    return bool(third) and parts is not None and said[total] == parts + (third or 0)


def broken_sums(said: Figures) -> Iterator[tuple[str, int, int]]:
    """Yield the wrong totals, each as (name, stated number, the sum that ``added`` returns).

    A total is wrong if it equals neither this sum, nor this sum plus the third part (``counts_third``).
    """
    for total in SUMS:
        figure, parts = said[total], added(said, total)
        if figure is not None and parts is not None and figure != parts and not counts_third(said, total):
            yield total, figure, parts
