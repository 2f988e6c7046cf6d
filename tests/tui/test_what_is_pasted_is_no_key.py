"""Text pasted into a terminal that does not mark it never runs as keys; keys that are held, typed fast or come together
over a slow line do what they do.
"""

from __future__ import annotations

import os
import random
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from cchc_tui.tui.terminal.driver import AT_ONCE, EACH_SECOND, SturdyParser
from cchc_tui.tui.terminal.paste import AFTER, LEAST, MOST_KEYS, QUIET
from tests.kits.pty_terminal import Terminal

TEXT = "Phường Hòa Thuận mở một cửa 2021"
IGNORED = "Đoạn vừa dán không dùng ở đây"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parser(clock: Clock) -> SturdyParser:
    return SturdyParser(clock=clock)


def came(parser: SturdyParser, clock: Clock, *reads: str, apart: float = 0.001) -> list[events.Event]:
    messages = []
    for read in reads:
        messages += [*parser.feed(read), *parser.tick()]
        clock.now += apart
    clock.now += QUIET
    return [*messages, *parser.tick()]


def keys_of(messages: list[events.Event]) -> list[str]:
    assert all(isinstance(message, events.Key) for message in messages)
    return [message.key for message in messages]


@pytest.mark.parametrize(
    "text", ["Phường Hòa Thuận 6!!", "qm2021dxfgb\r", "m" * 20, "q\r" * 10, "\x11\x11" + "quan ly ho so", TEXT * 40_000]
)
def test_many_characters_at_once_are_a_paste(parser, clock, text):
    reads = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    (paste,) = came(parser, clock, *reads)
    assert isinstance(paste, events.Paste)
    assert text.startswith(paste.text)
    assert len(paste.text) == min(len(text), 10_000)
    assert keys_of(came(parser, clock, "2")) == ["2"]


@pytest.mark.parametrize("cut", range(2, 20))
def test_however_it_is_cut(parser, clock, cut):
    text = TEXT[:20]
    (paste,) = came(parser, clock, text[:cut], text[cut:])
    assert isinstance(paste, events.Paste)
    assert paste.text == text


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("jjjj", ["j"] * 4),
        ("[[[", ["left_square_bracket"] * 3),
        ("[" * 60, ["left_square_bracket"] * 60),
        ("+" * 30, ["plus"] * 30),
        ("\x1b[B" * 40, ["down"] * 40),
        ("\x1bOB" * 40, ["down"] * 40),
        ("\x7f" * 30, ["backspace"] * 30),
        ("/hoa thuan", ["slash", *"hoa", "space", *"thuan"]),
        ("nghiêng", list("nghiêng")),
        ("2g\r", ["2", "g", "enter"]),
        ("2\x1b[B\x1b[B\r", ["2", "down", "down", "enter"]),
        ("\x1b[97;1;97u" * 15, ["a"] * 15),
    ],
)
def test_keys_that_come_together_are_keys(parser, clock, sent, keys):
    assert keys_of(came(parser, clock, sent)) == keys


def test_fast_typing_is_typing(parser, clock):
    assert keys_of(came(parser, clock, *"phuonghoathuan2021", apart=0.02)) == list("phuonghoathuan2021")


def test_a_single_key_does_not_wait(parser):
    (key,) = parser.feed("2")
    assert key.key == "2"


@pytest.mark.parametrize("size", [1, 3, 7, 10])
def test_the_mouse_is_no_text_wherever_a_read_is_cut(parser, clock, size):
    moves = "".join(f"\x1b[<35;{10 + n};5M" for n in range(30))
    messages = came(parser, clock, *(moves[at : at + size] for at in range(0, len(moves), size)))
    assert [type(message) for message in messages] == [events.MouseMove] * 30


def test_a_marked_paste_and_answers_of_the_terminal_are_as_before(parser, clock):
    (paste,) = came(parser, clock, f"\x1b[200~{TEXT}\x1b[201~")
    assert paste.text == TEXT
    assert keys_of(came(parser, clock, "2")) == ["2"]
    messages = came(parser, clock, "\x1b[?2026;2$y" * 4 + "2")
    assert [message.key for message in messages if isinstance(message, events.Key)] == ["2"]


