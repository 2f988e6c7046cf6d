"""Reviews of units by the reform advisory team (*Tổ Tư vấn CCHC*), as known at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc_tui.boards.moment import Moment
from cchc_tui.boards.sheets import held
from cchc_tui.domain.moments import DAY, Stamp, to_date
from cchc_tui.registry import Registry
from cchc_tui.sheets.advisory import SHEET
from cchc_tui.texts.boards import LEVELS


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review of a unit by the advisory team: what the team found, and what it advises the unit to do.

    ``unit`` is the unit's key. ``day`` is the first second of the day of the review. The unit must follow the advice by
    the end of the day of ``due`` (None: no due day). ``state`` is "todo", "doing", "done", or "" if the sheet states
    none. ``overdue`` is True if the due day is over and ``state`` is not "done".
    """

    key: str
    day: Stamp
    unit: str
    code: str
    name: str
    level: str
    subject: str
    found: str
    advice: str
    due: Stamp | None
    state: str
    overdue: bool


def reviews(moment: Moment) -> Iterator[ReviewRow]:
    """Yield the advisory team's reviews that are dated up to the moment, the latest first."""
    rows = [row for row in held(moment, SHEET.name) if row.values["day"] <= moment.at]
    for row in sorted(rows, key=lambda row: (-row.values["day"], row.row)):
        values = row.values
        key, due = values["unit"], values["due"]
        unit = moment.registry.units.by_key.get(key)
        code, level = (unit.code, unit.level.value) if unit else (key, "")
        overdue = due is not None and values["state"] != "done" and moment.at >= due // DAY * DAY + DAY
        day = values["day"] // DAY * DAY
        texts = (values["subject"], values["found"], values["advice"])
        name = unit_name(moment.registry, key)
        row_key = f"{key}/{day}/{values['subject']}"
        yield ReviewRow(row_key, day, key, code, name, level, *texts, due, values["state"], overdue)


def review_json(row: ReviewRow) -> dict[str, Any]:
    """The JSON object of a review, for the rows of the board of directives."""
    return {
        "day": day_json(row.day),
        "unit": row.code,
        "name": row.name,
        "level": row.level,
        "subject": row.subject,
        "found": row.found,
        "advice": row.advice,
        "due": day_json(row.due),
        "state": row.state,
        "overdue": row.overdue,
    }


def review_states() -> dict[str, tuple[str, ...]]:
    """The states that a review can have, each with its spellings in the sheet."""
    choices = SHEET.field("state").choices
    return choices if isinstance(choices, dict) else {}


def unit_name(registry: Registry, key: str, on: date | None = None) -> str:
    """The name of a unit or level; ``key`` itself if there is no such unit or level.

    With a day ``on``, ``key`` may also be the code that the unit has on that day. Without ``on``, ``key`` must be the
    key of the unit or level.
    """
    unit = registry.units.by_key.get(key) if on is None else registry.units.of(key, on)
    return unit.name if unit else str(LEVELS.get(key, key))


def day_json(day: Stamp | None) -> str | None:
    """The day of a moment as an ISO date, for JSON; None stays None."""
    return None if day is None else to_date(day).isoformat()
