"""Texts of the presentation's page of changes."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated


class CHANGES(metaclass=Translated):
    """Words and sentences about changes. Each sentence names its unit and what it counts.

    The caller fills in ``{…}``.
    """

    better: Final = N_("TỐT LÊN")
    worse: Final = N_("XẤU ĐI")
    nobody: Final = N_("không đơn vị nào")
    overdue_rose: Final = N_("{unit}: quá hạn tăng {n}")
    overdue_fell: Final = N_("{unit}: quá hạn giảm {n}")
    rate_rose: Final = N_("{unit}: tỷ lệ trễ tăng {n} điểm")
    rate_fell: Final = N_("{unit}: tỷ lệ trễ giảm {n} điểm")
    from_to: Final = N_("{before} → {now}")
    resolved: Final = NN_("hồ sơ quá hạn đã giải quyết")
    new: Final = NN_("hồ sơ mới quá hạn")
    by_level: Final = N_("cấp thành phố {city} · cấp xã {commune}")
    legend: Final = N_("Quá hạn: đang mở, đã qua hạn trả. Tỷ lệ trễ: chỉ xếp đơn vị có từ {n} hồ sơ.")
    no_rates: Final = N_("Quá hạn: đang mở, đã qua hạn trả. Mốc so sánh ở năm khác nên không so tỷ lệ trễ.")
    whole_city: Final = N_("Toàn thành phố: {resolved} hồ sơ quá hạn đã được giải quyết, {new} hồ sơ mới quá hạn.")
    no_reference: Final = N_("Chưa có mốc nào trước đó để so sánh.")
