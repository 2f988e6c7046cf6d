"""``cchc-tui serve`` in a real browser: the wall comes up, turns, follows the data, and ends with its page."""

import asyncio
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.kits.browser import Browser, chromium

pytestmark = pytest.mark.chromium
LATER = Path("igate_xlsx") / "later" / "DanhSachHoSo.xlsx"


class Servers:
    """Starts the server on a data folder; ``started`` are its processes."""

    def __init__(self, office: Path, wait: Any) -> None:
        self.office, self.wait = office, wait
        self.started: list[subprocess.Popen[bytes]] = []

    def __call__(self, *options: str) -> str:
        """Start one on a free port; its page's address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        before = ["--data", str(self.office), "--clock", "2021-11-10T09:30"]
        command = [sys.executable, "-m", "cchc_tui", *before, "serve", "--port", str(port), *options]
        self.started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        self.wait(lambda: self._listens(port), "the server on its port")
        return f"http://127.0.0.1:{port}/"

    def _listens(self, port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def serve(office: Path, exports: Path, wait: Any) -> Iterator[Servers]:
    """Servers of an office with a list. They end in order when they are asked to."""
    shutil.copyfile(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox" / "DanhSachHoSo.xlsx")
    servers = Servers(office, wait)
    yield servers
    for each in servers.started:
        if each.poll() is None:
            each.send_signal(signal.SIGTERM)
            assert each.wait(20) == 0


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    async with chromium(tmp_path / "profile") as running:
        yield running


def _apps(office: Path, running_on: Any) -> list[int]:
    """The apps of the open pages: neither the server, nor the collector and its reader."""
    found = []
    for pid in running_on(office):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"--role" in words and b"serve" not in words:
            found.append(pid)
    return found


async def _until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def test_the_wall_in_a_browser_turns_follows_the_data_and_ends_with_its_page(
    serve: Any,
    browser: Browser,
    office: Path,
    exports: Path,
    dropped: Any,
    collect: Any,
    running_on: Any,
    tmp_path: Path,
) -> None:
    collect()
    url = serve("--sessions", "1")
    page = await browser.open(url)
    await page.wait_for("HỒ SƠ TRỄ HẠN")
    await page.wait_for("10/11/2021 08:30")
    assert await page.picture(tmp_path / "page.png") > 20
    assert {re.sub(r"^\w+://|\?.*", "", request).partition("/")[0] for request in page.requests} == {url.split("/")[2]}
    assert not [said for said in page.complaints if "swiftshader" not in said]

    await page.press("2", 50, "2")
    await page.wait_for("Hồ sơ trễ hạn")
    await browser.resize(page, 1000, 800)
    await _until(lambda: page.screen.columns < 100)

    second = await browser.open(url)
    await _until(lambda: second.requests)
    assert "Đã có 1 trang" in await _body(second)
    assert len(_apps(office, running_on)) == 1

    dropped(exports / LATER, office / "inbox")
    await page.wait_for("10/11/2021 09:30")
    await browser.close(page)
    await _until(lambda: not _apps(office, running_on))


async def _body(page: Any) -> str:
    async with asyncio.timeout(10):
        while not (text := await page.evaluate("document.body ? document.body.innerText.trim() : ''")):
            await asyncio.sleep(0.05)
    return str(text)


async def test_only_its_own_page_opens_a_session_and_nothing_else_is_served(
    serve: Any, office: Path, running_on: Any
) -> None:
    url = serve("--sessions", "2", "--public-url", "https://board.example/")
    async with aiohttp.ClientSession() as session:
        for origin in ("https://elsewhere.example", url.rstrip("/"), "null", ""):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{url}ws", headers={"Origin": origin})
            assert refused.value.status == 403
        for path in ("download/x", "static/", "static/../server.py", "page/", "static/js/", "cchc.db", "inbox"):
            async with session.get(f"{url}{path}") as answer:
                assert answer.status in {403, 404}, path
        assert _apps(office, running_on) == []
        socket = await session.ws_connect(f"{url}ws?width=80&height=24", headers={"Origin": "https://board.example"})
        for said in ("x", "{}", '["stdin"]', '["stdin", 1]', '["resize", {"width": "a"}]', '["resize", [9, 9]]', "[]"):
            await socket.send_str(said)
        await socket.send_json(["resize", {"width": 10**9, "height": -1}])
        await socket.send_json(["ping", "7"])
        async with asyncio.timeout(20):
            while (await socket.receive()).data != '["pong", "7"]':
                pass
        await _until(lambda: len(_apps(office, running_on)) == 1)
        await socket.send_bytes(b"x" * 300_000)
        async with asyncio.timeout(20):
            while (await socket.receive()).type not in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}:
                pass
        await _until(lambda: not _apps(office, running_on))


async def test_the_apps_end_with_a_killed_server(serve: Any, office: Path, running_on: Any) -> None:
    url, server = serve(), serve.started[-1]
    async with aiohttp.ClientSession() as session:
        page = await session.ws_connect(f"{url}ws", headers={"Origin": url.rstrip("/")})
        await _until(lambda: len(_apps(office, running_on)) == 1)
        assert not page.closed
        server.kill()
        await _until(lambda: not _apps(office, running_on))
