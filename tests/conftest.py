"""Shared by all rooms: where the sample exports stand; and no test reads or writes what its user has chosen."""

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from cchc_tui.texts.language import SOURCE, use
from tests.kits.forked_readers import forked_readers
from tests.kits.short_exports import EXPORTS, make_short
from tests.kits.store_kit import Office

_kill = os.kill


def _kill_one(pid: int, number: int) -> None:
    """Takes the place of ``os.kill``: 0 stands for "no process" in a status, and for all of ours to the system."""
    if pid <= 0:
        pytest.fail(f"signal {number} was about to be sent to all processes of this run")
    _kill(pid, number)


os.kill = _kill_one

UMASK = os.umask(0o022)
os.umask(UMASK)


#: After so many tests what they have left is looked for; while one runs, only what is young is.
TESTS_BETWEEN_COLLECTIONS = 100
_tests = count(1)
gc.disable()  # modules and tests that are collected all stay


#: Modules whose tests take longest. They come first, so that no process is left alone with one of them at the end.
LONGEST = ("test_registry_is_followed", "test_sizes", "test_presentation_turning", "test_a_fault_anywhere")
#: Folders whose tests mostly wait for programs that they start.
WAITING = ("collector", "demo", "processes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the modules that wait evenly among the others, so that at no time all processes wait."""
    place: dict[Path, float] = {}
    for waits in (False, True):
        group = [item.path for item in items if (item.path.parent.name in WAITING) == waits]
        for number, path in enumerate(group):
            place.setdefault(path, -1.0 if path.stem in LONGEST else number / len(group))
    items.sort(key=lambda item: place[item.path])


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: no collection goes through it again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 1_000_000)
    gc.enable()


def pytest_runtest_logfinish() -> None:
    """The oldest objects are collected here alone: among them are those of all the tests before."""
    if next(_tests) % TESTS_BETWEEN_COLLECTIONS == 0:
        gc.collect()


@pytest.fixture(scope="session")
def exports() -> Path:
    """The folder of made-up exports, each with the truth that it must give."""
    return EXPORTS


@pytest.fixture(scope="session")
def short_exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with short lists, where it matters not how long a list is: see the kit."""
    return make_short(tmp_path_factory.mktemp("short") / "exports")


@pytest.fixture(scope="session", autouse=True)
def _nobodys_choices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _modes_of_new_files_as_before() -> Iterator[None]:
    """A collector takes rights away from the files that it makes; one that runs in this process does it for good."""
    yield
    os.umask(UMASK)


@pytest.fixture(autouse=True)
def _vietnamese_again() -> Iterator[None]:
    yield
    use(SOURCE, by_choice=False)


@pytest.fixture(scope="module")
def readers_at_hand() -> Iterator[None]:
    """See ``forked_readers``; for tests that read many files, and in which it matters not how a reader starts."""
    with forked_readers():
        yield


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an empty store."""
    made = Office(tmp_path)
    yield made
    made.writer.close()
