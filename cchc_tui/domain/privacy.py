"""Access levels to personal data. By default nothing is accessible (Law 91/2025/QH15, Decree 356/2025)."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.domain.moments import Stamp


class Access(NamedTuple):
    """The personal values that a snapshot may contain. Each kind has a switch of its own, off by default."""

    #: Applicant, submitter, phone, e-mail, address, ID, free text, and the serial of a dossier's code.
    personal: bool = False
    #: Officers' names in place of their numbers.
    officers: bool = False
    #: Only the serials of codes: for scripts that query findings as data, never for a screen.
    serials: bool = False

    def limited_to(self, most: Access) -> Access:
        """The access that both this access level and ``most`` allow."""
        return Access(*(mine and others for mine, others in zip(self, most, strict=True)))


#: The access level of the wall and at every start: no personal data.
HIDDEN = Access()


class Closed(NamedTuple):
    """The answer to a request for access if the personal data cannot be opened.

    ``fault`` is the key of the text that says why.
    """

    fault: str


#: A reason for access to personal data needs at least this many letters.
LEAST_LETTERS = 5


class AccessRecord(NamedTuple):
    """One access to personal data. ``until`` is its latest possible end or, if the access is ``over``, its actual end.

    ``user`` and ``host`` are those of the viewer's process, ``folder`` is the data folder's path.
    """

    at: Stamp
    until: Stamp
    over: bool
    user: str
    host: str
    folder: str
    reason: str

    @property
    def key(self) -> str:
        """Identifies the access. The record of its end has the same key."""
        return f"{self.at}:{self.user}:{self.host}:{self.folder}:{self.reason}"
