"""The viewer for whom a command runs: a role, a unit and a name. Options before the command's name state them."""

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
    """Add the options ``--role``, ``--unit`` and ``--name``. The environment cannot set them."""
    for option in (
        click.option("--name", default="", metavar="NAME", help=ROLES.option_name),
        click.option("--unit", default="", metavar="U", help=ROLES.option_unit),
        click.option("--role", type=click.Choice([role.value for role in Role]), help=ROLES.option_role),
    ):
        function = option(function)
    return function


def keep_viewer(context: click.Context, role: str | None, unit: str, name: str) -> None:
    """Store the viewer's options in the context, where ``viewer`` finds them.

    Raises UsageError if the role "unit" has no unit, or if another role has one.
    """
    asked = _Asked(name, Role(role) if role else None, unit)
    if asked.role is Role.UNIT and not unit:
        raise click.UsageError(ROLES.unit_missing)
    if asked.role is not Role.UNIT and unit:
        raise click.UsageError(ROLES.unit_unneeded)
    context.meta[_META] = asked


def require(context: click.Context, right: Right) -> None:
    """Raise UsageError if the role given in the command line lacks ``right``. Does not check that the unit exists."""
    asked = _asked(context)
    try:
        Viewer(asked.name, asked.role, asked.unit).require(right)
    except NotAllowedError as error:
        raise click.UsageError(refusal(error)) from error


def viewer(folder: Path, clock: Clock) -> Viewer:
    """The viewer for whom the command runs. Raises UsageError if the registry of ``folder`` does not know the unit."""
    asked = _asked(click.get_current_context(silent=True))
    if asked.role is not Role.UNIT:
        return Viewer(asked.name, asked.role)
    from cchc_tui.registry import load  # only this role needs the registry before the first frame
    from cchc_tui.settings import DataFolder

    units = load(DataFolder(folder).registry).units
    return Viewer(asked.name, asked.role, unit_named(units, asked.unit, to_date(clock.now()), click.UsageError))


def unit_named(units: UnitIndex, text: str, day: date, fault: Callable[[str], Exception]) -> str:
    """The key of the unit that ``text`` names by code, key or any of its names on the day.

    If there is no such unit, the exception is raised that ``fault`` makes from a sentence. The sentence lists the
    existing units.
    """
    found = units.asked(text, day)
    if found is None:
        raise fault(texts.unknown_unit(text, [unit.name for unit in units.valid(day)]))
    return found.key


def _asked(context: click.Context | None) -> _Asked:
    """The viewer's options that ``keep_viewer`` has stored. Without stored options, those of the viewer ``LOCAL``."""
    kept: _Asked = (context.meta if context else {}).get(_META) or _Asked(LOCAL.name, LOCAL.role, LOCAL.unit)
    return kept
