"""The terminal's input, read so that no byte ends the app: what can't be understood is left out.

Textual's thread that reads keys dies at a byte that is no UTF-8 and at a key report of no character, prints a traceback
and ends the app. Lines over radio and modems send such bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App


class SturdyDriver(LinuxDriver):
    """Goes on reading after what it could not read."""

    _app: App[object]

    def _run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except (ValueError, OverflowError, ParseError):  # bytes that are no text, numbers that are no character
                continue
            except BaseException as error:  # noqa: BLE001 - handed on to the app, which begins anew
                if isinstance(error, Exception):
                    self._app.call_later(self._app._handle_exception, error)
                return
