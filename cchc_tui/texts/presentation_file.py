"""Error messages about the file ``presentation.toml``, which sets up the presentation."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated


class RIGHT(metaclass=Translated):
    """Texts that say which values are right for each key of the file. The caller fills in ``{…}``."""

    seconds: Final = N_("phải là số giây, số nguyên từ {least} đến {most}")
    rows: Final = N_("phải là số dòng, số nguyên từ {least} đến {most}")
    pages: Final = N_("mỗi trang ghi một lần, ở pages hoặc without, trong các tên: {names}")
    stay: Final = N_("mỗi mục là tên một trang và số giây; các tên: {names}")
    keys: Final = N_("không có mục này; các mục dùng được: {names}")
    toml: Final = N_("không đọc được tệp; phải là TOML, UTF-8, như: seconds = 20")


class FAULT(metaclass=Translated):
    """Error messages with the place of the error. They say that the file of the package is used instead."""

    on_the_wall: Final = N_("⚠ {where}: {right}. Đang chiếu theo tệp đi kèm chương trình.")
    found: Final = N_("{where}: {right}. Trình chiếu (F5) đang dùng tệp đi kèm chương trình.")
