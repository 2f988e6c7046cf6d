"""Messages of the collector. Also messages about terminals that the app cannot use."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Final

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.texts.language import N_, NN_, Translated, tr
from cchc_tui.texts.numbers import number


class SAID(metaclass=Translated):
    """Messages that have no parameters, and words that several messages share."""

    busy: Final = N_("Một tiến trình nhận tệp khác đang làm việc với thư mục dữ liệu này; không cần chạy thêm.")
    no_terminal: Final = N_(
        "Màn hình cần một cửa sổ dòng lệnh thật. Qua SSH hãy gọi: ssh -t MÁY-CHỦ cchc-tui. Không có màn hình thì dùng: "
        "cchc-tui board late."
    )
    dumb_terminal: Final = N_(
        "Cửa sổ dòng lệnh này (TERM trống hoặc “dumb”) không vẽ được màn hình. Đặt TERM=xterm-256color rồi chạy lại, "
        "hoặc dùng: cchc-tui board late."
    )
    nothing_there: Final = N_("Không có tệp nào trong inbox.")
    busy_rebuild: Final = N_(
        "Một tiến trình nhận tệp đang chạy với thư mục dữ liệu này. Dừng tiến trình đó (và các màn hình) rồi chạy lại."
    )
    inbox_gone: Final = N_("Không thấy thư mục nhận tệp inbox. Tạo lại thư mục này; tệp thả vào sẽ được nhận ngay.")
    lock_gone: Final = N_(
        "Tệp khóa trong thư mục state đã bị xóa khi đang chạy; tiến trình nhận tệp dừng để không ghi chồng nhau."
    )
    being_mended: Final = N_("Cơ sở dữ liệu không dùng được; đang dựng lại từ kho lưu.")
    rebuilt: Final = NN_("Đã dựng lại cơ sở dữ liệu từ {n} tệp trong kho lưu.")
    redated: Final = NN_("Đã ghi lại giờ nhận của {n} tệp từng được nhận khi giờ máy chạy trước.")
    read_only: Final = N_(
        "Ổ đĩa của thư mục dữ liệu chỉ còn đọc được: chưa nạp được tệp mới. Báo người quản trị máy chủ; "
        "việc nạp sẽ tự tiếp tục."
    )
    disk_full: Final = N_("Đĩa đã đầy: chưa nạp được tệp mới. Dọn bớt chỗ, việc nạp sẽ tự tiếp tục.")


def clock_behind(now: Stamp, newest: Stamp) -> str:
    """The error message that the machine's clock shows an earlier time than the newest file's arrival.

    Either the clock is wrong now, or it was ahead when the newest file arrived.
    """
    return tr(
        "Giờ máy ({now}) chậm hơn lúc nhận tệp mới nhất ({newest}). Chỉnh giờ máy; nếu giờ này đã đúng, chạy: "
        "cchc-tui rebuild."
    ).format(now=_when(now), newest=_when(newest))


def _when(value: Stamp) -> str:
    return f"{to_datetime(value):%H:%M %d/%m/%Y}"


def redated(count: int) -> str:
    """The message after the arrival times of ``count`` files were corrected, because the clock had been ahead."""
    return SAID.redated.format(n=number(count))


def collector_failed(reason: str) -> str:
    """The message that the viewer's collector ended unexpectedly. ``reason`` "": the reason is not known."""
    if not reason:
        return tr("Tiến trình nhận tệp dừng đột ngột. Sẽ thử lại.")
    return tr("Tiến trình nhận tệp dừng đột ngột: {reason}. Sẽ thử lại.").format(reason=reason.rstrip(". "))


def not_readable(name: str, reason: str, cure: str) -> str:
    """The error message for a file in the inbox that the collector may not open.

    ``cure`` is a command that makes the file readable, from ``allow_reading()``.
    """
    return tr("Không mở được tệp “{name}” trong inbox ({reason}). Chủ tệp chạy: {cure}").format(
        name=name, reason=reason, cure=cure
    )


def allow_reading(user: str, path: str) -> str:
    """The command with which a file's owner lets the user ``user`` read the file too."""
    return f"setfacl -m u:{quote(user)}:r {quote(path)}"


def not_removed(name: str, reason: str) -> str:
    """The error message for a file that was loaded but cannot be removed from the inbox."""
    return tr(
        "Đã nạp tệp “{name}” nhưng không lấy ra khỏi inbox được ({reason}). Kiểm tra quyền của thư mục inbox."
    ).format(name=name, reason=reason)


def reader_ended(name: str) -> str:
    """The error message when the process that was reading a file ended unexpectedly."""
    return tr("Tiến trình đọc tệp “{name}” bị dừng giữa chừng (máy có thể thiếu bộ nhớ). Sẽ tự đọc lại.").format(
        name=name
    )


