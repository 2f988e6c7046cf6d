"""What is said after a fault of the app's own: what one did failed, or the app had to begin again."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated


class FALLS(metaclass=Translated):
    """Sentences; ``{log}`` is the file that has the details."""

    back: Final = N_("⚠ Màn hình vừa tự mở lại sau một lỗi của chương trình. Chi tiết: {log}")
    hand: Final = N_("⚠ Thao tác vừa rồi gặp lỗi ({reason}); các phần khác vẫn dùng được.")
    over: Final = N_("Chương trình dừng vì một lỗi lặp lại. Dữ liệu không bị ảnh hưởng. Chi tiết: {log}")
