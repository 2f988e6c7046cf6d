"""The text of a drawn line."""

from collections.abc import Iterable

from cchc_tui.tui.style.render import Span


def text_of(line: Iterable[Span]) -> str:
    return "".join(span.text for span in line)
