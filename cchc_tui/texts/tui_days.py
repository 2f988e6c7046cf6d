"""What the chart of a unit's last days says."""

from __future__ import annotations

from typing import Final


class DAYS:
    """Words of the chart; ``{…}`` is filled in by the caller."""

    late: Final = "trễ"
    received: Final = "tiếp nhận"
    resolved: Final = "giải quyết"
    title: Final = "{days} ngày: trễ {first} → {last}"
    short: Final = "30 ngày"
    meetings: Final = "╋ cuộc họp"
    meeting_mark: Final = "╋"
    by_dates: Final = "phần xám: trước danh sách đầu tiên, theo ngày ghi trong đó"
