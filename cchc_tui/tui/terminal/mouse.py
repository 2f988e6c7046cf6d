"""The mouse, switched on and off while the app runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def report_mouse(app: App[Any], on: bool) -> bool:
    """Have the terminal report the mouse, or stop it; return False where the driver can't.

    The driver asks for reports only where it started with a mouse, and stops them only then.
    """
    driver: Any = app._driver
    if not hasattr(driver, "_enable_mouse_support"):
        return False
    driver._mouse = True
    if on:
        driver._enable_mouse_support()
    else:
        driver._disable_mouse_support()
        driver.flush()
        driver._mouse = False
    return True
