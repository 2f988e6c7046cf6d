"""The registry of actions: every key of the app, once. Footer, help, palette and docs/keys.md use it.

An action belongs to a *place*: the whole ``app``, any ``grid``, one kind of screen, or one overlay. Vietnamese input
methods (Telex, VNI) hold back letters and may swallow them. So each action on a letter also has a function key or an
entry in the palette, which opens with a function key.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from cchc_tui.domain.roles import Right
from cchc_tui.tui.keys.action import Action, is_typed
from cchc_tui.tui.keys.app_actions import APP_ACTIONS
from cchc_tui.tui.keys.overlay_actions import OVERLAY_ACTIONS
from cchc_tui.tui.keys.screen_actions import SCREEN_ACTIONS

ACTIONS: tuple[Action, ...] = (*APP_ACTIONS, *SCREEN_ACTIONS, *OVERLAY_ACTIONS)
BY_NAME = {action.name: action for action in ACTIONS}


def of(*places: str) -> tuple[Action, ...]:
    """The actions whose ``place`` is one of these: first those of the first place, in the order of ``ACTIONS``."""
    return tuple(action for place in places for action in ACTIONS if action.place == place)


def right_of(function: str, overlay: tuple[str, ...] = ()) -> Right:
    """The right that a Textual action needs on a main screen, or in an overlay whose places are ``overlay``.

    ``function`` is the action's name. An action that is not in the registry needs ``Right.BOARDS``. So a wall display
    does not run an action that somebody forgot to register.
    """
    known = (*of(*overlay), *APP_ACTIONS, *SCREEN_ACTIONS)
    return next((action.right for action in known if action.function == function), Right.BOARDS)


def footer(choice: Iterable[Action], *, past: bool = False) -> tuple[Action, ...]:
    """The actions of ``choice`` that the footer shows, in the footer's order. With ``past``, a past moment is shown."""

    def place(action: Action) -> int:
        return (past and action.footer_past) or action.footer

    return tuple(sorted((action for action in choice if place(action)), key=place))


def bindings(*places: str) -> list[BindingType]:
    """The Textual bindings of the actions whose ``place`` is one of these."""
    return [
        Binding(key, action.run.format(key=key), "", show=False, priority=action.always and not is_typed(key))
        for action in of(*places)
        for key in action.keys
    ]


def app_bindings(choice: Iterable[Action]) -> list[BindingType]:
    """The bindings of app actions for a modal screen, except bindings with priority, which work there anyway."""
    return [
        Binding(key, f"app.{action.run}", "", show=False)
        for action in choice
        for key in action.keys
        if not action.always or is_typed(key)
    ]
