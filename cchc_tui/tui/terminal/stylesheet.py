"""Textual's stylesheet without repeated work: no text is parsed twice, and no widget gets rules that it has already.

Textual parses all rules again when a screen opens for the first time, which takes 30 ms. While a screen opens or the
window changes its size, two of three widgets would get the rules that they have already.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.dom import DOMNode
from typing_extensions import override

Source = tuple[str, CSSLocation, bool, int, str]

#: The colours of a theme → the parsed rules.
_PARSED: dict[frozenset[tuple[str, str]], dict[Source, list[RuleSet]]] = {}
#: A node → the rules that it got last. Only the stylesheet changes them; what a program sets stands beside them.
_RULES: WeakKeyDictionary[DOMNode, RulesMap] = WeakKeyDictionary()


class CachedStylesheet(Stylesheet):
    """The app's stylesheet. It caches parsed rules, and does not give a widget rules that the widget has already."""

    def __init__(self, *, variables: dict[str, str]):
        super().__init__(variables=variables)
        self._parsed = _PARSED.setdefault(frozenset(variables.items()), {})

    @override
    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)
            self._parsed = _PARSED.setdefault(frozenset(variables.items()), {})

    def reparse(self) -> None:
        """Parse the rules into this stylesheet. Textual parses into a copy, so that the old rules survive an error."""
        self.parse()

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        source = (css, read_from, is_default_rules, tie_breaker, scope)
        rules = self._parsed.get(source)
        if rules is None:
            rules = self._parsed[source] = super()._parse_rules(*source)
        return rules

    @override
    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        if _RULES.get(node) == rules:
            node.notify_style_update()  # those that it inherits may be others
        else:
            _RULES[node] = rules
            super().replace_rules(node, rules, animate)
