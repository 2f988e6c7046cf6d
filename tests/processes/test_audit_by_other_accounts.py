"""The audit log, written by the collector for viewers of other accounts. Needs root to be another account."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from cchc_tui.audit import log, recorder
from cchc_tui.boards.source import Source
from cchc_tui.collector.audit_service import AuditService
from cchc_tui.domain.audit import NotLoggedError
from cchc_tui.settings import DataFolder
from tests.kits.audit_kit import entries, office_below, request

pytestmark = pytest.mark.root
OTHER = 65_534  # nobody: an account that owns no file


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return office_below(tmp_path)


@pytest.fixture
def service(folder: DataFolder) -> Iterator[AuditService]:
    listening = AuditService(folder)
    folder.audit_socket.chmod(0o666)  # the other account is in no group of ours
    yield listening
    listening.close()


def as_other(act: Callable[[], object]) -> str:
    """What went wrong when another account did it; "" if nothing."""
    out, into = os.pipe()
    if not os.fork():
        try:
            os.setgroups([])
            os.setgid(OTHER)
            os.setuid(OTHER)
            act()
        except (OSError, ValueError) as error:
            os.write(into, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as said:
        return said.read()


def test_another_account_is_logged_under_its_own_name_whatever_it_says(
    folder: DataFolder, service: AuditService
) -> None:
    for n in range(3):
        assert as_other(lambda n=n: recorder.record(folder, request(f"tệp {n}", user="root", name="lan"))) == ""
    assert [(entry.user, entry.name, entry.what) for entry in entries(folder)] == [
        ("nobody", "lan", f"tệp {n}") for n in range(3)
    ]
    assert "PermissionError" in as_other(lambda: list(log.read(folder)))


def test_another_account_begins_an_access_and_the_mark_names_it(folder: DataFolder, service: AuditService) -> None:
    def look() -> None:
        source = Source(folder.path)
        source.settings = msgspec.structs.replace(settings_of(folder))
        source.begin_access("lãnh đạo yêu cầu")

    assert as_other(look) == ""
    (mark,) = folder.inbox.iterdir()
    assert "người xem: nobody\n" in mark.read_text(encoding="utf-8")
    assert mark.stat().st_uid == os.getuid()


def settings_of(folder: DataFolder) -> msgspec.Struct:
    from cchc_tui.settings import load

    return load(folder.path)


@pytest.mark.parametrize("fault", ["no collector", "a killed collector", "no place for the log", "no inbox"])
def test_without_a_log_nothing_is_shown(folder: DataFolder, fault: str) -> None:
    listening = None if fault == "no collector" else AuditService(folder)
    if listening is not None:
        folder.audit_socket.chmod(0o666)
    if fault == "a killed collector":
        assert listening is not None
        listening._socket.shutdown(socket.SHUT_RDWR)  # as its end by a kill does
    if fault == "no place for the log":
        folder.audit.write_text("", encoding="utf-8")
    if fault == "no inbox":
        folder.inbox.rmdir()
    source = Source(folder.path)
    source.open()
    look = source.begin_access
    if fault in ("no place for the log", "no inbox"):
        with pytest.raises(NotLoggedError):
            look("công dân hỏi")
    assert "Error" in as_other(lambda: look("công dân hỏi"))
    assert not folder.inbox.exists() or not list(folder.inbox.iterdir())
    source.close()
    if listening is not None:
        listening.close()


def test_a_viewer_that_says_nothing_delays_nobody(folder: DataFolder, service: AuditService) -> None:
    silent = [socket.socket(socket.AF_UNIX) for _ in range(3)]
    for viewer in silent:
        with recorder.short_path(folder.audit_socket) as path:
            viewer.connect(path)
    assert as_other(lambda: recorder.record(folder, request("tệp"))) == ""
    for viewer in silent:
        viewer.close()
