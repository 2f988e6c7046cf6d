"""The result for one file in ``collect --once``: a JSON record, and a line of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.texts import collector as texts
from cchc_tui.texts.exports import sentence


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of loading one file of the inbox.

    ``verdict`` is "accepted", "partial", "refused" or "repeated"; a refused file's reason is among its ``problems``.
    """

    name: str
    verdict: str
    kind: str = ""
    format: str = ""
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    loaded: int = 0
    changed: int = 0
    problems: tuple[Problem, ...] = field(default=())
    mark: str = ""  # the name of a viewer's mark

    @property
    def reason(self) -> str:
        """Why the whole file was refused; "" when it was not."""
        refusal = next((problem for problem in self.problems if problem.severity is Severity.REFUSED), None)
        return sentence(refusal, self.name) if refusal else ""

    def record(self) -> dict[str, Any]:
        """The file's JSON record (DESIGN §5), with the same ``notes`` as ``check``."""
        rejected = [problem for problem in self.problems if problem.severity is Severity.REJECTED]
        return {
            "file": self.name,
            "kind": self.kind,
            "format": self.format,
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": [{"row": problem.row, "reason": sentence(problem, self.name)} for problem in rejected],
            "verdict": self.verdict,
            "reason": self.reason,
            "notes": [{"row": problem.row, "reason": sentence(problem, self.name)} for problem in self._notes()],
            "loaded": self.loaded,
            "changed": self.changed,
        }

    def _notes(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity in {Severity.NOTED, Severity.UNPLACED}]

    def line(self) -> str:
        """One line of text."""
        if self.verdict == "refused":
            return texts.refused_line(self.reason)
        if self.verdict == "repeated":
            return texts.repeated_line(self.mark or self.name)
        if self.mark:
            return texts.mark_line(self.mark)
        return texts.loaded_line(self.name, self.rows, self.rejected, self.loaded, self.changed)
