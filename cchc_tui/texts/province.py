"""Texts about boards that cities publish on the server of their province."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated


class PROVINCE(metaclass=Translated):
    """Help texts and messages about published boards. The caller fills in ``{…}``."""

    option_to: Final = N_("Địa chỉ PostgreSQL của tỉnh: postgresql://user@host/db (mặc định: server ở [publish]).")
    option_as_of: Final = N_("Thời điểm của số liệu, ví dụ 2021-11-10T08:30 (mặc định: bây giờ).")
    option_create: Final = N_("Tạo các bảng trên máy chủ rồi dừng (tỉnh làm một lần).")
    option_city: Final = N_("Chỉ thành phố này (dùng được nhiều lần), khi --data là máy chủ của tỉnh.")
    done: Final = N_("Đã công bố {rows} dòng của {city}, lúc {at}.")
    created: Final = N_("Các bảng đã sẵn sàng trên máy chủ.")
    no_server: Final = N_("Chưa có máy chủ: thêm --to postgresql://… hoặc server = … ở mục [publish] của cchc.toml.")
    not_a_server: Final = N_("{to} không phải địa chỉ postgresql://…")
    no_list: Final = N_("Chưa có danh sách hồ sơ nào đến thời điểm này, nên không công bố gì.")
    password_in_address: Final = N_(
        "Địa chỉ có mật khẩu, người khác trên máy này đọc được. Bỏ mật khẩu khỏi địa chỉ, ghi vào tệp PGPASSFILE hoặc "
        "tệp ở password_file của mục [publish], chỉ chủ tệp đọc được (chmod 600)."
    )
    no_driver: Final = N_("Thiếu thư viện PostgreSQL. Cài bằng: pip install 'cchc-tui[province]'")
    no_tables: Final = N_("Máy chủ chưa có bảng của cchc-tui. Tỉnh tạo một lần bằng: cchc-tui publish --create")
    unreachable: Final = N_("Không dùng được máy chủ của tỉnh: {reason}. Số liệu ở đó vẫn như trước.")
    refused: Final = N_("Máy chủ của tỉnh từ chối: {reason}. Số liệu ở đó vẫn như trước.")
    again: Final = N_("Máy chủ của tỉnh: {reason}. Làm lại sau {seconds} giây.")
    only_boards: Final = N_(
        "Máy chủ của tỉnh chỉ có số đếm theo đơn vị, đọc bằng: cchc-tui board TÊN --data postgresql://… Hồ sơ, cán bộ "
        "và màn hình chỉ có ở thư mục dữ liệu của từng thành phố."
    )
    not_published: Final = N_("Bảng {board} không được công bố lên tỉnh. Các bảng có ở đó: {boards}.")
    only_by_unit: Final = N_("Máy chủ của tỉnh chỉ có số đếm theo đơn vị; {option} chỉ dùng với thư mục dữ liệu.")
    unknown_city: Final = N_("Chưa có số liệu của {city}. Các thành phố đã công bố: {cities}.")
    nothing_until: Final = N_("Chưa thành phố nào công bố số liệu đến thời điểm này.")
    city_needs_server: Final = N_("--city chỉ dùng khi --data là máy chủ của tỉnh (postgresql://…).")
