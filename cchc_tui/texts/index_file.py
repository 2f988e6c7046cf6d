"""Error messages about the file ``index.toml``, which has the criteria of the reform index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cchc_tui.texts.language import N_, Translated, tr
from cchc_tui.texts.numbers import decimal, number


class SCALE(metaclass=Translated):
    """Error messages about the scale of a criterion."""

    no_measure: Final = N_("thang điểm (zero và full, hoặc share) cần có measure, như late.late_rate")
    no_scale: Final = N_(
        "measure cần đúng một thang điểm: zero và full (số liệu được 0 điểm và được đủ điểm), hoặc share (tỷ lệ được "
        "đủ điểm)"
    )
    no_share: Final = N_("phải là true, hoặc tỷ lệ được đủ điểm: một số lớn hơn 0, đến 1")
    same_ends: Final = N_("phải khác zero: hai đầu của thang điểm bằng nhau thì không tính được điểm")
    itself: Final = N_("chỉ số không lấy điểm từ chính nó: chọn số liệu của một bảng khác")


def sums(name: str, total: float, said: float) -> str:
    """The message that a set of criteria states the sum ``said``, but its criteria add up to ``total`` points."""
    return tr(
        "bộ “{name}” ghi {said} điểm nhưng các tiêu chí cộng lại được {total} điểm: sửa points của bộ hoặc của tiêu "
        "chí; trong lúc đó bộ này không được tính"
    ).format(name=name, said=points(said), total=points(total))


def no_set(key: str, keys: Iterable[str]) -> str:
    """The message for the key of a set of criteria that does not exist. ``keys`` are those of the existing sets."""
    return tr("không có bộ tiêu chí “{key}”: phải là một trong {keys}").format(key=key, keys=", ".join(keys))


def twice(key: str, of: str) -> str:
    """The message that a criterion's key occurs twice in the set ``of``."""
    return tr("{key} đã có trong bộ {of}: mỗi tiêu chí ghi một lần").format(key=key, of=of)


def other_points(key: str, of: str, said: float) -> str:
    """The message that a criterion has other points in another set of the same level.

    ``of`` is the name of the other set, and ``said`` are the criterion's points in the other set.
    """
    return tr(
        "{key} là {said} điểm trong bộ {of} của cùng cấp: ghi cùng số điểm, hoặc đặt key khác cho tiêu chí này"
    ).format(key=key, of=of, said=points(said))


def two_meanings(text: str, other: str) -> str:
    """The message that a text already names another criterion, ``other``."""
    return tr("“{text}” cũng là tiêu chí {other}: mỗi tên chỉ dùng cho một tiêu chí").format(text=text, other=other)


def points(value: float) -> str:
    """A number of points as text in the current language, with at most two decimals: "20", "7,5", "6,25" …"""
    rounded = round(value, 2)
    if float(rounded).is_integer():
        return number(int(rounded))
    return decimal(rounded, 1 if round(rounded, 1) == rounded else 2)
