"""Formats the result of loading a file: as a JSON record, as a line of text, or as fields of the log."""

from __future__ import annotations

from typing import Any

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest.check import file_record, refusal_text
from cchc_tui.store.write.loading import LoadResult
from cchc_tui.texts import collector as texts


def record(result: LoadResult) -> dict[str, Any]:
    """The file's JSON record. Its ``notes`` are the same as those of the command ``check``."""
    counts = (result.rows, result.accepted)
    found = file_record(result.name, result.kind, result.format, counts, result.verdict, result.problems)
    return {**found, "loaded": result.loaded, "changed": result.changed}


def line(result: LoadResult) -> str:
    """The result as a line of text."""
    if result.verdict == "refused":
        return texts.refused_line(refusal_text(result.name, result.problems))
    if result.verdict == "repeated":
        return texts.repeated_line(result.label)
    if result.mark:
        return texts.mark_line(result.mark)
    return texts.loaded_line(result.name, result.rows, result.rejected, result.loaded, result.changed)


def log_fields(result: LoadResult, seconds: float) -> dict[str, Any]:
    """The fields of the log: name, verdict, kind and counts, the codes of a refusal, and ``seconds``.

    The fields have nothing of the file's content.
    """
    counts = {name: getattr(result, name) for name in ("rows", "rejected", "loaded", "changed")}
    codes = sorted({problem.code for problem in result.problems if problem.severity is Severity.REFUSED})
    return {
        "name": result.name,
        "verdict": result.verdict,
        "kind": result.kind,
        **{name: count for name, count in counts.items() if count},
        "reasons": codes or None,
        "seconds": round(seconds, 3),
    }
