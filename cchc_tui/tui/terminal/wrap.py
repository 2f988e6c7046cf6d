"""A private function of rich: the positions at which it breaks a line of text."""

from rich._wrap import divide_line

__all__ = ["divide_line"]
