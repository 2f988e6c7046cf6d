"""Who uses the program, and what each role may do: the only table from roles to rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """A right. A board, a query, an action or a command may require it."""

    PRESENT = "present"  # the presentation, and the figures of boards that its pages show
    BOARDS = "boards"  # boards on their screens and in commands: counts of all units
    DOSSIERS = "dossiers"  # lists of dossiers, dossiers, the rows behind a row, search, files and findings
    ALL_UNITS = "all_units"  # DOSSIERS of every unit; without it, of the viewer's own unit
    PERSONAL = "personal"  # personal data, for a reason that is logged
    OFFICERS = "officers"  # officers' names
    TAKE = "take"  # files to take along: exports of screens, papers, the clipboard
    ENTER = "enter"  # meetings and directives, which everybody sees
    OPERATE = "operate"  # the collector, the database, the log and the data folder


class Role(StrEnum):
    """The role of a viewer in the office. ``RIGHTS`` says what each role may do."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    REVIEWER = "reviewer"
    UNIT = "unit"
    WALL = "wall"


_ALL = frozenset(Right)
_VIEWS = _ALL - {Right.ENTER, Right.OPERATE}
#: The one table: what each role may do.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.CHAIR: _VIEWS | {Right.ENTER},
    Role.SECRETARY: _VIEWS | {Right.ENTER},
    Role.REVIEWER: _VIEWS,
    Role.UNIT: _VIEWS - {Right.ALL_UNITS},
    Role.WALL: frozenset({Right.PRESENT}),
}


class NotAllowedError(Exception):
    """The viewer's role lacks ``right``. With ``own_only``, the role has it, but only for the viewer's own unit."""

    def __init__(self, viewer: Viewer, right: Right, *, own_only: bool = False):
        super().__init__(f"{viewer.role}: {right}")
        self.viewer = viewer
        self.right = right
        self.own_only = own_only


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who uses the program.

    ``role`` None means the owner of the data folder, whom only file permissions limit. ``unit`` is the key of the
    viewer's own unit. Only the role "unit" has one. A key is used, because two units may share a code.
    """

    name: str = ""
    role: Role | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        if (self.role is Role.UNIT) != bool(self.unit):
            raise ValueError("the role of a unit, and no other, has a unit")

    @property
    def rights(self) -> frozenset[Right]:
        """The rights of the viewer's role. The owner of the data folder has all rights."""
        return _ALL if self.role is None else RIGHTS[self.role]

    @property
    def is_one_of_many(self) -> bool:
        """Whether many viewers with this role run at the same time.

        Viewers with other roles take precedence over them.
        """
        return self.role in {Role.REVIEWER, Role.UNIT}

    def may(self, right: Right) -> bool:
        """Whether this viewer has the right."""
        return right in self.rights

    def require(self, right: Right) -> None:
        """Raise NotAllowedError if this viewer lacks the right."""
        if right not in self.rights:
            raise NotAllowedError(self, right)

    @property
    def own_unit(self) -> str | None:
        """The key of the only unit whose dossiers this viewer may see. None: all units. "": no unit."""
        return None if self.may(Right.ALL_UNITS) else self.unit


#: The viewer if no role is given.
LOCAL = Viewer()
