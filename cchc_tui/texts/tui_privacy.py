"""Texts about personal data: how a user asks for them, why they are refused, and how they are shown and hidden."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, Words, tr


class PRIVACY(metaclass=Translated):
    """Words and sentences about personal data. The caller fills in ``{…}``."""

    shown: Final = N_("▲ ĐANG HIỆN DỮ LIỆU CÁ NHÂN · còn {minutes} phút · U để ẩn ngay")
    shown_short: Final = N_("▲ ĐANG HIỆN DỮ LIỆU CÁ NHÂN · {minutes} phút")
    title: Final = N_("Lý do xem dữ liệu cá nhân")
    hint: Final = N_("gõ lý do, hoặc chọn một dòng dưới đây")
    logged: Final = N_("Ai xem, lúc nào, trên máy nào và lý do sẽ được ghi lại. Tự ẩn sau {minutes} phút. Esc: thôi.")
    too_short: Final = N_("Lý do cần ít nhất {n} chữ cái, để người đọc sổ ghi hiểu được.")
    option: Final = N_("Cả dữ liệu cá nhân (mã hồ sơ đủ số, ghi chú), kèm lý do; việc xem được ghi lại.")
    hidden: Final = N_("Dữ liệu cá nhân đã ẩn.")
    hidden_by_time: Final = N_("Hết giờ: dữ liệu cá nhân đã tự ẩn.")
    refused_by_office: Final = N_(
        "Cơ quan không cho hiện dữ liệu cá nhân trên màn hình (mục [privacy] may_show trong cchc.toml)."
    )
    refused_not_logged: Final = N_(
        "Không hiện được dữ liệu cá nhân vì không ghi được vào sổ ({reason}). Nhờ quản trị kiểm tra: cchc-tui doctor."
    )
    refused_presenting: Final = N_("Khi trình chiếu không hiện dữ liệu cá nhân.")
    not_yet: Final = N_("Chưa đọc xong dữ liệu, chờ một chút rồi nhấn lại.")
    officers_on: Final = N_("Đang hiện tên cán bộ. O để ẩn.")
    officers_off: Final = N_("Tên cán bộ đã ẩn, thay bằng số.")
    applicant: Final = N_("Chủ hồ sơ")
    submitter: Final = N_("Người nộp")
    phone: Final = N_("Điện thoại")
    address: Final = N_("Địa chỉ")
    sentence: Final = N_("Từ {since} đến {until}, tài khoản {user} trên máy {host}, thư mục {folder}. Lý do: {reason}.")
    noted: Final = N_("{time} Đã ghi nhận một lần xem dữ liệu cá nhân lúc {when}")
    still: Final = N_("đang xem hoặc chưa ghi lúc kết thúc")


#: Why personal data cannot be opened → the sentence.
CLOSED = Words(
    {
        "denied": N_("Tài khoản này không được mở dữ liệu cá nhân; phần còn lại vẫn xem được. Nhờ quản trị cấp quyền."),
        "gone": N_("Không có tệp dữ liệu cá nhân. Tiến trình nhận tệp sẽ dựng lại; xem: cchc-tui doctor."),
        "broken": N_("Không đọc được tệp dữ liệu cá nhân. Tiến trình nhận tệp sẽ dựng lại; xem: cchc-tui doctor."),
        "other": N_("Dữ liệu cá nhân đang được dựng lại. Làm lại sau ít phút."),
    }
)
#: The list of accesses on the board of data sources: its name, its text if it is empty, and its short name.
VIEW = (N_("lượt xem dữ liệu cá nhân"), N_("Chưa ai xem dữ liệu cá nhân."), N_("lượt xem"))
#: The reasons for an access from which a user can choose.
REASONS = (
    N_("công dân hỏi tại quầy"),
    N_("đối chiếu hồ sơ với đơn vị"),
    N_("lãnh đạo yêu cầu kiểm tra một hồ sơ"),
)


def reason_text(reason: str) -> str:
    """A stored reason for an access, for display. If it is one of ``REASONS``, it is given in the current language."""
    return tr(reason) if reason in REASONS else reason


COLUMNS = {
    "whole_code": (N_("Mã hồ sơ"), N_("mã đủ số; chỉ có khi đang hiện dữ liệu cá nhân")),
    "applicant": (N_("Chủ hồ sơ"), N_("người hoặc tổ chức đứng tên; chỉ có khi đang hiện dữ liệu cá nhân")),
    "looked_from": (N_("Từ"), N_("lúc bắt đầu xem dữ liệu cá nhân")),
    "looked_to": (N_("Đến"), N_("lúc kết thúc; nếu chưa ghi, lúc tự ẩn")),
    "looker": (N_("Người xem"), N_("tài khoản trên máy; chỉ hiện khi được hiện tên cán bộ")),
    "reason": (N_("Lý do"), N_("lý do người xem đã ghi; chỉ có khi đang hiện dữ liệu cá nhân")),
}
