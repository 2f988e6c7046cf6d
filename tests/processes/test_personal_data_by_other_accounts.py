"""Viewers under accounts of their own: the kernel keeps them out of personal data, originals and the log by the modes
that ``init`` and the collector give, and a membership lets them into the first. Needs root, to be another account.
"""

from __future__ import annotations

import grp
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.audit import log
from cchc_tui.audit.entries import AuditEntry
from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.source import Source
from cchc_tui.domain.privacy import Access, Closed
from cchc_tui.domain.roles import Role, Viewer
from cchc_tui.settings import DataFolder
from cchc_tui.ssh_access.system_accounts import GROUPS, PERSONAL, VIEWERS, make_groups
from cchc_tui.tui.session.queries import DossierQuery, ListQuery, SearchQuery
from cchc_tui.tui.session.write_queries import BeginAccess
from tests.kits.ssh_office import reachable

pytestmark = pytest.mark.root
#: An account that owns nothing, and is no member of anything but what a test says.
ACCOUNT = 61_003
ALL = Access(personal=True, serials=True)
REASON = "công dân hỏi tại quầy"


@pytest.fixture(scope="module")
def groups() -> Iterator[None]:
    """The groups of an office, as ``access setup`` makes them."""
    there = {group.gr_name for group in grp.getgrall()}
    make_groups()
    yield
    for name in {*GROUPS} - there:
        subprocess.run(["groupdel", name], check=False, capture_output=True)


