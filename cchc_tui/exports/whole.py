"""Whether a file has come to its end, as far as its own bytes tell: cheap enough to ask at each look at the inbox."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from cchc_tui.exports import compound, packages
from cchc_tui.exports.marks import is_mark, is_mark_whole
from cchc_tui.exports.opening import head_of, open_export
from cchc_tui.exports.records import Refused
from cchc_tui.exports.sniff import as_text, is_html_whole

_LOOKED_AT = 64 << 10
_ANY_SIZE = 1 << 40


class Whole(Enum):
    """What the bytes tell: a sound end, none, or nothing (a text table may always go on)."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


def looks_whole(path: Path) -> Whole:
    """Looks for the zip's directory, the length in a compound file's tables, the end of a page or of a mark.

    UNKNOWN for anything else, also for what is no regular file or can't be opened: then the reader says why. Never
    raises for what the file is.
    """
    try:
        with open_export(path, _ANY_SIZE) as file:
            head = head_of(file, _LOOKED_AT)
            if head.startswith(b"PK"):
                return Whole.YES if packages.is_whole(file) else Whole.NO
            if head.startswith(compound.MAGIC):
                return Whole.YES if compound.is_whole(file) else Whole.NO
            if is_mark(file):
                return Whole.YES if is_mark_whole(file) else Whole.UNKNOWN
            text = as_text(head)
            if text is not None and text.lstrip().startswith("<"):
                return Whole.YES if is_html_whole(file) else Whole.NO
            return Whole.UNKNOWN
    except Refused:
        return Whole.UNKNOWN
