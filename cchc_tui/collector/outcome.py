"""Formats the result for one file in ``collect --once``: as a JSON record, or as a line of text."""

from __future__ import annotations

from typing import Any

from cchc_tui.ingest.check import file_record, refusal_text
from cchc_tui.store.write.loading import LoadResult
from cchc_tui.texts import collector as texts


def record(result: LoadResult) -> dict[str, Any]:
    """The file's JSON record (DESIGN §5), with the same ``notes`` as ``check``."""
    counts = (result.rows, result.accepted)
    found = file_record(result.name, result.kind, result.format, counts, result.verdict, result.problems)
    return {**found, "loaded": result.loaded, "changed": result.changed}


def line(result: LoadResult) -> str:
    """The result for one file as a line of text."""
    if result.verdict == "refused":
        return texts.refused_line(refusal_text(result.name, result.problems))
    if result.verdict == "repeated":
        return texts.repeated_line(result.label)
    if result.mark:
        return texts.mark_line(result.mark)
    return texts.loaded_line(result.name, result.rows, result.rejected, result.loaded, result.changed)