@pytest.fixture(scope="module")
def folder(groups: None, services: Any, exports: Path, wait: Any, asked: Any) -> Iterator[DataFolder]:
    """An office as ``init`` makes it below a folder of the viewers' group, with a list that its collector took."""
    above = Path(tempfile.mkdtemp(prefix="cchc-", dir="/run"))
    os.chown(above, 0, grp.getgrnam(VIEWERS).gr_gid)
    above.chmod(0o2755)
    data = above / "office"
    try:
        subprocess.run([sys.executable, "-m", "cchc_tui", "init", data], check=True, capture_output=True)
        services(data)
        shutil.copyfile(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", data / "inbox" / "DanhSachHoSo.xlsx")
        wait(lambda: asked(data, "SELECT 1 FROM dossier LIMIT 1") and not list((data / "inbox").iterdir()), "a list")
        subprocess.run(
            [sys.executable, "-m", "cchc_tui", "--data", data, "report", "brief"], check=True, capture_output=True
        )
        yield DataFolder(data)
    finally:
        shutil.rmtree(above)


def as_member_of(names: tuple[str, ...], act: Callable[[], Any]) -> Any:
    """What another account gets that is a member of these groups."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([grp.getgrnam(name).gr_gid for name in names])
            os.setgid(ACCOUNT)
            os.setuid(ACCOUNT)
            os.write(into, json.dumps(act()).encode())
        except BaseException as error:  # noqa: BLE001 - the test says what it was
            os.write(into, json.dumps(f"{type(error).__name__}: {error}").encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as told:
        said = told.read()
    os.waitpid(child, 0)
    return json.loads(said)


def tried(path: Path) -> tuple[bool, bool]:
    """Whether this account may read, and whether it may write a file or folder."""

    def opens(flags: int) -> bool:
        try:
            os.close(os.open(path, flags | os.O_NONBLOCK))
        except IsADirectoryError:  # opened for writing, which needs no right to be refused
            return os.access(path, os.W_OK)
        except OSError:
            return False
        return True

    return opens(os.O_RDONLY), opens(os.O_WRONLY)


def looked_at(folder: DataFolder) -> dict[str, Any]:
    """What a reviewer sees: a board, a list, a search, the page of a dossier, and what becomes of the key U."""
    source = Source(folder.path, viewer=Viewer("lan", Role.REVIEWER))
    source.open()
    queries: tuple[Any, ...] = (ListQuery(DossierFilter(only="all")), SearchQuery("phuong 6"), DossierQuery(1))
    for query in queries:
        query.shows = ALL
    begun = BeginAccess(REASON).answer(source)
    dossiers, found, page = map(source.answer, queries)
    with source.moment() as moment:
        late = len(board_of("late").answer(moment, BoardQuery()).json()["rows"])
    source.close()
    seen = {"late": late, "dossiers": len(dossiers), "hits": len(found.hits), "versions": len(page.versions)}
    person = page.person and bool(page.person.applicant) and "…" not in page.line.code
    return seen | {"begun": begun.fault if isinstance(begun, Closed) else "", "person": bool(person)}


def below(*places: Path) -> list[Path]:
    """The places and all that is in them."""
    return [path for place in places for path in (place, *sorted(place.rglob("*")))]


@pytest.mark.parametrize("member", [False, True], ids=["a viewer", "a viewer who may see personal data"])
def test_what_an_account_may_open_is_what_its_groups_say(folder: DataFolder, member: bool) -> None:
    names = (VIEWERS, PERSONAL) if member else (VIEWERS,)
    open_to_viewers = [folder.database, folder.settings, *below(folder.registry)]
    kept = below(folder.archive, folder.audit)
    assert len(kept) > 4
    private = below(folder.private)
    assert folder.personal in private
    said = as_member_of(names, lambda: {str(path): tried(path) for path in (*open_to_viewers, *kept, *private)})
    assert [path for path in open_to_viewers if said[str(path)] != [True, False]] == []
    assert [path for path in kept if said[str(path)] != [False, False]] == []
    assert [path for path in private if said[str(path)] != [member, False]] == []
    written = as_member_of(names, lambda: [str(path) for path in below(folder.path) if tried(path)[1]])
    assert written in ([], [str(folder.audit_socket)])


@pytest.mark.parametrize("member", [False, True], ids=["a viewer", "a viewer who may see personal data"])
def test_boards_lists_search_and_dossiers_are_there_for_all_and_persons_for_members(
    folder: DataFolder, member: bool
) -> None:
    whole = looked_at(folder)  # as root; also imports what the other account could not
    assert whole["person"]
    assert min(whole["late"], whole["dossiers"], whole["hits"], whole["versions"]) > 0
    logged = len(list(log.read(folder)))
    seen = as_member_of((VIEWERS, PERSONAL) if member else (VIEWERS,), lambda: looked_at(folder))
    if member:
        assert seen == whole
        (entry,) = list(log.read(folder))[logged:]
        assert isinstance(entry, AuditEntry)
        assert (entry.act, entry.user, entry.name, entry.what) == ("shown", str(ACCOUNT), "lan", REASON)
    else:
        assert seen == whole | {"begun": "denied", "person": False}
        assert len(list(log.read(folder))) == logged


@pytest.mark.parametrize("member", [False, True], ids=["a viewer", "a viewer who may see personal data"])
def test_the_app_says_that_the_account_may_not_or_shows_them(
    folder: DataFolder, member: bool, terminal: Callable[..., Any]
) -> None:
    ids = ",".join(str(grp.getgrnam(name).gr_gid) for name in ((VIEWERS, PERSONAL) if member else (VIEWERS,)))
    program = [sys.executable, "-m", "cchc_tui", "--data", str(folder.path), "--role", "reviewer", "--name", "lan"]
    become = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", f"--groups={ids}", *program]
    held = folder.path.parent / f"held-{member}"
    held.mkdir(mode=0o755)
    lines = [*reachable(held), f"exec {shlex.join(become)}"]
    app = terminal("unshare", "--mount", "sh", "-ec", "\n".join(lines), columns=140, rows=34)
    app.wait_for("TRỄ HẠN")
    app.send(b"2")
    app.wait_for("dòng 1 /")
    app.send(b"\r")
    app.wait_for("Lọc [")
    app.send(b"U")
    app.wait_for("Lý do")
    app.send(b"\r")
    app.wait_for("ĐANG HIỆN DỮ LIỆU CÁ NHÂN" if member else "Tài khoản này không được mở dữ liệu cá nhân")
    if member:
        app.wait_for("Chủ hồ sơ")  # the list comes after the banner
    else:
        assert "Chủ hồ sơ" not in app.text
