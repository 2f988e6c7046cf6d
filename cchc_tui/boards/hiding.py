"""What of a file, of its problems and of what stands in it may be shown (DOMAIN §8), by what is asked to be."""

from __future__ import annotations

import re
from dataclasses import replace

from cchc_tui.domain.names import fold
from cchc_tui.domain.privacy import HIDDEN as NOBODY
from cchc_tui.domain.privacy import Access, Shows
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest import problems as codes
from cchc_tui.registry import Registry
from cchc_tui.store.read.codes import HIDDEN, hide_serial

#: Fields of a list that hold personal data: what stood in them is not shown at all.
_PERSONAL = ("applicant", "submitter", "phone", "address")
#: Problems whose value is ours or the system's, not the file's: formats, sizes, counts, limits.
_OURS = frozenset(
    {
        *(codes.NOT_A_TABLE, codes.OLD_FORMAT, codes.NOTHING_TAKEN, codes.LEGACY_ENCODING, codes.BOMB, codes.TOO_LARGE),
        *(codes.TOO_MANY_ROWS, codes.TOO_WIDE, codes.NOT_A_FILE, codes.NO_PERMISSION, codes.CANNOT_OPEN),
        *(codes.OUT_OF_MEMORY, codes.OUT_OF_CPU, codes.OUT_OF_TIME, codes.BAD_REGISTRY, codes.BAD_BYTES),
        *(codes.CONVERTED, codes.MORE),
    }
)
_DAY = re.compile(r"\d{6}")  # as it stands in a code


class Hider:
    """Leaves out what may not be shown: personal values, serials of codes, and what is no word of an office."""

    def __init__(self, registry: Registry, shows: Shows = NOBODY) -> None:
        fields = registry.headings["dossiers"]
        self._personal = {fold(name) for field in _PERSONAL for name in fields.get(field, ())}
        self._officers = {fold(name) for field in ("officer", "helper") for name in fields.get(field, ())}
        self._codes = {fold(name) for name in fields.get("code", ())}
        self._plain = registry.plain
        self._shows = shows

    def text(self, text: str) -> str:
        """Free text, or a name of a file or sheet, as it may be shown."""
        return text if self._shows.personal else self._plain(text)

    def code(self, code: str) -> str:
        """A dossier's code as it may be shown."""
        return code if self._shows.personal or self._shows.serials else hide_serial(code)

    def access(self, access: Access) -> Access:
        """A look at personal data as it may be shown: a user's name is an officer's, a reason free text."""
        user = access.user if self._shows.officers else HIDDEN
        return access._replace(user=user, reason=self.text(access.reason), folder=self.text(access.folder))

    def __call__(self, problem: Problem) -> Problem:
        """A problem as it may be shown."""
        if self._shows.personal:
            return problem
        sheet, column = self._plain(problem.sheet), self._plain(problem.column)
        return replace(problem, value=self._value(problem), sheet=sheet, column=column)

    def _value(self, problem: Problem) -> str:
        heading, value = fold(problem.column), problem.value
        if not value or (problem.code == codes.CODE_DATE and _DAY.fullmatch(value)):
            return value
        if heading in self._personal or heading in self._officers or problem.code == codes.CELL_CUT:
            return HIDDEN
        if heading in self._codes:
            return hide_serial(value)
        if problem.code in _OURS:
            return value
        # Of a code that is told without its column, and is none in a rollout sheet, the serial is hidden already.
        return value if _is_hidden_code(problem) else self._plain(value)


def _is_hidden_code(problem: Problem) -> bool:
    return problem.code == codes.REPEATED_CODE and problem.value == hide_serial(problem.value)
