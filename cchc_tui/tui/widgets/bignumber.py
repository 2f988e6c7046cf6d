"""Figures that are read from the back row: five rows of half blocks, or ten where there is room."""

from __future__ import annotations

from functools import lru_cache

# Six columns by ten half rows each; the point takes two columns. Strokes are two wide: thin ones vanish on a projector.
_ZERO = "·####· ###### ##··## ##··## ##··## ##··## ##··## ##··## ###### ·####·"
_GLYPHS = {
    "0": _ZERO,
    "1": "··##·· ·###·· ####·· ··##·· ··##·· ··##·· ··##·· ··##·· ###### ######",
    "2": "·####· ###### ##··## ····## ···### ··###· ·###·· ###··· ###### ######",
    "3": "·####· ###### ····## ····## ··###· ··###· ····## ····## ###### ·####·",
    "4": "···### ··#### ·##·## ##··## ##··## ###### ###### ····## ····## ····##",
    "5": "###### ###### ##···· ##···· #####· ###### ····## ····## ###### #####·",
    "6": "·####· #####· ##···· ##···· #####· ###### ##··## ##··## ###### ·####·",
    "7": "###### ###### ····## ···##· ···##· ··##·· ··##·· ·##··· ·##··· ·##···",
    "8": "·####· ###### ##··## ##··## ·####· ·####· ##··## ##··## ###### ·####·",
    "9": "·####· ###### ##··## ##··## ###### ·##### ····## ····## ·##### ·####·",
    ".": "·· ·· ·· ·· ·· ·· ·· ·· ## ##",
    "–": "······ ······ ······ ······ ·####· ·####· ······ ······ ······ ······",
    " ": "··· ··· ··· ··· ··· ··· ··· ··· ··· ···",
}
_HALVES = {"··": " ", "#·": "▀", "·#": "▄", "##": "█"}
ROWS = 5


@lru_cache(maxsize=64)
def big(text: str, scale: int = 1) -> tuple[str, ...]:
    """The figure as ``5 * scale`` lines of text, each as wide as ``big_width`` says."""
    bitmap = [""] * (2 * ROWS)
    for number, char in enumerate(text):
        for y, pixels in enumerate(_GLYPHS.get(char, _GLYPHS[" "]).split()):
            bitmap[y] += ("·" if number else "") + pixels
    scaled = [_stretch(line, scale) for line in bitmap for _ in range(scale)]
    return tuple(
        "".join(_HALVES[upper + lower] for upper, lower in zip(scaled[y], scaled[y + 1], strict=True))
        for y in range(0, len(scaled), 2)
    )


def big_width(text: str, scale: int = 1) -> int:
    """How many cells the figure takes."""
    return len(big(text, scale)[0]) if text else 0


def _stretch(line: str, scale: int) -> str:
    return "".join(pixel * scale for pixel in line)
