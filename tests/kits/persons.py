"""A source that shows personal data, and the keys that lead to them in the app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cchc_tui.boards.dossiers import DossierLine, DossierPage, Person
from cchc_tui.domain.privacy import HIDDEN, Access, AccessRecord
from tests.kits.tui_fakes import FakeSource

NAME, PHONE, SERIAL, OFFICER = "Phan Thị Giả Định", "0900111222", "-7788", "Cán bộ Tên Giả"


SHOWN = "ĐANG HIỆN DỮ LIỆU CÁ NHÂN"


class Persons(FakeSource):
    """A source that shows personal data where the query asks for them, like the real source."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[AccessRecord] = []
        self.ended: list[AccessRecord] = []
        self.logging: OSError | None = None

    def why_closed(self) -> str:
        return ""

    def begin_access(self, reason: str) -> AccessRecord:
        if self.logging is not None:
            raise self.logging
        now = self.clock.now()
        until = now + 60 * self.settings.privacy.minutes
        self.begun.append(AccessRecord(now, until, False, "vanthu", "may", str(self.data), reason))
        return self.begun[-1]

    def end_access(self, access: AccessRecord) -> None:
        self.ended.append(access)

    def lines(self, which: Any, offset: int, limit: int, shows: Access = HIDDEN) -> tuple[DossierLine, ...]:
        lines = super().lines(which, offset, limit)
        if shows.personal:
            lines = tuple(replace(line, code=line.code[:-2] + SERIAL, applicant=NAME) for line in lines)
        return tuple(replace(line, officer=OFFICER) for line in lines) if shows.officers else lines

    def dossier(self, dossier: int, at: int | None = None, shows: Access = HIDDEN) -> DossierPage | None:
        page = super().dossier(dossier, at)
        assert page is not None
        return replace(page, person=Person(NAME, "", PHONE, "ấp Giả Định")) if shows.personal else page


class Hours:
    """A clock in seconds, which a test sets."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def to_list(pilot: Any, until: Any) -> None:
    await pilot.press("2")
    await until(pilot, "Phường 6")
    await pilot.press("enter")
    await until(pilot, "2110")


async def show(pilot: Any, until: Any, *words: str) -> str:
    await pilot.press("U")
    await until(pilot, "Lý do xem dữ liệu cá nhân", "công dân hỏi tại quầy")
    await pilot.press("enter")
    return await until(pilot, SHOWN, *words)