@pytest.mark.parametrize("sent", ["\x1b[B", "\x7f", "+", "\x1b", "\x1bm", "\x1b[109u", "\x01\x02"])
def test_more_of_one_key_than_a_line_holds_back_is_no_key(parser, clock, sent):
    (paste,) = came(parser, clock, sent * (MOST_KEYS // len(sent) + 1))
    assert isinstance(paste, events.Paste)


def test_what_types_faster_than_a_hand_is_a_paste_from_its_second_character_on(parser, clock):
    key, paste = came(parser, clock, *"quan ly ho so", apart=0.005)
    assert (key.key, paste.text) == ("q", "uan ly ho so")


def test_the_rest_of_a_paste_runs_nothing(parser, clock):
    came(parser, clock, TEXT)
    clock.now += AFTER / 2
    (paste,) = came(parser, clock, "mq")
    assert isinstance(paste, events.Paste)
    clock.now += AFTER * 1.1
    assert keys_of(came(parser, clock, "2g")) == ["2", "g"]


@pytest.mark.parametrize("rest", ["\x1b[B" * 9, "[B" + "\x1b[B" * 9])
def test_the_rest_of_many_arrows_runs_nothing_after_the_line_stood_still(parser, clock, rest):
    came(parser, clock, "\x1b[B" * MOST_KEYS)
    clock.now += AFTER / 2
    (paste,) = came(parser, clock, rest)
    assert isinstance(paste, events.Paste)
    clock.now += AFTER * 1.1
    assert keys_of(came(parser, clock, "\x1b[B" * 3)) == ["down"] * 3


def test_letters_that_an_input_method_puts_in_place_of_others_are_typed(parser, clock):
    assert keys_of(came(parser, clock, "u", "o", "\x7f\x7fươ", apart=0.08))[2:4] == ["backspace"] * 2


def test_keys_without_end_are_dropped_and_this_is_said_once(parser, clock):
    messages = [message for _ in range(200) for message in came(parser, clock, "\x1b[B" * 20, apart=0.0)]
    assert sum(isinstance(message, events.Paste) for message in messages) == 1
    assert AT_ONCE <= len(messages) <= AT_ONCE + 200 * QUIET * EACH_SECOND + 1
    clock.now += 60
    assert keys_of(came(parser, clock, "\x1b[B" * 40)) == ["down"] * 40


def test_only_the_last_of_many_places_of_the_mouse_counts_and_a_released_button_always(parser, clock):
    moves = "".join(f"\x1b[<35;{10 + n};5M" for n in range(300))
    (move,) = came(parser, clock, moves)
    assert move.x == 308
    came(parser, clock, "\x1b[<0;10;5M")
    for _ in range(20):
        came(parser, clock, "\x1b[B" * 40, apart=0.0)
    (released,) = came(parser, clock, "\x1b[<0;10;5m", apart=0.0)
    assert isinstance(released, events.MouseUp)


@pytest.mark.parametrize("cut", [1, 5, 100, 100_000])
def test_a_marked_paste_is_kept_in_part_and_runs_no_key_whatever_it_holds(parser, clock, cut):
    text = "Quận\x1b\x1bm\x1b]gmx" + "\x1b[20" * 3 + "x" * 15_000
    sent = f"\x1b[200~{text}\x1b[201~2"
    paste, key = came(parser, clock, *(sent[at : at + cut] for at in range(0, len(sent), cut)), apart=0.0)
    assert paste.text == text[:10_000].replace("\x1b", "") or len(paste.text) == 10_000
    assert "\x1b" not in paste.text
    assert key.key == "2"


# ── on a real pseudo-terminal ────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    made = Terminal(*getattr(request, "param", ()), columns=100, rows=30)
    made.await_text("so với lúc mở 08:33")
    yield made
    made.close()


def send(terminal: Terminal, text: str) -> None:
    """All of it, while the screen is read: a pseudo-terminal holds only some kilobytes."""
    data = text.encode()
    if len(data) <= LEAST * 8:
        terminal.press(data)
        return
    writer = threading.Thread(
        target=lambda: [os.write(terminal.fd, data[at : at + 4096]) for at in range(0, len(data), 4096)]
    )
    writer.start()
    while writer.is_alive():
        terminal.read(0.05, 0.2)
    writer.join()


@pytest.mark.parametrize("many", [20, 1_000_000])
def test_a_paste_marks_nothing_and_leads_nowhere(terminal, many):
    letters = random.Random(many)
    text = "".join(letters.choice("qmexgdf2b140[]{}cCULOM \x1b\r\x11ư") for _ in range(many))
    text = "Quận " + text[: many - 5]
    before = terminal.text()
    send(terminal, text)
    terminal.await_text(IGNORED, 60)
    assert not terminal.process.has_ended()
    lines = terminal.text().split("\n")
    assert lines[:-2] == before.split("\n")[: len(lines) - 2]
    terminal.press(b"2")
    terminal.await_text("Nhóm theo đơn vị")
    assert "cuộc họp" not in terminal.text()


def cost(pid: int) -> tuple[float, float]:
    """Seconds of processor time, and megabytes of memory at their highest."""
    process = Path(f"/proc/{pid}")
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    highest = re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text())
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), int(highest[1]) / 1024


def test_a_megabyte_of_anything_costs_nothing_and_runs_nothing(terminal):
    terminal.press(b"2")
    terminal.await_text("dòng 1 / 27")
    for unit in ("\x1b[B", "\x7f", "+", "\x1bm", "\x1b[109u", "\x1b[<35;10;5M", "\x1b\x1b", f"\x1b[200~{TEXT * 20}"):
        before = cost(terminal.process.pid)
        send(terminal, unit * (1_000_000 // len(unit)) + "\x1b[201~" * ("200~" in unit))
        terminal.read(QUIET * 3)
        after = cost(terminal.process.pid)
        assert after[0] - before[0] < 1.0, unit
        assert after[1] - before[1] < 20, unit
        assert "dòng 1 / 27" in terminal.text(), unit
    terminal.await_text(IGNORED)
    terminal.read(AFTER)
    terminal.press(b"\x1b[B")
    terminal.await_text("dòng 2 / 27")


def test_a_paste_is_typed_where_one_types(terminal):
    terminal.press(b"/")
    terminal.await_text("không cần dấu")
    send(terminal, "Phường Hòa Thuận\rq")
    terminal.await_text("› Phường Hòa Thuận▏")
    terminal.await_text("1 tên khớp")


def test_keys_that_come_in_one_read_are_run(terminal):
    terminal.press(b"2")
    terminal.await_text("dòng 1 / 27")
    terminal.press(b"\x1b[B" * 5)
    terminal.await_text("dòng 6 / 27")
    terminal.press(b"gggg")
    terminal.await_text("Nhóm theo số ngày trễ")


def test_the_environment_does_not_say_how_large_the_window_is():
    made = Terminal(columns=90, rows=28, environ={"COLUMNS": "70", "LINES": "21"})
    try:
        made.await_text("so với lúc mở 08:33")
        assert made.text().split("\n")[27].rstrip().endswith(" b d f")
        assert max(map(len, made.text().split("\n"))) > 80
    finally:
        made.close()
