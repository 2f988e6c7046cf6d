"""Describes unexpected exceptions without their message. A message may quote a file, and so the name of a person."""

from __future__ import annotations

from pathlib import Path


def fault_name(error: BaseException) -> str:
    """The kind of an exception and where it was raised: "KeyError, columns.py:41"."""
    trace = error.__traceback__
    if trace is None:
        return type(error).__name__
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{type(error).__name__}, {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
