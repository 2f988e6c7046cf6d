"""Text for the place of an error in a registry or settings file."""

from __future__ import annotations

from pathlib import Path

from cchc_tui.texts.language import tr


def place(path: Path, line: int, key: str) -> str:
    """The place of an error as text: the file, the line (0: unknown) and the key ("": unknown)."""
    if line and key:
        return tr("{path}, dòng {line}, mục {key}").format(path=path, line=line, key=key)
    if line:
        return tr("{path}, dòng {line}").format(path=path, line=line)
    return tr("{path}, mục {key}").format(path=path, key=key) if key else str(path)
