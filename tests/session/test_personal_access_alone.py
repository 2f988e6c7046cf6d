"""Access to personal data, without a source: it begins once it is logged, ends by itself, and never on the wall."""

from __future__ import annotations

from cchc_tui.domain.privacy import HIDDEN, Access, AccessRecord
from cchc_tui.settings import PrivacySettings
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.tui.session.personal_access import PersonalAccess
from cchc_tui.tui.session.queries import ExportsQuery, LateQuery, Query
from cchc_tui.tui.session.write_queries import BeginAccess, EndAccess

RECORD = AccessRecord(at=100, until=400, over=False, user="u", host="h", folder="f", reason="r")


class Viewer:
    """An access, and what it has asked for."""

    def __init__(self, office: PrivacySettings | None) -> None:
        self.asked: list[Query] = []
        self.changes = 0
        self.seconds = 0.0
        self.access = PersonalAccess(lambda: office, self.asked.append, self._changed)
        self.access.clock = lambda: self.seconds

    def _changed(self) -> None:
        self.changes += 1


OFFICE = PrivacySettings(may_show=True, minutes=5, officers=False)


def test_access_begins_once_it_is_logged_and_ends_by_itself():
    viewer = Viewer(OFFICE)
    access = viewer.access
    assert access.refusal() is None
    access.ask("đối chiếu")
    assert isinstance(viewer.asked[0], BeginAccess)
    assert access.level == HIDDEN
    assert access.begin(RECORD) is None
    assert access.level == Access(personal=True)
    assert access.allows(ExportsQuery().with_access(access.level))
    viewer.seconds = 299.0
    assert access.minutes == 1
    viewer.seconds = 300.0
    assert access.level == HIDDEN
    assert not access.allows(ExportsQuery().with_access(Access(personal=True)))
    assert access.allows(LateQuery())


def test_access_that_is_not_logged_does_not_begin():
    viewer = Viewer(OFFICE)
    assert "đĩa đầy" in viewer.access.begin("đĩa đầy").text
    assert (viewer.access.level, viewer.changes) == (HIDDEN, 0)


def test_every_logged_access_is_ended():
    viewer = Viewer(OFFICE)
    viewer.access.begin(RECORD)
    viewer.access.begin(RECORD)  # a second one
    assert viewer.access.end()
    assert not viewer.access.end()
    viewer.access.presenting = True
    viewer.access.begin(RECORD)  # it was asked for before the wall came
    assert [type(query) for query in viewer.asked] == [EndAccess, EndAccess, EndAccess]
    assert viewer.access.level == HIDDEN


def test_who_may_not_look_is_told_why():
    assert Viewer(None).access.refusal().text == PRIVACY.not_yet
    assert Viewer(PrivacySettings(may_show=False)).access.refusal().text == PRIVACY.refused_by_office
    wall = Viewer(OFFICE)
    wall.access.presenting = True
    assert wall.access.refusal().text == PRIVACY.refused_presenting


def test_the_viewer_chooses_officers_over_the_office():
    viewer = Viewer(OFFICE)
    assert viewer.access.toggle_officers().text == PRIVACY.officers_on
    assert viewer.access.level == Access(officers=True)
    assert viewer.access.toggle_officers().text == PRIVACY.officers_off
    assert viewer.changes == 2
