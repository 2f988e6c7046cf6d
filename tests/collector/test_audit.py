"""The audit log: what is written for whom, by whom, and what happens when it cannot be written."""

import json
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.audit import log, recorder
from cchc_tui.audit.entries import LONGEST_TEXT, AuditRequest
from cchc_tui.boards.source import Source
from cchc_tui.cli.group import group
from cchc_tui.collector import audit_service
from cchc_tui.collector.audit_service import AuditService
from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.settings import DataFolder
from tests.kits.audit_kit import entries, office_below, request


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return office_below(tmp_path)


def test_what_is_shown_entered_and_hidden_again_stands_in_the_log_three_times(folder: DataFolder) -> None:
    source = Source(folder.path)
    source.open()
    for _ in range(3):
        source.end_access(source.begin_access("công dân hỏi tại quầy"))
        source.mark_meeting(True, title="Giao ban")
        source.enter_directive(DirectiveEntry("a" * 16, Act.CANCELLED, source.clock.now(), result="thôi"))
    source.close()
    acts = [entry.act.value for entry in entries(folder)]
    assert acts == ["shown", "hidden", "entered", "entered"] * 3
    assert "Giao ban" in entries(folder)[2].what
    (file,) = folder.audit.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.audit.stat().st_mode) == 0o700
    assert len(list(folder.inbox.iterdir())) == 12


def test_a_line_that_a_full_disk_cut_is_told_and_the_next_one_is_whole(folder: DataFolder) -> None:
    recorder.record(folder, request("một"))
    (file,) = folder.audit.iterdir()
    for _ in range(3):
        with file.open("ab") as cut:
            cut.write(b'{"at":"2026-')
        recorder.record(folder, request("hai"))
    found = list(log.read(folder))
    assert [type(line).__name__ for line in found] == ["AuditEntry", *["BadAuditLine", "AuditEntry"] * 3]
    done = CliRunner().invoke(group, ["--data", str(folder.path), "audit"])
    assert done.exit_code == 1
    assert "2" in done.stderr
    assert file.name in done.stderr


def test_the_command_prints_who_did_what(folder: DataFolder) -> None:
    source = Source(folder.path)
    source.open()
    source.begin_access("công dân hỏi tại quầy")
    recorder.record(folder, request("bang-late.xlsx", role="unit", unit="29878"))
    source.close()
    told = CliRunner().invoke(group, ["--data", str(folder.path), "audit"]).stdout
    assert "công dân hỏi tại quầy" in told
    assert "lấy tệp" in told
    shown = ["--data", str(folder.path), "audit", "--act", "taken", "--format", "json"]
    (row,) = json.loads(CliRunner().invoke(group, shown).stdout)["rows"]
    assert (row["act"], row["role"], row["unit"], row["what"]) == ("taken", "unit", "29878", "bang-late.xlsx")
    later = ["--data", str(folder.path), "audit", "--since", "2100-01-01", "--format", "json"]
    assert json.loads(CliRunner().invoke(group, later).stdout)["rows"] == []


@pytest.fixture
def listening(folder: DataFolder) -> Iterator[AuditService]:
    service = AuditService(folder)
    yield service
    service.close()


def silent_viewer(folder: DataFolder) -> socket.socket:
    """A viewer that was stopped before it sent anything."""
    viewer = socket.socket(socket.AF_UNIX)
    with recorder.short_path(folder.audit_socket) as path:
        viewer.connect(path)
    return viewer


def send_slowly(viewer: socket.socket) -> None:
    for _ in range(recorder.LONGEST_MESSAGE):
        viewer.sendall(b" ")
        time.sleep(0.01)


def test_viewers_that_say_nothing_take_no_more_threads_than_the_service_may_have(
    folder: DataFolder, listening: AuditService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_service, "_PATIENCE", 0.2)
    before, most = threading.active_count(), 0
    with ExitStack() as open_until_answered:
        for _ in range(100):
            open_until_answered.enter_context(silent_viewer(folder))
        asked = threading.Thread(target=recorder._ask, args=(folder, msgspec.json.encode(request("bang.csv")) + b"\n"))
        asked.start()
        while asked.is_alive():
            asked.join(0.01)
            most = max(most, threading.active_count() - before)
    assert 1 < most <= 2 * audit_service._MOST_AT_ONCE  # a thread that has answered takes a moment to end
    assert [entry.what for entry in entries(folder)] == ["bang.csv"]


def test_the_log_goes_on_where_the_system_allows_no_further_thread(
    folder: DataFolder, listening: AuditService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    for what in ("a.csv", "b.csv"):
        assert recorder._ask(folder, msgspec.json.encode(request(what)) + b"\n") == recorder.WRITTEN
    assert [entry.what for entry in entries(folder)] == ["a.csv", "b.csv"]


def test_a_viewer_that_sends_byte_by_byte_is_not_waited_for_longer_than_another(
    folder: DataFolder, listening: AuditService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_service, "_PATIENCE", 0.2)
    with silent_viewer(folder) as viewer, pytest.raises((BrokenPipeError, ConnectionResetError)):
        send_slowly(viewer)


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=60).map(request)))
def test_whatever_is_sent_every_line_is_an_entry(
    tmp_path_factory: pytest.TempPathFactory, sent: bytes | AuditRequest
) -> None:
    office = DataFolder(tmp_path_factory.mktemp("office"))
    office.state.mkdir()
    listening = AuditService(office)
    try:
        message = sent if isinstance(sent, bytes) else msgspec.json.encode(sent)
        with socket.socket(socket.AF_UNIX) as viewer:
            viewer.connect(str(office.audit_socket))
            viewer.sendall(message)
            viewer.shutdown(socket.SHUT_WR)
            answer = viewer.makefile("rb").readline()
    finally:
        listening.close()
    written = entries(office)
    assert (answer == recorder.WRITTEN) == bool(written)
    if isinstance(sent, AuditRequest):
        assert len(written) == 1
        assert len(written[0].what) <= LONGEST_TEXT
