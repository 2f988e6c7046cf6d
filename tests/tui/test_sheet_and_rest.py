"""What all screens rest on: styles are parsed once and are Textual's own, and a wait ends when nothing works."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter

import pytest
from textual.css import stylesheet

from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.style.themes import PALETTES
from cchc_tui.tui.terminal import stylesheet as own_stylesheet
from tests.kits.tui_fakes import make_app
from tests.kits.tui_rest import at_rest


def rules(styles: stylesheet.Stylesheet) -> list[tuple[object, ...]]:
    return [
        (rule.selectors, repr(rule.styles.get_rules()), rule.is_default_rules, rule.tie_breaker)
        for rule in styles.rules
    ]


async def test_no_text_is_parsed_twice_and_styles_are_as_textual_works_them_out(until, monkeypatch):
    parsed: Counter[tuple[object, ...]] = Counter()
    parse = stylesheet.parse

    def counted(scope, css, read_from, **more):
        parsed[app.theme, scope, css, read_from, more["tie_breaker"]] += 1
        return parse(scope, css, read_from, **more)

    monkeypatch.setattr(stylesheet, "parse", counted)
    monkeypatch.setattr(own_stylesheet, "_PARSED", {})
    app = make_app()
    seen: set[str] = set()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        for _ in range(len(PALETTES) + 1):
            await pilot.press(*(board.key for board in BOARDS), "f1", "f1", "f8")
            await pilot.pause()
            assert max(parsed.values()) == 1, parsed.most_common(1)
            plain = stylesheet.Stylesheet(variables=app.get_css_variables())
            plain.source = app.stylesheet.source
            with monkeypatch.context() as uncounted:
                uncounted.setattr(stylesheet, "parse", parse)
                plain.parse()
                assert rules(app.stylesheet) == rules(plain)
            seen.add(app.theme)
    assert seen == {*PALETTES}  # two of them have the same variables: what one has parsed serves the other


async def test_what_is_due_soon_is_waited_for_and_what_is_due_late_is_not():
    loop, done = asyncio.get_running_loop(), []
    loop.call_later(0.01, done.append, "soon")
    loop.call_later(0.01, lambda: loop.call_later(0.01, done.append, "soon after"))
    late = loop.call_later(5, done.append, "late")
    await at_rest()
    late.cancel()
    assert done == ["soon", "soon after"]


@pytest.mark.parametrize("told", [True, False])
async def test_a_thread_is_waited_for_while_it_works_and_not_while_it_waits(told):
    go, stop, done = threading.Event(), threading.Event(), []

    def work() -> None:
        go.wait()
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            pass
        done.append("done")
        stop.wait()

    thread = threading.Thread(target=work)
    thread.start()
    if told:
        go.set()
    await at_rest()
    assert done == (["done"] if told else [])
    go.set()
    stop.set()
    thread.join()


async def test_a_pool_of_threads_is_waited_for_while_one_works_and_not_once_all_is_done():
    done: list[str] = []
    loop = asyncio.get_running_loop()
    for _ in range(2):
        working = [loop.run_in_executor(None, lambda: (time.sleep(0.05), done.append("done"))) for _ in range(20)]
        begun = time.monotonic()
        await at_rest(most=60)
        assert time.monotonic() - begun < 60
        assert all(task.done() for task in working)
    assert len(done) == 40


async def test_nothing_is_waited_for_longer_than_is_said():
    async def never_rests() -> None:
        while True:
            await asyncio.sleep(0)

    task = asyncio.create_task(never_rests())
    begun = time.monotonic()
    await at_rest(most=0.1)
    assert time.monotonic() - begun >= 0.1
    task.cancel()
