"""The sentences on problems with the data (for the line above the footer, and board 0), and with writing files."""

from __future__ import annotations

import errno
from pathlib import Path

from cchc_tui.domain.audit import NotLoggedError
from cchc_tui.domain.problems import Problem
from cchc_tui.texts import problems
from cchc_tui.texts.audit import AUDIT
from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_export import EXPORT

_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.ENOENT, errno.ELOOP, errno.ENAMETOOLONG}


def sentence_within(problem: Problem) -> str:
    """What is wrong, where, and what to do, without the file's name, which stands above the sentence."""
    if problem.code not in problems.codes():
        return TEXT.unknown_problem.format(code=problem.code, row=problem.row, value=problem.value)
    sentence = problems.sentence(problem, "")
    return sentence[:1].upper() + sentence[1:]


def file_problem(error: OSError, folder: Path) -> str:
    """Say why a file could not be written into a folder, and what to do."""
    if isinstance(error, NotLoggedError):
        return AUDIT.not_logged.format(reason=error.strerror)
    if error.errno in _FULL:
        return EXPORT.no_room.format(folder=folder)
    if error.errno in _REFUSED:
        return EXPORT.no_right.format(folder=folder)
    reason = error.strerror or str(error)
    return (EXPORT.no_folder if error.errno in _NO_FOLDER else EXPORT.not_written).format(folder=folder, reason=reason)
