"""Access levels to personal data. By default no personal data are accessible (Law 91/2025/QH15, Decree 356/2025)."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.domain.moments import Stamp


class Access(NamedTuple):
    """The kinds of personal data that a snapshot may contain. Each kind has its own switch, which is off by default."""

    #: Applicant, submitter, phone, e-mail, address, ID, free text, and the serial of a dossier's code.
    personal: bool = False
    #: Officers' names in place of their numbers.
    officers: bool = False
    #: Only the serials of codes: for scripts that query findings as data, never for a screen.
    serials: bool = False

    def limited_to(self, most: Access) -> Access:
        """The kinds of personal data that both this access level and ``most`` allow."""
        return Access(*(mine and others for mine, others in zip(self, most, strict=True)))


#: The access level of the wall and at every start: no personal data.
HIDDEN = Access()


class Closed(NamedTuple):
    """The answer to a request for access, if the personal data cannot be opened.

    ``fault`` is the key of the text that gives the reason.
    """

    fault: str


#: A reason for access to personal data needs at least this many letters.
LEAST_LETTERS = 5


class AccessRecord(NamedTuple):
    """One access to personal data, from ``at`` until ``until``.

    If the access is ``over``, ``until`` is its actual end, otherwise its latest possible end. ``user`` and ``host`` are
    those of the viewer's process, ``folder`` is the path of the data folder.
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
        """A text that identifies the access.

        The record of the access's end has the same key as that of its beginning.
        """
        return f"{self.at}:{self.user}:{self.host}:{self.folder}:{self.reason}"
