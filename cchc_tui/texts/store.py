"""Why the database can't be read, in words."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, tr

#: By the code of a StoreError.
_REASONS: Final = {
    "schema": N_("cơ sở dữ liệu của phiên bản phần mềm khác"),
    "broken": N_("cơ sở dữ liệu bị hỏng"),
    "altered": N_("cơ sở dữ liệu bị chương trình khác thay"),
    "gone": N_("không còn thấy {path}"),
}
#: SQLITE_CORRUPT and SQLITE_NOTADB; the module itself is not needed before the first frame.
_TORN = {11, 26}


def why_unreadable(error: Exception) -> str:
    """The reason, in one line; what the error says of itself where it has no words here."""
    torn = getattr(error, "sqlite_errorcode", 0) & 0xFF in _TORN
    known = _REASONS.get(getattr(error, "code", "broken" if torn else ""))
    if known is not None:
        return tr(known).format(path=getattr(error, "path", ""))
    return str(error).split("\n", 1)[0] or type(error).__name__
