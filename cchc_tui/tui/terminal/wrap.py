"""Re-exports rich's private ``divide_line``, which returns the positions at which a line of text is broken."""

from rich._wrap import divide_line

__all__ = ["divide_line"]