def not_written(reason: str) -> str:
    """The error message when the collector cannot write to the database or the data folder."""
    return tr(
        "Không ghi được vào thư mục dữ liệu ({reason}). Kiểm tra quyền và dung lượng; việc nạp sẽ tự tiếp tục."
    ).format(reason=reason)


#: Code of the reason why the database was made again → the message.
MENDED: Final = {
    "gone": N_("Tệp cơ sở dữ liệu không còn; đã dựng lại từ kho lưu."),
    "altered": N_("Cơ sở dữ liệu bị chương trình khác thay hoặc ghi chồng; đã dựng lại từ kho lưu."),
    "older": N_("Cơ sở dữ liệu là bản cũ, thiếu tệp so với kho lưu; đã dựng lại từ kho lưu."),
    "schema": N_("Cơ sở dữ liệu của phiên bản phần mềm khác; đã dựng lại từ kho lưu."),
    "broken": N_("Cơ sở dữ liệu bị hỏng; đã dựng lại từ kho lưu."),
    "personal": N_("Cơ sở dữ liệu cá nhân bị mất, hỏng hoặc không khớp; đã dựng lại từ kho lưu."),
}


def mended(why: str, aside: str) -> str:
    """The message after the database was rebuilt because it could not be used.

    ``why`` is a key of ``MENDED``. ``aside`` is the path of the old database within the data folder ("": it is gone).
    """
    said = tr(MENDED[why])
    return said if not aside else f"{said} {tr('Bản trước giữ ở {name}.').format(name=aside)}"


def cannot_collect(where: str, reason: str) -> str:
    """The error message when this user may not run the collector on the data folder.

    ``where`` is the file or folder that the user cannot use.
    """
    return tr("Không nhận tệp được: {where} ({reason}). Chạy bằng người dùng sở hữu thư mục dữ liệu.").format(
        where=where, reason=reason
    )


def world_writable(path: Path, mode: int, right: int) -> str:
    """The error message for a part of the data folder that every user of the machine may change.

    The message has a command that sets the mode to ``right``, the mode that the part should have.
    """
    return tr(
        "{path} (quyền {mode:04o}) cho mọi người dùng của máy ghi, nên không mở: ai cũng sửa được số liệu. Chạy: {cure}"
    ).format(path=path, mode=mode, cure=chmod(path, right))


def chmod(path: Path, mode: int) -> str:
    """The command that gives the path ``path`` the mode ``mode``."""
    return f"chmod {mode:04o} {quote(str(path))}"


def bad_registry(where: str, message: str) -> str:
    """The error message when a registry or settings file has become invalid while the collector is running.

    The collector goes on with the earlier registry and settings. ``where`` is the file's name, with the line if the
    line is known.
    """
    return tr("{where}: {message}. Đang dùng danh mục và cài đặt trước đó.").format(where=where, message=message)


def refused_line(sentence: str) -> str:
    """The line that ``collect --once`` prints for a refused file."""
    return f"✗ {sentence}"


def repeated_line(name: str) -> str:
    """The line that ``collect --once`` prints for a file with the same bytes as an earlier file."""
    return tr("= {name}: giống hệt một tệp đã nạp, không có gì mới.").format(name=name)


def mark_line(mark: str) -> str:
    """The line that ``collect --once`` prints for a mark: a small file that records what a user entered."""
    return tr("✓ Đã ghi: {mark}.").format(mark=mark)


def loaded_line(name: str, rows: int, rejected: int, loaded: int, changed: int) -> str:
    """The line that ``collect --once`` prints for a loaded file."""
    said = {"name": name, "rows": number(rows), "loaded": number(loaded), "changed": number(changed)}
    if not rejected:
        return tr("✓ {name}: {rows} dòng, {loaded} mới, {changed} thay đổi.").format(**said)
    sentence = tr("✓ {name}: {rows} dòng, {loaded} mới, {changed} thay đổi, {rejected} dòng bị loại.")
    return sentence.format(**said, rejected=number(rejected))


def rebuilding(number: int, total: int, name: str) -> str:
    """The line that a rebuild prints after it has loaded the file ``number`` of ``total`` files."""
    return f"[{number}/{total}] {name}"


def rebuilt(count: int) -> str:
    """The message that the database was rebuilt from ``count`` files."""
    return SAID.rebuilt.format(n=number(count))


def not_rebuilt(reason: str) -> str:
    """The error message that the database could not be rebuilt."""
    return tr("Không dựng lại được cơ sở dữ liệu ({reason}). Cơ sở dữ liệu cũ vẫn còn nguyên.").format(reason=reason)
