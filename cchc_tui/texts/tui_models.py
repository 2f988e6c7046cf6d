"""Texts of the matrix of model practices: claims, verdicts, and the figures behind a verdict."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated, Words


class MODELS(metaclass=Translated):
    """Words and sentences of the matrix. The caller fills in ``{…}``."""

    claimed: Final = N_("báo cáo")
    shown: Final = N_("thực tế")
    units: Final = N_("Số đơn vị")
    unknown: Final = N_("chưa rõ")
    unknown_sign: Final = "?"
    n_shown: Final = N_("{n} có")
    n_unseen: Final = N_("{n} chưa có")
    n_unknown: Final = N_("{n} chưa rõ")
    pioneer: Final = N_("nơi khởi xướng")
    reported: Final = N_("Báo cáo: {state}{since}{turns}{pioneer}.")
    not_reported: Final = N_("Chưa báo cáo{pioneer}.")
    since: Final = N_(" từ {when}")
    turns: Final = NN_(", {n} lượt")
    changed: Final = "{since}: {before} → {now}."
    seen_since: Final = N_("Hồ sơ từ {when}: ")
    seen_from_then: Final = N_("Hồ sơ từ đó: ")
    open_day: Final = NN_("{part} trong {whole} {weekday} có tiếp nhận hoặc trả hồ sơ, {n} hồ sơ.")
    closed_day: Final = NN_("Ngày nghỉ khác, không tiếp nhận mà vẫn ghi trả: {n} hồ sơ trong {days} ngày.")
    no_open_day: Final = N_("chưa qua {weekday} nào.")
    online: Final = N_("{weekday} {share} nộp trực tuyến ({part}/{whole}){others}.")
    same_day: Final = N_("{weekday}{share} xong ngay trong ngày nhận ({part}/{whole}){others}.")
    helper: Final = N_("{share} có ghi người hỗ trợ ({part}/{whole}).")
    others: Final = N_(", ngày khác {share} ({part}/{whole})")
    nothing: Final = N_("không có hồ sơ nào.")
    no_channel: Final = N_("kết xuất không ghi cách nộp ({whole} hồ sơ).")
    no_helper: Final = N_("kết xuất không có cột người hỗ trợ ({whole} hồ sơ).")
    needs: Final = N_("Thực tế có: từ {share}{times}; cần ít nhất {enough}.")
    times: Final = N_(" và gấp {n} lần ngày khác")
    enough_days: Final = NN_("{n} {weekday}")
    enough_dossiers: Final = NN_("{n} hồ sơ")
    unmeasured: Final = N_("Hồ sơ không cho thấy được mô hình này.")
    #: Monday first.
    weekdays: Final = (
        *(N_("thứ Hai"), N_("thứ Ba"), N_("thứ Tư"), N_("thứ Năm")),
        *(N_("thứ Sáu"), N_("thứ Bảy"), N_("Chủ Nhật")),
    )


VERDICTS = Words({"shown": N_("THỰC TẾ CÓ"), "not_shown": N_("THỰC TẾ CHƯA CÓ"), "too_few": N_("CHƯA ĐỦ SỐ LIỆU")})
#: Rollout state → its text in a column, and in a sentence.
CLAIMS = Words(
    {
        "none": (N_("chưa"), N_("chưa triển khai")),
        "planned": (N_("kế hoạch"), N_("đã có kế hoạch")),
        "running": (N_("đang"), N_("đang triển khai")),
        "done": (N_("đã"), N_("đã triển khai")),
        "": ("–", N_("chưa báo cáo")),
    }
)
#: Longer texts for wide columns.
CLAIMS_LONG = CLAIMS | Words(
    {"planned": (N_("kế hoạch"), N_("đã có kế hoạch")), "": (N_("chưa báo"), N_("chưa báo cáo"))}
)
#: Signs for columns with no room for a text.
CLAIM_SIGNS = {"none": "·", "planned": "○", "running": "◐", "done": "●", "": " "}
SIGNS: tuple[tuple[str, str], ...] = (
    ("✗", N_("báo đang hoặc đã triển khai, mà thực tế chưa có")),
    ("+", N_("thực tế có, mà chưa báo cáo triển khai")),
    ("★", N_("nơi khởi xướng mô hình")),
    (N_("→ đang"), N_("tình trạng báo cáo đã thay đổi so với mốc so sánh")),
    (N_("chưa rõ, ?"), N_("chưa đủ số liệu để biết thực tế có hay chưa")),
)
#: Signs that replace words in the narrowest columns, with their meaning.
BRIEF_SIGNS: tuple[tuple[str, str], ...] = (
    (CLAIM_SIGNS["done"], N_("báo đã triển khai")),
    (CLAIM_SIGNS["running"], N_("báo đang triển khai")),
    (CLAIM_SIGNS["planned"], N_("báo đã có kế hoạch")),
    (CLAIM_SIGNS["none"], N_("báo chưa triển khai; để trống: chưa báo cáo")),
)
