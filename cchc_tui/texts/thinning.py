"""Messages of the command ``thin``, which drops old lists."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, Words, tr
from cchc_tui.texts.numbers import number


class THINNING(metaclass=Translated):
    """Messages that have no parameters."""

    busy: Final = N_(
        "Một tiến trình nhận tệp đang chạy. Dừng nó (systemctl stop cchc), chạy lại lệnh này, rồi cho chạy tiếp."
    )
    keeps_all: Final = N_("keep.lists_months trong cchc.toml là 0: giữ lại mọi danh sách, không bỏ gì.")
    nothing: Final = N_("Không có danh sách nào bỏ được.")
    not_yet: Final = N_("Chưa bỏ gì. Sao lưu trước (cchc-tui backup DIR), rồi chạy lại với --yes.")
    no_room: Final = N_("đĩa không đủ chỗ để dựng lại cơ sở dữ liệu")


_PERIODS = Words({"day": N_("ngày"), "week": N_("tuần"), "month": N_("tháng")})


def planned(files: int, first: str, last: str, size: int, period: str) -> str:
    """The message before lists are dropped. It says which lists are dropped, and what is lost with them.

    ``first`` and ``last`` are ISO times, ``size`` is in bytes, ``period`` is "day", "week" or "month".
    """
    said = {"files": number(files), "first": _day(first), "last": _day(last), "mib": number(-(-size // 2**20))}
    return tr(
        "Bỏ {files} tệp danh sách hồ sơ từ {first} đến {last} ({mib} MiB), mỗi {period} còn một danh sách. Mất đi: các "
        "thời điểm ở giữa, ngày ghi lần đầu và phát hiện (ghi lùi ngày, vắng mặt) chỉ thấy được trong đó."
    ).format(period=_PERIODS[period], **said)


def uncovered(count: int) -> str:
    """The message that ``count`` old lists are kept.

    A list is kept if it has dossiers that no later list has, or if it cannot be read.
    """
    return tr("Giữ lại {n} danh sách cũ vì có hồ sơ không còn trong danh sách sau, hoặc không đọc được.").format(
        n=number(count)
    )


def dropped(count: int) -> str:
    """The message that ``count`` files were dropped, and the database was rebuilt."""
    return tr("Đã bỏ {n} tệp và dựng lại cơ sở dữ liệu; tên từng tệp ở state/collector.log.").format(n=number(count))


def failed(reason: str) -> str:
    """The error message when the command failed before it dropped any list."""
    return tr("Chưa bỏ gì ({reason}). Cơ sở dữ liệu và kho lưu vẫn nguyên.").format(reason=reason)


def stopped(count: int, planned: int, reason: str) -> str:
    """The error message when only ``count`` of the ``planned`` files could be deleted."""
    return tr(
        "Mới bỏ được {n} trên {all} tệp ({reason}). Sửa lỗi rồi cho tiến trình nhận tệp chạy: các tệp còn lại vẫn ở "
        "kho lưu và được nạp lại."
    ).format(n=number(count), all=number(planned), reason=reason)


def _day(moment: str) -> str:
    return "/".join(reversed(moment.partition("T")[0].split("-")))
