"""Textual's stylesheet, but no text is parsed twice.

Textual parses all rules again when a screen opens for the first time, which takes 30 ms.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from typing_extensions import override

Source = tuple[str, CSSLocation, bool, int, str]

#: The colours of a theme → the parsed rules.
_PARSED: dict[frozenset[tuple[str, str]], dict[Source, list[RuleSet]]] = {}


class CachedStylesheet(Stylesheet):
    """The stylesheet of the app."""

    def __init__(self, *, variables: dict[str, str]):
        super().__init__(variables=variables)
        self._parsed = _PARSED.setdefault(frozenset(variables.items()), {})

    @override
    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)
            self._parsed = _PARSED.setdefault(frozenset(variables.items()), {})

    def reparse(self) -> None:
        """Parse in place. Textual parses into a copy, so that an error leaves the old rules as they were."""
        self.parse()

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        source = (css, read_from, is_default_rules, tie_breaker, scope)
        rules = self._parsed.get(source)
        if rules is None:
            rules = self._parsed[source] = super()._parse_rules(*source)
        return rules
