"""The web server: it serves the page, the page's files, and a session with the app for each open page.

Everything that the page needs comes from this server, because an office has no internet. The page's terminal (xterm.js)
and font are those of textual-serve. The server gives nothing else: no downloads, no listings of folders, nothing of the
data folder.
"""

from __future__ import annotations

import asyncio
import html
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web

from cchc_tui.texts.language import language
from cchc_tui.texts.web import WEB
from cchc_tui.web.web_terminal import WebTerminal

#: The largest message of a page, in bytes. A longer one ends its session.
_MOST_MESSAGE = 262_144
#: Seconds between two checks that a page is still there. A page that is gone without a word ends after two of them.
_HEARTBEAT = 10.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
#: The page may load from its own server only, and stand in no other page.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self'; "
        "connect-src 'self' $sockets; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True)
class WebSettings:
    """The settings of the web server: the command to run for each page, its environment, and the server's address.

    ``host`` is an address of this machine.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    host: str
    port: int
    public_url: str  # where browsers find the page; "" without a proxy
    most: int  # sessions at the same time

    def origins(self) -> frozenset[str]:
        """The origins of the pages that may open a session.

        With a ``public_url``, its origin is the only one. Without it, pages from this server's own address may.
        """
        if self.public_url:
            parts = urlsplit(self.public_url)
            return frozenset({f"{parts.scheme}://{parts.netloc}".lower()})
        names = {f"[{self.host}]" if ":" in self.host else self.host}
        if names <= _LOOPBACK:
            names = {*_LOOPBACK}
        return frozenset(f"http://{name}" + (f":{self.port}" if self.port != 80 else "") for name in names)


@dataclass
class WebServer:
    """A web server with its settings and its open sessions."""

    settings: WebSettings
    _open: set[web.WebSocketResponse] = field(default_factory=set)

    def app(self) -> web.Application:
        """The application that aiohttp runs: all addresses that the server answers."""
        app = web.Application()
        app.router.add_get("/", self._page)
        app.router.add_get("/ws", self._session)
        app.router.add_static("/static", Path(str(files(textual_serve))) / "static")
        app.router.add_static("/page", Path(__file__).with_name("page"))
        app.on_response_prepare.append(self._add_headers)
        app.on_shutdown.append(self._close_all)
        return app

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        origins = sorted(
            origin for origin in self.settings.origins() if "[" not in origin
        )  # a policy has no such hosts
        sockets = " ".join(origin.replace("http", "ws", 1) for origin in origins)
        for name, value in _HEADERS.items():
            response.headers[name] = value.replace("$sockets", sockets)

    async def _page(self, request: web.Request) -> web.Response:
        full = len(self._open) >= self.settings.most
        template = Path(__file__).with_name("page") / ("full.html" if full else "index.html")
        text = Template(template.read_text(encoding="utf-8")).substitute(
            lang=language(),
            title=html.escape(WEB.title),
            opening=html.escape(WEB.opening),
            closed=html.escape(WEB.closed),
            reopen=html.escape(WEB.reopen),
            full=html.escape(WEB.full.format(most=self.settings.most)),
        )
        return web.Response(text=text, content_type="text/html", status=503 if full else 200)

    async def _session(self, request: web.Request) -> web.StreamResponse:
        """Run the app for one page. Return after the page was closed or the app has ended."""
        if request.headers.get("Origin", "").lower() not in self.settings.origins():
            raise web.HTTPForbidden(text=WEB.foreign)
        if len(self._open) >= self.settings.most:
            raise web.HTTPServiceUnavailable(text=WEB.full.format(most=self.settings.most))
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=_MOST_MESSAGE)
        self._open.add(socket)
        try:
            await socket.prepare(request)
            size = _cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24)
            terminal = await WebTerminal.start(self.settings.command, self.settings.environment, *size)
            try:
                await _connect(socket, terminal)
            finally:
                await asyncio.shield(terminal.end())
        finally:
            self._open.discard(socket)
            await socket.close()
        return socket

    async def _close_all(self, app: web.Application) -> None:
        await asyncio.gather(*(socket.close(code=WSCloseCode.GOING_AWAY) for socket in [*self._open]))


async def _connect(socket: web.WebSocketResponse, terminal: WebTerminal) -> None:
    """Pass messages from the page to the app, and output from the app to the page, until the page or the app ends."""
    tasks = [asyncio.create_task(_type(socket, terminal)), asyncio.create_task(_show(socket, terminal))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _show(socket: web.WebSocketResponse, terminal: WebTerminal) -> None:
    with suppress(ConnectionError):
        while output := await terminal.read():
            await socket.send_bytes(output)


async def _type(socket: web.WebSocketResponse, terminal: WebTerminal) -> None:
    """Read messages of the page until it closes, and act on each: keys, window sizes and pings.

    Ignore any other message.
    """
    async for message in socket:
        try:
            said: Any = json.loads(message.data) if message.type is WSMsgType.TEXT else None
        except ValueError:
            continue
        match said:
            case ["stdin", str(keys)]:
                terminal.send(keys.encode("utf-8", "ignore"))
            case ["resize", {"width": int(columns), "height": int(rows)}]:
                terminal.resize(columns, rows)
            case ["ping", str(stamp)]:
                with suppress(ConnectionError):
                    await socket.send_json(["pong", stamp])


def _cells(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def serve(settings: WebSettings) -> None:
    """Run the web server until a signal ends it. Raises OSError if the address cannot be used."""
    web.run_app(
        WebServer(settings).app(),
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        shutdown_timeout=5.0,
    )
