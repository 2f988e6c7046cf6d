"""The list of the kinds of sheet: another one is a file of this room, and a line here."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cchc_tui.sheets import rollout
from cchc_tui.sheets.sheet import FieldType, Sheet

#: Name → sheet, in the order in which they are looked for in a file and in which ``init`` writes their templates.
SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in (rollout.SHEET,)}


def sections() -> dict[str, dict[str, list[str]]]:
    """What the sheets say of headings and choices, in the form of ``headings.toml``: an office lays its own over it."""
    found: dict[str, dict[str, list[str]]] = {}
    for sheet in SHEETS.values():
        found[sheet.name] = {field.name: list(field.headings) for field in sheet.fields}
        for field in sheet.fields:
            if field.type is FieldType.CHOICE and isinstance(field.choices, dict):
                found[sheet.section(field)] = {key: list(texts) for key, texts in field.choices.items()}
    return found


def encode() -> bytes:
    """All sheets, for another process or to tell one state of them from another."""
    return msgspec.json.encode(list(SHEETS.values()))


def decode(said: bytes) -> Iterable[Sheet]:
    """The sheets of another process."""
    return msgspec.json.decode(said, type=list[Sheet])
