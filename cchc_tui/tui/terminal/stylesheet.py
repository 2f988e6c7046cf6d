"""Textual's stylesheet, but none that parses the same text twice.

Whenever a screen is opened for the first time, Textual forgets all the rules it has and parses them again, 30 ms.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

Source = tuple[str, CSSLocation, bool, int, str]

#: By the colours of a theme: what was parsed with them.
_PARSED: dict[frozenset[tuple[str, str]], dict[Source, list[RuleSet]]] = {}


class Sheet(Stylesheet):
    """The stylesheet of the app."""

    def __init__(self, *, variables: dict[str, str]):
        super().__init__(variables=variables)
        self._parsed = _PARSED.setdefault(frozenset(variables.items()), {})

    def set_variables(self, variables: dict[str, str]) -> None:
        """Takes a theme's colours."""
        if variables != self._variables:
            super().set_variables(variables)
            self._parsed = _PARSED.setdefault(frozenset(variables.items()), {})

    def reparse(self) -> None:
        """Takes the rules of all sources; Textual does it beside itself, lest a fault in them break what is there."""
        self.parse()

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        source = (css, read_from, is_default_rules, tie_breaker, scope)
        rules = self._parsed.get(source)
        if rules is None:
            rules = self._parsed[source] = super()._parse_rules(*source)
        return rules
