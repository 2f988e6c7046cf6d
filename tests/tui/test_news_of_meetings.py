"""What a viewer says when another one marked a meeting."""

from __future__ import annotations

from dataclasses import replace

from cchc_tui.tui.session.status_tracker import StatusTracker
from tests.kits.tui_fakes import FakeSource
from tests.kits.tui_made_up import FILES, MOMENT


def test_a_mark_is_told_as_one_and_is_no_data() -> None:
    source = FakeSource(empty=True)
    tracker = StatusTracker()
    tracker.source = source
    tracker.note_load(None, source.exports())
    mark = replace(FILES[0], id=1, name="cuoc-hop.txt", kind="meeting", verdict="accepted", moment=MOMENT, rejected=0)
    source.files.insert(0, mark)
    tracker.note_load(None, source.exports())
    assert tracker.status.empty
    assert "10/11 08:30" in tracker.status.notice
    assert "cuộc họp" in tracker.status.notice
    assert "cuoc-hop.txt" not in tracker.status.notice
    source.files.append(replace(FILES[0], id=2, verdict="accepted", rejected=0))
    tracker.note_load(MOMENT, source.exports())
    assert not tracker.status.empty
