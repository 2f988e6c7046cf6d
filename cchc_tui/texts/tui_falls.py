"""What is said when the app had to begin again after a fault of its own."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated


class FALLS(metaclass=Translated):
    """Sentences; ``{log}`` is the file that has the details."""

    back: Final = N_("⚠ Màn hình vừa tự mở lại sau một lỗi của chương trình. Chi tiết: {log}")
    over: Final = N_("Chương trình dừng vì một lỗi lặp lại. Dữ liệu không bị ảnh hưởng. Chi tiết: {log}")
