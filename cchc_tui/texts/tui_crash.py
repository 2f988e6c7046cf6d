"""Messages after an internal error: about an action that failed, or a restart of the app."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated


class CRASH(metaclass=Translated):
    """Messages after an internal error. The caller fills in ``{log}``, the file with the details."""

    back: Final = N_("⚠ Màn hình vừa tự mở lại sau một lỗi của chương trình. Chi tiết: {log}")
    hand: Final = N_("⚠ Thao tác vừa rồi gặp lỗi ({reason}); các phần khác vẫn dùng được.")
    over: Final = N_("Chương trình dừng vì một lỗi lặp lại. Dữ liệu không bị ảnh hưởng. Chi tiết: {log}")
