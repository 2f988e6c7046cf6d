"""The screen in ASCII, for terminals that know no other letters: Vietnamese without its marks, blocks and signs as
letters that look like them.

Each character becomes one of the same width, so that nothing moves: what is laid out is laid out for both. It is done
where lines become strips (``paint.strip``), and nowhere else.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len

_SIGNS = {
    # bars, standing ones by how full their cell is; halves of large figures
    "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "=", "▍": "=", "▎": "-", "▏": "-", "▐": "=",
    "▇": "*", "▆": "+", "▅": "=", "▄": "-", "▃": ":", "▂": ".", "▁": "_", "▀": "\"", "░": ".", "▒": ":", "▓": "%",
    "▖": ".", "▗": ".", "▘": "'", "▝": "'", "▙": "#", "▛": "#", "▜": "#", "▟": "#", "▚": "%", "▞": "%",
    # rules and scroll marks
    "─": "-", "━": "=", "│": "|", "┃": "#", "┴": "+", "┬": "+", "┼": "+", "├": "+", "┤": "+", "╋": "#", "═": "=",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "║": "|",
    # what happened, and where one is
    "▲": "^", "▼": "v", "△": "^", "▽": "v", "◆": "&", "◇": "&", "▶": ">", "◀": "<", "►": ">", "◄": "<", "›": ">",
    "‹": "<", "→": ">", "←": "<", "↑": "^", "↓": "V", "↵": "<", "⌫": "<", "⏸": "=", "⏵": ">",
    "★": "*", "☆": "o", "●": "@", "○": "o", "◐": "c", "■": "#", "□": "o", "✓": "+", "✔": "+", "✗": "x", "✘": "x",
    "⚠": "!", "×": "x", "±": "~", "≠": "!", "≤": "<", "≥": ">", "≈": "~", "÷": "/",
    # punctuation
    "·": ".", "•": "*", "…": "~", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "“": '"', "”": '"', "„": '"',
    "‘": "'", "’": "'", "«": '"', "»": '"', "đ": "d", "Đ": "D", "₫": "d", "°": "o", "§": "S", "\u00a0": " ",
}  # fmt: skip
_TABLE = str.maketrans(_SIGNS)
#: What stands for a character that has no likeness.
_OTHER = "?"


class _Now:
    """Whether it is on; one terminal a process."""

    on = False


def use_ascii(on: bool) -> None:
    """From now on everything is drawn in ASCII, or no longer."""
    _Now.on = on


def ascii_only() -> bool:
    """Whether everything is drawn in ASCII now: half blocks won't survive it."""
    return _Now.on


@lru_cache(maxsize=8192)
def in_ascii(text: str) -> str:
    """The text in printable ASCII, as wide as it was; controls go, as ``paint.clean`` drops them."""
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
