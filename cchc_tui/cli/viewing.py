"""The viewer of a command: role, unit and name. They come only from options before the command's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.roles import LOCAL, NotAllowedError, Right, Role, Viewer
from cchc_tui.domain.units import UnitIndex
from cchc_tui.texts import cli as texts
from cchc_tui.texts.roles import ROLES, refusal

F = TypeVar("F", bound=Callable[..., Any])
_META = "cchc_tui.viewer"


class _Asked(NamedTuple):
    name: str
    role: Role | None
    unit: str


def viewer_options(function: F) -> F:
    """Add ``--role``, ``--unit`` and ``--name``. None of them is read from the environment."""
    for option in (
        click.option("--name", default="", metavar="NAME", help=ROLES.option_name),
        click.option("--unit", default="", metavar="U", help=ROLES.option_unit),
        click.option("--role", type=click.Choice([role.value for role in Role]), help=ROLES.option_role),
    ):
        function = option(function)
    return function


def keep_viewer(context: click.Context, role: str | None, unit: str, name: str) -> None:
    """Keep the options for ``viewer``.

    Raises UsageError if the unit is missing for the role "unit", or given for another role.
    """
    asked = _Asked(name, Role(role) if role else None, unit)
    if asked.role is Role.UNIT and not unit:
        raise click.UsageError(ROLES.unit_missing)
    if asked.role is not Role.UNIT and unit:
        raise click.UsageError(ROLES.unit_unneeded)
    context.meta[_META] = asked


def require(context: click.Context, right: Right) -> None:
    """Raise UsageError if the role on the command line lacks the right. The unit is not looked up."""
    asked = _asked(context)
    try:
        Viewer(asked.name, asked.role, asked.unit).require(right)
    except NotAllowedError as error:
        raise click.UsageError(refusal(error)) from error


def viewer(folder: Path, clock: Clock) -> Viewer:
    """The viewer of the current command. Raises UsageError if the folder's registry does not know the unit."""
    asked = _asked(click.get_current_context(silent=True))
    if asked.role is not Role.UNIT:
        return Viewer(asked.name, asked.role)
    from cchc_tui.registry import load  # only this role needs the registry before the first frame
    from cchc_tui.settings import DataFolder

    units = load(DataFolder(folder).registry).units
    return Viewer(asked.name, asked.role, unit_named(units, asked.unit, to_date(clock.now()), click.UsageError))


def unit_named(units: UnitIndex, text: str, day: date, fault: Callable[[str], Exception]) -> str:
    """The key of a unit given by code, key or any of its names on a day.

    If there is no such unit, ``fault`` gets a sentence that names the existing units, and makes the exception to raise.
    """
    found = units.asked(text, day)
    if found is None:
        raise fault(texts.unknown_unit(text, [unit.name for unit in units.valid(day)]))
    return found.key


def _asked(context: click.Context | None) -> _Asked:
    """The options that ``keep_viewer`` kept; those of ``LOCAL`` if it kept none.

    Click shares ``meta`` between the contexts of the group and of the command.
    """
    kept: _Asked = (context.meta if context else {}).get(_META) or _Asked(LOCAL.name, LOCAL.role, LOCAL.unit)
    return kept
