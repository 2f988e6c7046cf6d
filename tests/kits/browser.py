"""Headless Chromium, driven over its DevTools protocol, and the text of a page's terminal."""

import asyncio
import base64
import re
import shutil
import struct
import zlib
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pyte
import pytest

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")


class Page:
    """One tab. ``requests`` are the addresses that the page asked for, ``screen`` is what its terminal shows."""

    def __init__(self, browser: "Browser", target: str, session: str) -> None:
        self._browser, self.target, self._session = browser, target, session
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.screen = pyte.Screen(100, 26)
        self._stream = pyte.ByteStream(self.screen)
        self.came = asyncio.Event()

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self._browser.call(method, self._session, **parameters)

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value")

    def heard(self, method: str, said: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.requests.append(said["url"])
            width, height = (int(found) for found in re.findall(r"=(\d+)", said["url"]))
            self.screen.resize(height, width)
        elif method == "Network.webSocketFrameReceived" and said["response"]["opcode"] == 2:
            data = base64.b64decode(said["response"]["payloadData"])
            self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))
        elif method == "Network.webSocketFrameSent" and '"resize"' in said["response"]["payloadData"]:
            width, height = (int(found) for found in re.findall(r":(\d+)", said["response"]["payloadData"]))
            self.screen.resize(height, width)
        elif method in {"Log.entryAdded", "Runtime.exceptionThrown"}:
            self.complaints.append(str(said))
        self.came.set()

    @property
    def text(self) -> str:
        """The text of the page's terminal."""
        return "\n".join(self.screen.display)

    async def wait_for(self, text: str, seconds: float = 30.0) -> None:
        """Wait until the page's terminal shows a text. Fails the test after ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                while text not in self.text:
                    self.came.clear()
                    await self.came.wait()
        except TimeoutError:
            pytest.fail(f"“{text}” not on the page within {seconds} s:\n{self.text}\n{self.complaints}")

    async def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key. ``code`` is its Windows virtual key code."""
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more)

    async def picture(self, path: Path) -> int:
        """Write a picture of the page as PNG, and return the number of its colours."""
        data = base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])
        path.write_bytes(data)
        return _colours(data)


def _colours(png: bytes) -> int:
    """The number of different colours in a PNG without interlace. Its rows are decoded as the standard says."""
    at, packed, header = 8, b"", b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        header, packed = (body if kind == b"IHDR" else header), packed + (body if kind == b"IDAT" else b"")
        at += length + 12
    width, height, _, colour = struct.unpack(">IIBB", header[:10])
    step = 4 if colour == 6 else 3
    raw, before = zlib.decompress(packed), bytearray(width * step)
    found: set[bytes] = set()
    for number in range(height):
        start = number * (width * step + 1)
        row = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + width * step]), before, step)
        found.update(bytes(row[place : place + step]) for place in range(0, len(row), step))
        before = row
    return len(found)


def _unfiltered(how: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    for place in range(len(row)):
        left, up = (row[place - step] if place >= step else 0), above[place]
        corner = above[place - step] if place >= step else 0
        if how == 4:
            guess = left + up - corner
            nearest = min((abs(guess - one), rank, one) for rank, one in enumerate((left, up, corner)))
            row[place] = (row[place] + nearest[2]) & 255
        elif how:
            row[place] = (row[place] + (left, up, (left + up) // 2)[how - 1]) & 255
    return row


class Browser:
    """A running Chromium, over the connection to its DevTools."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            said = message.json()
            if "id" in said:
                self._waiting.pop(said["id"]).set_result(said)
            elif page := self._pages.get(said.get("sessionId", "")):
                page.heard(said["method"], said["params"])

    async def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol, in the tab of ``session`` ("": in the browser). Return its result."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        where = {"sessionId": session} if session else {}
        await self._socket.send_json({"id": number, "method": method, "params": parameters, **where})
        said = await self._waiting[number]
        assert "error" not in said, said
        answer: dict[str, Any] = said["result"]
        return answer

    async def open(self, url: str, width: int = 1280, height: int = 720) -> Page:
        """Open an address in a new tab."""
        target = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        page = self._pages[session] = Page(self, target, session)
        for domain in ("Network", "Page", "Log", "Runtime"):
            await page.call(f"{domain}.enable")
        await page.call("Emulation.setFocusEmulationEnabled", enabled=True)
        await self.resize(page, width, height)
        await page.call("Page.navigate", url=url)
        return page

    async def resize(self, page: Page, width: int, height: int) -> None:
        """Change the size of the tab's window, in pixels."""
        await page.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    async def close(self, page: Page) -> None:
        await self.call("Target.closeTarget", targetId=page.target)


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Browser]:
    """Run Chromium with an empty profile in a folder until the block ends."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("these tests need Chromium: apt-get install chromium")
    process = await asyncio.create_subprocess_exec(
        *(program, "--headless=new", "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={folder}"),
        *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
        *("--disable-extensions", "--disable-gpu", "--no-proxy-server", "--remote-allow-origins=*", "about:blank"),
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        port_file = folder / "DevToolsActivePort"
        async with asyncio.timeout(60):
            while not (port_file.exists() and len(port_file.read_text().split()) == 2):
                assert process.returncode is None, "Chromium has ended"
                await asyncio.sleep(0.05)
        port, path = port_file.read_text().split()
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket,
        ):
            browser = Browser(socket)
            yield browser
            browser.reading.cancel()
    finally:
        process.terminate()
        await process.wait()
