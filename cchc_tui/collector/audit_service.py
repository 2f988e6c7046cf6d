"""The socket through which viewers send audit entries to the collector.

Viewers may not write the audit log themselves.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
import threading
import time
from contextlib import suppress

import msgspec

from cchc_tui.accounts import account
from cchc_tui.audit import log
from cchc_tui.audit.entries import AuditRequest
from cchc_tui.audit.recorder import LONGEST_MESSAGE, WRITTEN, short_path
from cchc_tui.settings import DataFolder

#: Seconds in which a viewer must have sent its message.
_PATIENCE = 2.0
_LEAST_WAIT = 0.001  # 0 would mean not to wait at all for what is already there
#: The most messages that are served at once. The service may have 64 threads and processes, and needs some to load.
_MOST_AT_ONCE = 16
#: The group of the folder (viewers) may connect.
_MODE = 0o660
_PEER = struct.Struct("3i")  # process, user, group


class AuditService:
    """Receives audit entries in a thread until ``close``.

    Each message is one entry; the answer says whether the entry is on disk.
    """

    def __init__(self, folder: DataFolder) -> None:
        """Raises OSError if the socket cannot be created."""
        self._folder = folder
        self._free = threading.BoundedSemaphore(_MOST_AT_ONCE)
        path = folder.audit_socket
        path.unlink(missing_ok=True)  # of a collector that was killed: the lock says that there is no other one
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with short_path(path) as address:
                self._socket.bind(address)
            path.chmod(_MODE)
            self._socket.listen(socket.SOMAXCONN)
        except OSError:
            self._socket.close()
            raise
        threading.Thread(target=self._listen, name="audit", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # ends the thread's accept
        self._socket.close()
        with suppress(OSError):
            self._folder.audit_socket.unlink()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE, errno.ECONNABORTED):
                    continue
                return
            # A viewer that is stopped before it has sent its message delays nobody.
            self._free.acquire()
            try:
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()
            except RuntimeError:  # the system allows no further thread
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # a viewer that goes away in the middle is not told
            try:
                self._receive(connection)
            finally:
                self._free.release()

    def _receive(self, connection: socket.socket) -> None:
        message, end = b"", time.monotonic() + _PATIENCE
        while not message.endswith(b"\n") and len(message) < LONGEST_MESSAGE:
            connection.settimeout(max(end - time.monotonic(), _LEAST_WAIT))
            part = connection.recv(LONGEST_MESSAGE)
            if not part:
                break
            message += part
        connection.settimeout(_PATIENCE)
        connection.sendall(self._answer(message, connection))

    def _answer(self, message: bytes, connection: socket.socket) -> bytes:
        try:
            request = msgspec.json.decode(message, type=AuditRequest)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return f"{error}\n".encode()
        _, uid, _ = _PEER.unpack(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
        try:
            log.write(self._folder, request, account(uid))
        except OSError as error:
            return f"{error.strerror or os.strerror(error.errno or errno.EIO)}\n".encode()
        except OverflowError as error:  # a moment of the access is none of the calendar
            return f"{error}\n".encode()
        return WRITTEN
