"""Texts of the app in a browser (``cchc-tui serve``)."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, tr


class WEB(metaclass=Translated):
    """Texts of the page, and messages of the command ``serve``. The caller fills in ``{…}``."""

    title: Final = N_("Bảng cải cách hành chính")
    opening: Final = N_("Đang mở bảng …")
    closed: Final = N_("Bảng đã đóng. Trang tự mở lại sau vài giây.")
    reopen: Final = N_("Mở lại ngay")
    full: Final = N_("Đã có {most} trang đang mở, là số tối đa. Đóng bớt một trang; trang này tự thử lại.")
    foreign: Final = N_("Chỉ mở được bảng từ chính trang của bảng.")
    option_port: Final = N_("Cổng trên máy này (mặc định 8000).")
    option_host: Final = N_("Địa chỉ của máy này để nghe; mặc định 127.0.0.1, chỉ máy này kết nối được.")
    option_network: Final = N_(
        "Cho nghe ở địa chỉ mà máy khác kết nối được. Không có TLS và không hỏi mật khẩu; nên để máy chủ web của "
        "cơ quan đứng trước."
    )
    option_public_url: Final = N_(
        "Địa chỉ của trang qua máy chủ web của cơ quan, ví dụ https://bang.example.vn/. Trình duyệt chỉ mở được "
        "bảng từ đó."
    )
    option_role: Final = N_("Vai trò của người xem trang (mặc định wall: chỉ trình chiếu).")
    option_sessions: Final = N_("Số trang mở cùng lúc, nhiều nhất (mặc định 20; mỗi trang khoảng 45 MB bộ nhớ).")
    missing: Final = N_("Chưa cài phần web ({module}). Cài: pip install 'cchc-tui[web]', hoặc dùng bộ cài của cơ quan.")
    open_to_all: Final = N_(
        "CẢNH BÁO: {host} là địa chỉ mà máy khác kết nối được, không có TLS và không hỏi mật khẩu. Ai tới được cổng "
        "{port} cũng xem được bảng."
    )
    serving: Final = N_("Bảng ở {url} (nhiều nhất {most} trang). Ctrl+C để dừng.")


def not_loopback(host: str) -> str:
    """The error message for an address that other machines can reach. Such an address needs ``--network``."""
    return tr(
        "Máy khác kết nối được tới {host}, mà bảng không có TLS và không hỏi mật khẩu. Để mặc định 127.0.0.1 sau máy "
        "chủ web của cơ quan (docs/web.md), hoặc thêm --network nếu thật sự muốn."
    ).format(host=host)


def needs_public_url(host: str) -> str:
    """The error message for an address that stands for all addresses of the machine, such as 0.0.0.0.

    No browser can open such an address, so ``--public-url`` has to say where the page is.
    """
    return tr("{host} là mọi địa chỉ của máy. Ghi rõ trang mở ở đâu: --public-url https://bang.example.vn/").format(
        host=host
    )


def no_address(host: str, port: int, reason: str) -> str:
    """The error message when the command cannot use an address and port."""
    return tr("Không nghe được ở {host}, cổng {port} ({reason}). Chọn cổng khác: --port").format(
        host=host, port=port, reason=reason
    )


def bad_public_url(text: str) -> str:
    """The error message for a ``--public-url`` that is no web address."""
    return tr("“{text}” không phải địa chỉ của trang. Viết như https://bang.example.vn/.").format(text=text)
