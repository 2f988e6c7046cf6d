"""Sentences about data, for the foot line and board 0: the texts of problems belong to the readers of exports."""

from __future__ import annotations

from cchc_tui.domain.problems import Problem
from cchc_tui.texts import exports
from cchc_tui.texts.tui import TEXT


def problem_sentence(problem: Problem, file: str) -> str:
    """What is wrong, where, and what to do. A kind that nobody has words for is told by what is known of it."""
    if problem.code not in exports.codes():
        return TEXT.unknown_problem.format(code=problem.code, row=problem.row, value=problem.value)
    return exports.sentence(problem, file)


def sentence_within(problem: Problem) -> str:
    """The same beneath the name of the file, which is then not said again."""
    sentence = problem_sentence(problem, "")
    return sentence[:1].upper() + sentence[1:]
