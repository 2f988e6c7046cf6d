"""What ``doctor`` and ``status`` say of the audit log: not to be written, not reached by viewers, open to others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from click.testing import CliRunner

from cchc_tui.audit import log
from cchc_tui.cli.group import group
from cchc_tui.collector.audit_service import AuditService
from cchc_tui.collector.check_result import CheckLevel
from cchc_tui.collector.doctor import run_checks
from cchc_tui.collector.lock import acquire
from cchc_tui.collector.status import StatusWriter
from cchc_tui.settings import DataFolder
from tests.kits.audit_kit import request


@pytest.fixture
def folder(office: Any, once: Callable[[], Any]) -> DataFolder:
    once()
    folder = DataFolder(office.path)
    log.write(folder, request("bang.csv"), "lan")
    return folder


@pytest.fixture
def collector(folder: DataFolder) -> Iterator[None]:
    """What a running collector holds: the lock, the status and the socket."""
    lock = acquire(folder.lock)
    assert lock is not None
    with lock, StatusWriter(folder, "service"), closing(AuditService(folder)):
        yield


def said(folder: DataFolder) -> tuple[set[str], list[str]]:
    """The codes of ``status`` about the log, and the cures of ``doctor``."""
    report = json.loads(CliRunner().invoke(group, ["--data", str(folder.path), "status", "--json"]).stdout)
    codes = {fault["code"] for fault in report["faults"] if fault["code"].startswith("audit")}
    found = [result for result in run_checks(folder.path) if "audit" in result.text]
    assert all(result.level is CheckLevel.WRONG for result in found)
    return codes, [result.cure for result in found]


def test_of_a_log_that_is_written_nothing_is_said(folder: DataFolder, collector: None) -> None:
    assert said(folder) == (set(), [])


def test_a_socket_that_somebody_deleted_is_named(folder: DataFolder, collector: None) -> None:
    folder.audit_socket.unlink()
    codes, (cure,) = said(folder)
    assert (codes, "systemctl restart" in cure) == ({"audit"}, True)


@pytest.mark.parametrize("part", ["audit", "audit/*.jsonl"])
def test_a_log_that_others_may_open_is_named_with_the_cure(folder: DataFolder, part: str, mended: Any) -> None:
    (path,) = folder.path.glob(part)
    path.chmod(path.stat().st_mode | 0o050)
    codes, cures = said(folder)
    assert codes == {"audit_open"}
    mended(cures)
    assert said(folder) == (set(), [])


@pytest.mark.root
@pytest.mark.parametrize("part", ["audit", "audit/*.jsonl"])
def test_a_log_of_another_account_is_named_with_the_cure(folder: DataFolder, part: str, mended: Any) -> None:
    (path,) = folder.path.glob(part)
    os.chown(path, 42_001, -1)
    codes, cures = said(folder)
    assert codes == {"audit"}
    mended(cures)
    assert said(folder) == (set(), [])


@pytest.fixture
def mended() -> Callable[[list[str]], None]:
    """Runs the only cure, as an administrator does who copies it."""

    def run(cures: list[str]) -> None:
        (cure,) = cures
        assert os.system(cure) == 0

    return run
