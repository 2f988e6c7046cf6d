"""Turns the stored texts of audit entries into words of the current language.

The log stores texts in forms that are the same in every language, so that old lines can still be read. All other texts
are shown as they are stored: reasons, paths of files, and what another version of the program wrote.
"""

from __future__ import annotations

from collections.abc import Callable

from cchc_tui.audit.entries import AuditEntry
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.directives import Act
from cchc_tui.domain.moments import parse_iso, to_datetime
from cchc_tui.domain.roles import Right, Role
from cchc_tui.texts.audit import DETAIL
from cchc_tui.texts.language import tr
from cchc_tui.texts.roles import RIGHT_NAMES, ROLE_NAMES
from cchc_tui.texts.tui_directives import HAPPENED
from cchc_tui.texts.tui_papers import PAPERS
from cchc_tui.texts.tui_privacy import reason_text


def role_name(role: str) -> str:
    """The name of a role in the current language. An unknown role is returned unchanged."""
    return tr(ROLE_NAMES[Role(role)]) if role in set(Role) else role


def detail(entry: AuditEntry) -> str:
    """What the entry's act was about, in words of the current language."""
    return _DETAILS[entry.act](entry.what)


def _taken(what: str) -> str:
    """What was exported, in words.

    The stored text has one of three forms: ``clipboard: WHAT``, the path of a file, or ``COMMAND: PLACE``. PLACE tells
    where the output of the command went; ``-`` stands for the standard output.
    """
    source, colon, place = what.partition(": ")
    if source == "clipboard" and colon:
        message = PAPERS.source["message"][0]
        return DETAIL.clipboard.format(what=PAPERS["message"][0] if place == message else place)
    named = _command(source) if colon else ""
    return f"{named}: {DETAIL.output if place == '-' else place}" if named else what


def _command(command: str) -> str:
    """The name of the board, paper or list that a command from the log printed; "" for another command."""
    kind, _, name = command.partition(" ")
    if kind == "board" and name in board_names():
        return DETAIL.board.format(title=board_of(name).title)
    if kind == "report" and name in PAPERS:
        return PAPERS[name][0]
    return DETAIL.dossiers if command == "dossiers" else ""


def _entered(what: str) -> str:
    """What was entered, in words.

    The stored text is ``meeting start|end MOMENT TITLE`` or ``directive ACT ID TEXT``. TITLE and TEXT may be missing.
    """
    kind, act, subject, text = (*what.split(" ", 3), "", "", "")[:4]
    named = ""
    if kind == "meeting" and act in {"start", "end"}:
        named = _meeting(act == "start", subject)
    elif kind == "directive" and act in set(Act) and subject:
        named = DETAIL.directive.format(id=subject, act=HAPPENED[act])
    return f"{named}: {text}" if named and text else named or what


def _meeting(start: bool, moment: str) -> str:
    try:
        when = f"{to_datetime(parse_iso(moment)):%d/%m/%Y %H:%M}"
    except ValueError:
        return ""
    return (DETAIL.meeting_start if start else DETAIL.meeting_end).format(when=when)


def _refused(what: str) -> str:
    return tr(RIGHT_NAMES[Right(what)]) if what in set(Right) else what


_DETAILS: dict[AuditedAct, Callable[[str], str]] = {
    AuditedAct.SHOWN: reason_text,
    AuditedAct.HIDDEN: reason_text,
    AuditedAct.TAKEN: _taken,
    AuditedAct.ENTERED: _entered,
    AuditedAct.REFUSED: _refused,
}
