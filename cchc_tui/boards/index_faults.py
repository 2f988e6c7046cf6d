"""Finds errors in the sets of criteria that an office has declared for the reform index."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_tui.boards.measure import MeasureError, measured
from cchc_tui.registry import Registry, RegistryError
from cchc_tui.registry.index import Criterion
from cchc_tui.texts import index_file

#: The name of the board of the index, whose figures no criterion may use.
NAME = "index"


def index_faults(registry: Registry) -> list[RegistryError]:
    """The errors in sets of criteria and in the measures of criteria.

    A set with an error gives no points. A measure with an error gives no figure.
    """
    return [*registry.index.faults, *_of_measures(registry)]


def _of_measures(registry: Registry) -> Iterator[RegistryError]:
    seen = set()
    for criterion in (one for each in registry.index.sets for one in each.criteria):
        message = _wrong(criterion) if criterion.board else ""
        if message and criterion.measure not in seen:
            seen.add(criterion.measure)
            yield registry.index.fault(["criterion", criterion.place, "measure"], message)


def _wrong(criterion: Criterion) -> str:
    """The error message about a criterion's measure; "" if a board has the figure that the measure names."""
    if criterion.board == NAME:
        return index_file.SCALE.itself
    try:
        measured(criterion.board, criterion.column)
    except MeasureError as error:
        return error.sentence.rstrip(".")
    return ""
