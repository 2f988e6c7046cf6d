"""Error messages for a database that cannot be read."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, tr

#: Code of a StoreError → the reason.
_REASONS: Final = {
    "schema": N_("cơ sở dữ liệu của phiên bản phần mềm khác"),
    "broken": N_("cơ sở dữ liệu bị hỏng"),
    "altered": N_("cơ sở dữ liệu bị chương trình khác thay"),
    "gone": N_("không còn thấy {path}"),
}
#: SQLITE_CORRUPT and SQLITE_NOTADB. Importing sqlite3 would delay the first frame.
_TORN = {11, 26}


def why_unreadable(error: Exception) -> str:
    """Why the database cannot be read, in one line. If there is no message for the error, its own text is returned."""
    torn = getattr(error, "sqlite_errorcode", 0) & 0xFF in _TORN
    known = _REASONS.get(getattr(error, "code", "broken" if torn else ""))
    if known is not None:
        return tr(known).format(path=getattr(error, "path", ""))
    return str(error).split("\n", 1)[0] or type(error).__name__
