"""Texts of the help about figures: how each figure is computed, with the source of the rule.

A rule describes what the program does. Its source is the article about the meeting, a file of the office's registry, or
a convention of this program if no public source was found. No other sources are claimed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from cchc_tui.texts.language import N_, NN_, Translated, Words


class Rule(NamedTuple):
    """The rule by which a figure is computed (``words``), and where the rule comes from ("": no source)."""

    words: str
    source: str = ""


class HELP(metaclass=Translated):
    """Words and sentences of the help. The caller fills in ``{…}``."""

    chosen: Final = N_("ĐANG CHỌN")
    computed: Final = N_("CÁCH TÍNH")
    source: Final = N_("Nguồn: {source}")
    rule_source: Final = N_("Nguồn của cách tính: {source}")
    counted_so: Final = N_("Tính: {rule}")
    over: Final = N_("ĐANG MỞ")
    scroll: Final = N_("↑ ↓ cuộn · Esc đóng")
    letters: Final = N_("gõ chữ")
    letters_do: Final = N_("có dấu hay không dấu đều được")
    change_before: Final = N_("số ở cột trước tăng hay giảm bao nhiêu so với mốc so sánh")
    # explanations of the row under the cursor, with its figures
    late_sum: Final = N_("Trễ {late} = giải quyết trễ hạn {resolved_late} + quá hạn {overdue}.")
    unclosed_part: Final = N_("Trong đó {n} hồ sơ chỉ trễ vì phần mềm chưa kết thúc: kết quả đã trả.")
    rate_sum: Final = N_(
        "Tỷ lệ trễ {rate} = {late} / {counted} (đã giải quyết {resolved} + đang mở {open}; không kể hồ sơ tạm dừng, "
        "rút, trả lại)."
    )
    total_sum: Final = N_(
        "Tổng số {total} = đúng hạn {on_time} + giải quyết trễ hạn {resolved_late} + quá hạn {overdue} + trong hạn "
        "{in_time} + tạm dừng {waiting} + rút, trả lại {withdrawn}."
    )
    median_is: Final = N_(
        "Số ngày trễ ở giữa (trung vị) là {n}: nửa số hồ sơ trễ đã trễ lâu hơn chừng ấy ngày làm việc."
    )
    figure_is: Final = N_("{title} {value}: {rule}.")
    target_is: Final = N_("Chỉ tiêu của {title} là {target} (targets.toml): {distance}.")
    reached: Final = N_("đã đạt")
    rank_by: Final = N_("hạng theo {figure}, trong các dòng của bảng")
    change_of: Final = N_("{figure} thay đổi bao nhiêu so với mốc so sánh (c chọn mốc khác)")
    claimed_is: Final = N_(
        "{claimed} đơn vị báo đang hoặc đã triển khai: thực tế {shown} có, {unseen} chưa có, {unknown} chưa rõ; "
        "{planned} đơn vị có kế hoạch."
    )
    also_shown: Final = NN_("Thêm {n} đơn vị thực tế có mà chưa báo cáo triển khai.")
    shown_alone: Final = NN_("Thực tế {n} đơn vị có; chưa có báo cáo triển khai nào.")


ARTICLE = N_("bài về cuộc họp ngày 10/11/2021 của UBND thành phố Cao Lãnh")
OURS = N_("quy ước của chương trình")
_STATUSES = N_("statuses.toml (mã trạng thái dùng chung của các phần mềm một cửa)")
_COMPARE = N_("cchc.toml, mục compare: theo giờ hay theo ngày; các phần mềm một cửa dùng cả hai cách")
_CALENDAR = N_("calendar.toml (ngày nghỉ, ngày làm bù) và lịch nghỉ lễ Việt Nam")
_PRACTICES = N_("practices.toml (ngưỡng do địa phương đặt)")
_LAW = N_("Luật 91/2025/QH15 về bảo vệ dữ liệu cá nhân")
_UNITS = N_("units.toml; các nghị quyết sắp xếp đơn vị, như NQ 1284/NQ-UBTVQH15 và NQ 1663/NQ-UBTVQH15")

#: State of a dossier → the condition for it.
STATES: Words[str, Rule] = Words(
    {
        "resolved_on_time": Rule(
            N_("Có ngày kết thúc xử lý, không sau hạn trả. Ngày trả kết quả không quyết định."), _COMPARE
        ),
        "resolved_late": Rule(
            N_("Giải quyết trễ hạn: ngày kết thúc xử lý sau hạn trả. Ngày trả kết quả không quyết định."), _COMPARE
        ),
        "overdue": Rule(N_("Quá hạn: chưa kết thúc, không tạm dừng, và hạn trả đã qua vào lúc đang xem."), _COMPARE),
        "due_soon": Rule(N_("Sắp đến hạn: đang mở, còn không quá 24 giờ làm việc là đến hạn trả."), OURS),
        "in_time": Rule(N_("Trong hạn: đang mở và chưa đến hạn trả; không có hạn trả cũng tính là không trễ."), OURS),
        "waiting": Rule(
            N_("Tạm dừng: chờ bổ sung giấy tờ hoặc nghĩa vụ tài chính; đồng hồ dừng nên không bao giờ trễ."), _STATUSES
        ),
        "withdrawn": Rule(N_("Rút, từ chối hoặc trả lại: không tính đúng hạn, cũng không tính trễ."), _STATUSES),
        "not_yet": Rule(N_("Ngày tiếp nhận ở sau lúc đang xem, nên chưa tính."), ""),
        "unclosed": Rule(
            N_("Chưa kết thúc trên phần mềm: đã có ngày trả kết quả mà chưa có ngày kết thúc xử lý."), ARTICLE
        ),
    }
)
#: Screen → how the board's figures are computed.
BOARDS: Words[str, Rule] = Words(
    {
        "overview": Rule(
            N_(
                "Trễ hạn = giải quyết trễ hạn + quá hạn, trong năm dương lịch của lúc đang xem: hồ sơ giải quyết trong "
                "năm và hồ sơ còn mở. Mỗi hồ sơ thuộc cấp của đơn vị giải quyết. “Vừa thay đổi” là điều kết xuất sau "
                "khác kết xuất trước."
            ),
            ARTICLE,
        ),
        "late": Rule(
            N_(
                "Trễ hạn = giải quyết trễ hạn (kết thúc sau hạn trả) + quá hạn (chưa kết thúc mà hạn trả đã qua). Hạn "
                "chỉ ghi ngày là hết ngày ấy; ngày kết thúc chỉ ghi ngày là đầu ngày ấy. Hạng theo số trễ trong các "
                "dòng của bảng: cả hai cấp, hoặc một cấp khi chỉ xem cấp ấy; bằng nhau thì cùng hạng. Trang của một "
                "đơn vị ghi hạng trong cấp của nó."
            ),
            _COMPARE,
        ),
        "due": Rule(
            N_(
                "Hồ sơ đang mở, chưa quá hạn lúc đang xem và có hạn trả trước khi hết ngày. Hồ sơ tạm dừng không kể vì "
                "đồng hồ của nó dừng."
            ),
            OURS,
        ),
        "changes": Rule(
            N_(
                "± là số lúc đang xem trừ số ở mốc so sánh. “Quá hạn đã giải quyết”: quá hạn ở mốc so sánh, lúc đang "
                "xem đã có ngày kết thúc. “Quá hạn mới”: quá hạn lúc đang xem mà ở mốc so sánh thì chưa. Trang trình "
                "chiếu chỉ xếp tỷ lệ trễ của đơn vị có từ 50 hồ sơ, vì ở đơn vị nhỏ một hồ sơ đã làm tỷ lệ thay đổi "
                "nhiều."
            ),
            OURS,
        ),
        "forecast": Rule(
            N_(
                "Dự báo = trễ hiện nay + số lớn hơn trong hai số: thêm trễ mỗi ngày × số ngày làm việc còn lại; đến "
                "hạn trong tháng − giải quyết mỗi ngày × số ngày làm việc còn lại. Hai mức mỗi ngày lấy của 20 ngày "
                "làm việc trước danh sách mới nhất."
            ),
            OURS,
        ),
        "directives": Rule(
            N_(
                "Quá hạn: hết ngày hạn mà chưa đạt; sắp đến hạn: còn không quá 3 ngày làm việc. Có chỉ tiêu thì đạt "
                "là số liệu giữ được chỉ tiêu từ một lúc nào đó liền đến nay; không có chỉ tiêu thì theo báo cáo. "
                "Dấu ? là số liệu hiện không có, tình trạng là lần biết sau cùng."
            ),
            N_("chỉ đạo ghi tại cuộc họp, mẫu Chỉ đạo, số liệu của bảng nêu ở chỉ tiêu"),
        ),
        "directive_page": Rule(
            N_("Đạt: số liệu giữ được chỉ tiêu liền đến nay; tụt lại thì lại là chưa đạt. Gia hạn không xóa hạn cũ."),
            N_("các mốc đã ghi của chỉ đạo, số liệu của bảng nêu ở chỉ tiêu"),
        ),
        "meeting_log": Rule(
            N_(
                "Số liệu: mọi cột của hai cấp và cột chính của từng đơn vị, ở đầu và cuối cuộc họp, chỉ những số "
                "khác nhau. Tệp: đến trong cuộc họp, hoặc có thời điểm trong cuộc họp."
            ),
            N_("mốc đầu và cuối cuộc họp, các tệp đã nhận"),
        ),
        "rollout": Rule(
            N_(
                "“Báo cáo” là điều báo cáo nhân rộng mô hình ghi. “Thực tế” là tỷ lệ đo từ hồ sơ của đơn vị kể từ "
                "ngày báo bắt đầu (chưa báo thì 60 ngày gần nhất); đủ số liệu và đạt ngưỡng thì thực tế mới là có."
            ),
            _PRACTICES,
        ),
        "evidence": Rule(N_("Các hồ sơ được đếm vào phần “thực tế” của ô vừa mở."), _PRACTICES),
        "exports": Rule(
            N_(
                "Tệp được nhận ra theo nội dung, không theo tên. Dòng thiếu mã, thiếu ngày tiếp nhận hoặc có ngày "
                "không đọc được thì bị loại kèm lý do. Phát hiện là điều chính các kết xuất cho thấy: so mọi bản từng "
                "thấy của mỗi hồ sơ."
            ),
            OURS,
        ),
        "unit": Rule(
            N_(
                "Danh sách gồm đúng những hồ sơ được đếm vào con số của dòng vừa mở. Số ngày trễ là số ngày làm việc "
                "từ hạn trả đến ngày kết thúc, chưa kết thúc thì đến lúc đang xem."
            ),
            _CALENDAR,
        ),
        "dossier": Rule(
            N_("Tình trạng theo hạn trả và ngày kết thúc của bản mới nhất tính đến lúc đang xem."), _COMPARE
        ),
        "tiles": Rule(N_("Năm mức màu, mỗi mức là một phần năm của số lớn nhất trên bản đồ."), _UNITS),
        "present": Rule(N_("Như các bảng; mỗi trang tính lại khi có số liệu mới."), ARTICLE),
    }
)
#: Column → how its figure is computed.
COLUMNS: Words[str, Rule] = Words(
    {
        "rank": Rule(N_("đếm từ số lớn nhất; bằng nhau thì cùng hạng; muốn xếp theo hạng thì xếp theo chính số ấy")),
        "late": Rule("", ARTICLE),
        "overdue": Rule(N_("chưa kết thúc, không tạm dừng, hạn trả trước lúc đang xem"), _COMPARE),
        "unclosed": Rule(N_("có ngày trả kết quả, không có ngày kết thúc xử lý"), ARTICLE),
        "rate": Rule(N_("trễ / (giải quyết đúng hạn + giải quyết trễ hạn + quá hạn + trong hạn)")),
        "late_rate": Rule(N_("trễ / (giải quyết đúng hạn + giải quyết trễ hạn + quá hạn + trong hạn)")),
        "median": Rule(N_("số đứng giữa khi xếp các hồ sơ trễ theo số ngày làm việc đã trễ"), _CALENDAR),
        "total": Rule(N_("đúng hạn + giải quyết trễ hạn + quá hạn + trong hạn + tạm dừng + rút, trả lại")),
        "spark": Rule(N_("số trễ lúc hết mỗi ngày, theo các bản biết được khi ấy")),
        "days": Rule(N_("ngày làm việc từ hạn trả đến ngày kết thúc, hoặc đến lúc đang xem"), _CALENDAR),
        "code": Rule(N_("số thứ tự trong mã được che vì tra ra được người nộp"), _LAW),
        "state": Rule(N_("theo trạng thái, hạn trả và ngày kết thúc; xem phần đang chọn"), _STATUSES),
        "level": Rule(N_("phòng ban là cấp thành phố; phường, xã là cấp xã"), _UNITS),
        "unit": Rule(N_("cột nào của kết xuất ghi đúng một đơn vị có tên vào ngày ấy; không rõ thì nêu riêng"), _UNITS),
        "rejected": Rule(N_("thiếu mã, thiếu ngày tiếp nhận, hoặc có ngày không đọc được")),
        "loaded": Rule(N_("hồ sơ chưa từng có"), ""),
        "changed": Rule(N_("hồ sơ khác lần trước"), ""),
        "unchanged": Rule(N_("hồ sơ như lần trước"), ""),
        "older": Rule(N_("dòng mà danh sách mới hơn, hay dòng sau trong tệp, đã thay"), ""),
        "moment": Rule(N_("lúc kết xuất ghi trong tệp; không ghi thì lúc lưu tệp")),
        "officer": Rule(N_("tên chỉ hiện khi bật; không thì đánh số"), _LAW),
        "claimed": Rule(N_("đơn vị báo “đang triển khai” hoặc “đã triển khai”"), _PRACTICES),
        "shown": Rule(N_("hồ sơ đạt ngưỡng của mô hình kể từ ngày báo bắt đầu"), _PRACTICES),
        "differs": Rule(N_("so hai bản liền nhau của cùng hồ sơ"), ""),
        "ours": Rule(N_("đếm lại từ danh sách hồ sơ, cùng đơn vị và cùng kỳ")),
    }
)
_DUE_RANK = N_("hạng theo số hồ sơ đến hạn hôm nay, trong các dòng của bảng")
_DUE_CHANGE = N_("số hồ sơ đến hạn hôm nay thay đổi bao nhiêu so với mốc so sánh (c chọn mốc khác)")
_EXPECTED_RANK = N_("hạng theo số trễ dự báo, trong các dòng của bảng")
_EXPECTED_CHANGE = N_("số trễ dự báo thay đổi bao nhiêu so với mốc so sánh (c chọn mốc khác)")
_WORST_RANK = N_("thứ tự theo số hồ sơ trễ, cả hai cấp chung")
_CLAIMED_CHANGE = N_("số đơn vị báo cáo thay đổi bao nhiêu so với mốc so sánh (c chọn mốc khác)")
#: List and column → what the column counts there, if that differs from other lists.
COUNTED_HERE: Words[str, str] = Words(
    {
        "due.rank": _DUE_RANK,
        "due.change": _DUE_CHANGE,
        "forecast.rank": _EXPECTED_RANK,
        "forecast.change": _EXPECTED_CHANGE,
        "overview.rank": _WORST_RANK,
        "models.change": _CLAIMED_CHANGE,
    }
)
#: Signs in the chart of a unit's last days.
CHART_SIGNS = (
    (
        N_("30 ngày"),
        N_(
            "cột cao dần theo số hồ sơ trễ lúc hết mỗi ngày; biểu đồ (phím t) có thêm số tiếp nhận và số giải quyết "
            "trong ngày; mọi ngày tính theo danh sách mới nhất, số đã báo lúc đó xem bằng phím { }; phần xám là những "
            "ngày sau danh sách đó hơn 2 ngày"
        ),
    ),
    ("╋", N_("ngày có cuộc họp, dưới biểu đồ")),
    ("≈", N_("chân trục biểu đồ: trục bắt đầu từ số ghi ở đó, không từ 0")),
)
#: Kind of a finding → the condition for it.
FINDINGS: Words[str, Rule] = Words(
    {
        "backdated": Rule(N_("Kết xuất sau ghi ngày kết thúc sớm hơn kết xuất trước đã ghi."), OURS),
        "closed_in_past": Rule(
            N_("Kết xuất trước còn ghi chưa kết thúc; kết xuất sau ghi ngày kết thúc ở trước lúc ấy."), OURS
        ),
        "due_moved": Rule(N_("Hạn trả được dời muộn hơn, khi hạn cũ đã qua ở lần cuối còn thấy hạn ấy."), OURS),
        "finished_is_due": Rule(N_("Giờ kết thúc trùng giờ hẹn trả đến từng giây, cả hai đều ghi giờ."), OURS),
        "vanished": Rule(N_("Danh sách mới hơn, cùng phạm vi, không còn hồ sơ này; hết khi thấy lại."), OURS),
        "reconciliation": Rule(
            N_("Báo cáo tổng hợp khác số đếm từ danh sách hồ sơ, hoặc các cột của nó không cộng đúng."), OURS
        ),
        "impossible": Rule(N_("Các ngày không thể cùng đúng, hoặc ở sau thời điểm kết xuất hơn một ngày."), OURS),
        "code_date": Rule(N_("Ngày yymmdd trong mã hồ sơ khác ngày tiếp nhận."), OURS),
        "no_due": Rule(N_("Không ghi hạn trả: tính là không trễ, và nêu ra ở đây."), OURS),
        "unknown_unit": Rule(N_("Tên đơn vị không khớp đơn vị nào, hoặc khớp hai: nêu ra, không đoán."), _UNITS),
        "duplicate": Rule(N_("Một mã có hai dòng trong cùng tệp: lấy dòng sau."), OURS),
    }
)
#: Verdict on a file → the condition for it.
FILES: Words[str, Rule] = Words(
    {
        "accepted": Rule(N_("Đã nhận: mọi dòng đều đọc được và đã nạp."), ""),
        "partial": Rule(N_("Một phần: dòng đọc được đã nạp; dòng không đọc được bị loại, giữ lại kèm lý do."), ""),
        "refused": Rule(N_("Từ chối: không nhận ra loại tệp hoặc không đọc được; không bảng nào thay đổi."), ""),
        "repeated": Rule(N_("Trùng: giống từng byte một tệp đã nạp, nên không nạp lại."), ""),
    }
)
#: Kind of evidence of a model practice → what is counted.
MEASURES: Words[str, Rule] = Words(
    {
        "open-day": Rule(
            N_("Số ngày của thứ ấy có tiếp nhận hồ sơ (hoặc trả kết quả nhiều hơn hẳn ngày đóng cửa) / số ngày."),
            _PRACTICES,
        ),
        "online": Rule(
            N_("Số hồ sơ nộp trực tuyến / số hồ sơ tiếp nhận vào thứ ấy, so với các ngày làm việc khác."), _PRACTICES
        ),
        "same-day": Rule(
            N_("Số hồ sơ xong ngay trong ngày nhận / số hồ sơ tiếp nhận, không kể hồ sơ rút, từ chối."), _PRACTICES
        ),
        "helper": Rule(N_("Số hồ sơ có ghi người hỗ trợ / số hồ sơ, ở đơn vị mà kết xuất có cột ấy."), _PRACTICES),
    }
)
