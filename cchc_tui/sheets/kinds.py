"""The list of the kinds of input sheet. To add a kind, declare it in a file of this package, and add a line here."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cchc_tui.sheets import advisory, catalogue, directives, review, rollout, scores, testing
from cchc_tui.sheets.sheet import FieldType, Sheet

_ALL = (
    rollout.SHEET,
    catalogue.SHEET,
    directives.SHEET,
    advisory.SHEET,
    scores.SHEET,
    testing.SHEET,
    review.SHEET,
)
#: Name → sheet. Files are compared with the sheets in this order, and ``init`` writes the templates in it.
SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in _ALL}


def sections() -> dict[str, dict[str, list[str]]]:
    """The headings and choices of all sheets, in the form of ``headings.toml``.

    An office can change them in its own ``headings.toml``.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for sheet in SHEETS.values():
        found[sheet.name] = {field.name: list(field.headings) for field in sheet.fields}
        for field in sheet.fields:
            if field.type in (FieldType.CHOICE, FieldType.CHOICES) and isinstance(field.choices, dict):
                found[sheet.section(field)] = {key: list(texts) for key, texts in field.choices.items()}
    return found


def encode() -> bytes:
    """The declarations of all sheets as JSON, for the process that reads files.

    Any changed declaration changes the JSON.
    """
    return msgspec.json.encode(list(SHEETS.values()))


def decode(said: bytes) -> Iterable[Sheet]:
    """The sheets in the JSON that another process made with ``encode``."""
    return msgspec.json.decode(said, type=list[Sheet])
