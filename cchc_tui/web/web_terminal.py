"""The app of one open page, in a terminal of its own (a pseudo-terminal).

The app runs as it does over SSH, with the same driver, guard and limits. It ends when its terminal is closed. Textual's
driver for the web is not used: it can send files and addresses to the browser, and has none of these limits.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import struct
import termios
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from contextlib import suppress

#: The largest window of a page, in cells. A larger one is reported by mistake or on purpose.
MOST_COLUMNS, MOST_ROWS = 1000, 500
#: Bytes of input that wait for an app that does not read. What comes after them is dropped.
_MOST_WAITING = 65_536
#: Seconds that the app may take to end after its terminal is gone, before it is killed.
_END_SECONDS = 3.0
_CHUNK = 65_536


class WebTerminal:
    """A running app with its terminal. ``start`` creates it. Whoever called ``start`` must call ``end``."""

    def __init__(
        self,
        process: Process,
        master: int,
        output: tuple[asyncio.ReadTransport, asyncio.StreamReader],
        keys: asyncio.WriteTransport,
    ) -> None:
        self._process, self._master, self._keys = process, master, keys
        self._transport, self._output = output

    @property
    def pid(self) -> int:
        """The number of the app's process."""
        return self._process.pid

    @classmethod
    async def start(
        cls, command: Sequence[str], environment: Mapping[str, str], columns: int, rows: int
    ) -> WebTerminal:
        """Start the app in a window with ``columns`` and ``rows``.

        Raises OSError if no terminal or no process is available.
        """
        master, slave = os.openpty()
        try:
            _set_size(slave, columns, rows)
            process = await asyncio.create_subprocess_exec(
                *("setsid", "--ctty", *command), stdin=slave, stdout=slave, stderr=slave, env=environment
            )
        except BaseException:
            os.close(master)
            raise
        finally:
            os.close(slave)
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        ours = [os.fdopen(os.dup(master), mode, buffering=0) for mode in ("rb", "wb")]
        reading, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), ours[0])
        writing, _ = await loop.connect_write_pipe(asyncio.Protocol, ours[1])
        return cls(process, master, (reading, reader), writing)

    async def read(self) -> bytes:
        """Wait for output of the app and return it; b"" once the app has ended."""
        try:
            return await self._output.read(_CHUNK)
        except OSError:  # a terminal without a program on it cannot be read
            return b""

    def send(self, keys: bytes) -> None:
        """Send keys to the app. If ``_MOST_WAITING`` bytes or more already wait for the app, the keys are dropped."""
        if not self._keys.is_closing() and self._keys.get_write_buffer_size() < _MOST_WAITING:
            self._keys.write(keys)

    def resize(self, columns: int, rows: int) -> None:
        """Set the size of the window. A signal tells the app that the size has changed."""
        _set_size(self._master, columns, rows)

    async def end(self) -> None:
        """Close the terminal, so that the app ends. An app that still runs after ``_END_SECONDS`` is killed."""
        self._transport.close()
        self._keys.abort()
        await asyncio.sleep(0)  # the transports close their descriptors in the loop's next round
        os.close(self._master)
        try:
            await asyncio.wait_for(self._process.wait(), _END_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


def _set_size(descriptor: int, columns: int, rows: int) -> None:
    size = min(max(rows, 1), MOST_ROWS), min(max(columns, 1), MOST_COLUMNS)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
