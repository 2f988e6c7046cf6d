"""The screen in ASCII, for terminals without Vietnamese letters.

Vietnamese loses its marks; blocks and signs become letters that look like them. Each character is replaced by one of
the same width, so the layout stays. Only ``strips.strip``, which makes strips from lines, replaces characters.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len

_SIGNS = {
    # bars (upright ones by how full the cell is), and the halves of large figures
    "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "=", "▍": "=", "▎": "-", "▏": "-", "▐": "=",
    "▇": "*", "▆": "+", "▅": "=", "▄": "-", "▃": ":", "▂": ".", "▁": "_", "▀": "\"", "░": ".", "▒": ":", "▓": "%",
    "▖": ".", "▗": ".", "▘": "'", "▝": "'", "▙": "#", "▛": "#", "▜": "#", "▟": "#", "▚": "%", "▞": "%",
    # rules and scroll marks
    "─": "-", "━": "=", "│": "|", "┃": "#", "┴": "+", "┬": "+", "┼": "+", "├": "+", "┤": "+", "╋": "#", "═": "=",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "║": "|",
    # signs of change and of place
    "▲": "^", "▼": "v", "△": "^", "▽": "v", "◆": "&", "◇": "&", "▶": ">", "◀": "<", "►": ">", "◄": "<", "›": ">",
    "‹": "<", "→": ">", "←": "<", "↑": "^", "↓": "V", "↵": "<", "⌫": "<", "⏸": "=", "⏵": ">",
    "★": "*", "☆": "o", "●": "@", "○": "o", "◐": "c", "■": "#", "□": "o", "✓": "+", "✔": "+", "✗": "x", "✘": "x",
    "⚠": "!", "×": "x", "±": "~", "≠": "!", "≤": "<", "≥": ">", "≈": "~", "÷": "/",
    # punctuation
    "·": ".", "•": "*", "…": "~", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "“": '"', "”": '"', "„": '"',
    "‘": "'", "’": "'", "«": '"', "»": '"', "đ": "d", "Đ": "D", "₫": "d", "°": "o", "§": "S", "\u00a0": " ",
}  # fmt: skip
_TABLE = str.maketrans(_SIGNS)
#: Replaces a character that looks like no ASCII character.
_OTHER = "?"


class _Now:
    """Holds whether ASCII is in use. One value is enough, because a process has one terminal."""

    on = False


def use_ascii(on: bool) -> None:
    """From now on draw everything in ASCII; with ``False``, use all characters again."""
    _Now.on = on


def ascii_only() -> bool:
    """Whether everything is drawn in ASCII, which has no half blocks."""
    return _Now.on


@lru_cache(maxsize=2048)
def in_ascii(text: str) -> str:
    """Return the text in printable ASCII of the same width. Control characters are dropped, as by ``render.clean``."""
    text = text.translate(_TABLE)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_plain(char) for char in normalize("NFC", text))


def _plain(char: str) -> str:
    if " " <= char <= "~":
        return char
    if char.isspace():
        return " "
    if not char.isprintable():
        return ""
    cells = cell_len(char)
    letters = normalize("NFKD", char).translate(_TABLE).encode("ascii", "ignore").decode()
    return letters if letters.isprintable() and len(letters) == cells else _OTHER * cells
