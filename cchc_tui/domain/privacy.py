"""What of persons may be shown: nothing, unless it is asked for on purpose (Law 91/2025/QH15, Decree 356/2025)."""

from __future__ import annotations

from typing import NamedTuple


class Shows(NamedTuple):
    """What may be in a snapshot beyond figures: each kind of personal value has its own switch, and both are off."""

    #: Applicant, submitter, phone, e-mail, address, ID, free text, and the serial of a dossier's code.
    personal: bool = False
    #: Officers' names in place of their numbers.
    officers: bool = False


#: What the wall and every start show: no person at all.
HIDDEN = Shows()
