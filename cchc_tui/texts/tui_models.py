"""What the matrix of models says: claimed beside shown, and the figures behind a verdict in sentences."""

from __future__ import annotations

from typing import Final


class MODELS:
    """Words and sentences; ``{…}`` is filled in by the caller."""

    claimed: Final = "nhận"
    shown: Final = "thấy"
    units: Final = "Số đơn vị"
    unknown: Final = "chưa rõ"
    unknown_sign: Final = "?"
    pioneer: Final = "nơi khởi xướng"
    reported: Final = "Báo cáo: {state}{since}{turns}{pioneer}."
    not_reported: Final = "Chưa báo cáo{pioneer}."
    since: Final = " từ {when}"
    turns: Final = ", {n} lượt"
    changed: Final = "{since}: {before} → {now}."
    seen_since: Final = "Hồ sơ từ {when}: "
    seen_from_then: Final = "Hồ sơ từ đó: "
    open_day: Final = "{part} trong {whole} {weekday} có tiếp nhận hoặc trả hồ sơ, {n} hồ sơ."
    closed_day: Final = "Ngày nghỉ khác, không tiếp nhận mà vẫn ghi trả: {n} hồ sơ trong {days} ngày."
    no_open_day: Final = "chưa qua {weekday} nào."
    online: Final = "{weekday} {share} nộp trực tuyến ({part}/{whole}){others}."
    same_day: Final = "{weekday}{share} xong ngay trong ngày nhận ({part}/{whole}){others}."
    helper: Final = "{share} có ghi người hỗ trợ ({part}/{whole})."
    others: Final = ", ngày khác {share} ({part}/{whole})"
    nothing: Final = "không có hồ sơ nào."
    no_channel: Final = "kết xuất không ghi cách nộp ({whole} hồ sơ)."
    no_helper: Final = "kết xuất không có cột người hỗ trợ ({whole} hồ sơ)."
    needs: Final = "Thấy rõ: từ {share}{times}; cần ít nhất {enough}."
    times: Final = " và gấp {n} lần ngày khác"
    enough_days: Final = "{n} {weekday}"
    enough_dossiers: Final = "{n} hồ sơ"
    unmeasured: Final = "Hồ sơ không cho thấy được mô hình này."
    evidence_of: Final = "Hồ sơ làm chứng"


VERDICTS = {"shown": "THẤY RÕ", "not_shown": "CHƯA THẤY", "too_few": "CHƯA ĐỦ SỐ LIỆU"}
#: Rollout state → in a column, and in a sentence.
CLAIMS = {
    "none": ("chưa", "chưa triển khai"),
    "planned": ("k.hoạch", "đã có kế hoạch"),
    "running": ("đang", "đang triển khai"),
    "done": ("đã", "đã triển khai"),
    "": ("–", "chưa báo cáo"),
}
#: Where there is room.
CLAIMS_LONG = CLAIMS | {"planned": ("kế hoạch", "đã có kế hoạch"), "": ("chưa báo", "chưa báo cáo")}
#: Where there is hardly any.
CLAIM_SIGNS = {"none": "·", "planned": "○", "running": "◐", "done": "●", "": " "}
#: Monday first.
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ Nhật")
SIGNS: tuple[tuple[str, str], ...] = (
    ("✗", "báo đang hoặc đã triển khai, mà hồ sơ chưa cho thấy"),
    ("+", "hồ sơ cho thấy, mà chưa báo triển khai"),
    ("★", "nơi khởi xướng mô hình"),
    ("→ đang", "tình trạng báo cáo đã đổi so với mốc so sánh"),
    ("chưa rõ", "chưa đủ số liệu để nói thấy hay chưa"),
)
