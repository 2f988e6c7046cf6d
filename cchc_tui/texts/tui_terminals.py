"""Texts about the appearance of the app: themes, drawing with ASCII characters only, and the mouse."""

from __future__ import annotations

from cchc_tui.texts.language import N_, Translated, Words

#: Theme → its name, which says its purpose.
THEMES = Words(
    {
        "dark": N_("nền tối, cho phòng tối"),
        "light": N_("nền sáng, cho phòng sáng"),
        "contrast": N_("tương phản cao, cho máy chiếu yếu"),
        "deuteranopia": N_("xanh dương và cam, cho người khó phân biệt đỏ với xanh lá"),
    }
)


class APPEARANCE(metaclass=Translated):
    """Sentences about the app's appearance. The caller fills in ``{…}``."""

    theme_is = N_("Màu: {name}")
    mouse_on = N_("Chuột: bật. Nhấn chọn dòng, nhấn lần nữa để mở; lăn để cuộn.")
    mouse_off = N_("Chuột: tắt. Rê chuột để bôi đen và chép chữ như trên mọi cửa sổ lệnh.")
    no_mouse_here = N_("Màn hình này không dùng chuột được.")
