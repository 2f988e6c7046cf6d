"""Text that Textual and rich keep after they drew it."""

from __future__ import annotations


def forget_drawn_text() -> None:
    """Empty the caches that hold what closed screens drew."""
    import rich.cells  # when it is asked for
    from textual._styles_cache import StylesCache

    rich.cells.cached_cell_len.cache_clear()
    StylesCache.get_inner_outer.cache_clear()
