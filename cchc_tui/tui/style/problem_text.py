"""Problems in the data as sentences, for the line above the footer and for board 0."""

from __future__ import annotations

from cchc_tui.domain.problems import Problem
from cchc_tui.texts import exports
from cchc_tui.texts.tui import TEXT


def problem_sentence(problem: Problem, file: str) -> str:
    """Say what is wrong, where, and what to do. A problem of an unknown kind is described by its code, row and
    value.
    """
    if problem.code not in exports.codes():
        return TEXT.unknown_problem.format(code=problem.code, row=problem.row, value=problem.value)
    return exports.sentence(problem, file)


def sentence_within(problem: Problem) -> str:
    """Return the same sentence without the file's name, for a place below that name."""
    sentence = problem_sentence(problem, "")
    return sentence[:1].upper() + sentence[1:]
