"""Where rich would break a line of text: a function that it has for itself."""

from rich._wrap import divide_line

__all__ = ["divide_line"]
