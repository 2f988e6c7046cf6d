"""Sentences about the problems in exports: the place, what is wrong, what was expected, and what to do.

A template may contain ``{value}`` and ``{expected}`` from the problem. The place stands in front of the sentence.
"""

from __future__ import annotations

from typing import Final

from cchc_tui.domain.problems import Problem
from cchc_tui.texts.language import N_, Translated, Words, tr

_TEXTS = Words(
    {
        # Problems of the whole file.
        "empty": N_("tệp rỗng, không có dữ liệu. Kết xuất lại từ phần mềm một cửa rồi gửi lại."),
        "truncated": N_(
            "tệp bị cắt giữa chừng, phần cuối chưa có. Chờ chép xong hoặc chép lại cả tệp. Nếu vẫn lỗi: Kết xuất lại "
            "từ phần mềm một cửa rồi gửi lại."
        ),
        "encrypted": N_("tệp có mật khẩu nên không đọc được. Mở tệp, bỏ mật khẩu, lưu lại rồi gửi lại."),
        "not_a_table": N_(
            "đây là tệp {value}, không phải bảng. Cần danh sách dạng .xlsx, .xls, .ods hoặc .csv; nếu là tệp nén thì "
            "giải nén trước."
        ),
        "old_format": N_(
            "tệp là Excel kiểu cũ ({value}), không đọc được. Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành "
            "(Save As) dạng .xlsx rồi gửi lại; nếu chữ Việt bị vỡ thì kết xuất lại từ phần mềm dạng .xlsx hoặc .csv."
        ),
        "no_heading": N_(
            "không nhận ra dòng tiêu đề của loại bảng nào. Cần danh sách hồ sơ có cột "
            "“Số hồ sơ” hoặc “Mã hồ sơ” và “Ngày tiếp nhận”, bảng tổng hợp theo đơn vị, hoặc bảng nhân rộng mô hình."
        ),
        "nothing_taken": N_(
            "cả {value} dòng dữ liệu đều bị loại, không nạp được dòng nào. Xem lý do từng dòng bên dưới, sửa rồi gửi "
            "lại."
        ),
        "archive_damaged": N_(
            "bản lưu nén trong archive bị hỏng, không đọc lại được. Lấy lại tệp này từ bản sao lưu, đặt vào đúng chỗ "
            "trong archive rồi chạy: cchc-tui rebuild."
        ),
        "missing_column": N_(
            "thiếu cột bắt buộc: {expected}. Kết xuất lại với đủ cột, hoặc thêm cách viết tiêu đề đó vào "
            "registry/headings.toml."
        ),
        "dates_unclear": N_(
            "cột “{value}” lẫn lộn ngày/tháng và tháng/ngày nên không biết ngày nào đúng. Kết xuất lại trên máy đặt "
            "định dạng ngày dd/mm/yyyy."
        ),
        "due_or_returned": N_(
            "cột “{value}” là ngày hẹn trả hay ngày đã trả? Số liệu trong tệp không cho biết. Kết xuất lại với cột "
            "“Ngày hẹn trả”, hoặc ghi tiêu đề này vào due (ngày hẹn trả) hay returned (ngày đã trả) và bỏ nó khỏi "
            "due_or_returned trong registry/headings.toml."
        ),
        "legacy_encoding": N_(
            "chữ viết bằng bảng mã cũ {value}, không đọc được tiêu đề. Chuyển sang Unicode (ví dụ bằng công cụ UniKey: "
            "Ctrl+Shift+F6), lưu lại rồi gửi lại."
        ),
        "bomb": N_(
            "nội dung khi giải nén quá lớn ({value}, cho phép {expected}). Xóa các dòng, cột trống ở xa bảng rồi lưu "
            "lại; nếu vẫn vậy thì không mở tệp này."
        ),
        "too_large": N_(
            "tệp quá lớn ({value}, cho phép {expected}). Kết xuất theo từng khoảng thời gian ngắn hơn, hoặc nâng "
            "limits.file_mb trong cchc.toml."
        ),
        "too_many_rows": N_(
            "quá nhiều dòng ({value}, cho phép {expected}). Kết xuất theo từng khoảng thời gian ngắn hơn, hoặc nâng "
            "limits.rows trong cchc.toml."
        ),
        "too_wide": N_(
            "có ô ở quá xa bên phải ({value}, cho phép {expected} cột). Xóa các cột trống bên phải bảng rồi lưu lại."
        ),
        "link": N_("đây là liên kết (symlink), không phải tệp. Chép chính tệp gốc vào thư mục nhận."),
        "not_a_file": N_("đây không phải tệp thường ({value}). Chép một tệp bảng tính hoặc .csv vào thư mục nhận."),
        "no_permission": N_(
            "không có quyền đọc tệp. Cấp quyền đọc cho người dùng chạy chương trình (ví dụ: chmod g+r)."
        ),
        "vanished": N_("tệp đã bị xóa hoặc đổi tên trước khi đọc xong. Chép lại vào thư mục nhận."),
        "cannot_open": N_("không mở được tệp ({value}). Kiểm tra ổ đĩa và kết nối mạng rồi chép lại."),
        "broken": N_(
            "nội dung tệp bị hỏng ({value}). Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) dạng .xlsx "
            "rồi gửi lại."
        ),
        "out_of_memory": N_(
            "đọc tệp cần nhiều bộ nhớ hơn mức cho phép ({expected}). Xóa các dòng, cột trống rồi lưu lại, chia nhỏ "
            "tệp, hoặc nâng limits.memory_mb trong cchc.toml."
        ),
        "out_of_cpu": N_(
            "đọc tệp mất quá nhiều thời gian xử lý (cho phép {expected}). Chia nhỏ tệp, hoặc nâng limits.cpu_seconds "
            "trong cchc.toml."
        ),
        "out_of_time": N_(
            "đọc tệp quá lâu (cho phép {expected}). Chia nhỏ tệp, hoặc nâng limits.wall_seconds trong cchc.toml."
        ),
        "reader_died": N_(
            "tiến trình đọc tệp dừng đột ngột ({value}). Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) "
            "dạng .xlsx rồi gửi lại."
        ),
        "bad_registry": N_(
            "danh mục của đơn vị có lỗi nên chưa đọc được tệp ({value}). Sửa dòng đó trong thư mục registry rồi gửi "
            "lại tệp."
        ),
        "bad_mark": N_(
            "tệp mở đầu như một dấu cuộc họp nhưng phần sau không đúng mẫu. Nhấn m trong chương trình để "
            "đánh dấu lại; không viết hay sửa dấu bằng tay."
        ),
        "bad_access": N_(
            "tệp mở đầu như một ghi nhận xem dữ liệu cá nhân nhưng phần sau không đúng mẫu. Chỉ chương trình viết tệp "
            "này; không viết hay sửa bằng tay."
        ),
        "bad_directive": N_(
            "tệp mở đầu như một chỉ đạo nhưng phần sau không đúng mẫu. Nhập lại trong chương trình (nhấn n); không "
            "viết hay sửa tệp này bằng tay."
        ),
        "directive_unit": N_(
            "chỉ đạo nêu đơn vị “{value}”, không có trong danh mục. Cần city, commune hoặc mã đơn vị như {expected}."
        ),
        # Problems for which a row is rejected.
        "no_code": N_("không có mã hồ sơ, dòng bị loại. Cần một mã như 000.00.14.H20-200703-0002."),
        "no_received": N_("không có ngày tiếp nhận, dòng bị loại. Cần một ngày như 10/11/2021 08:30."),
        "bad_date": N_(
            "“{value}” không phải là ngày đọc được. Cần một ngày có thật như 10/11/2021 hoặc 10/11/2021 08:30 "
            "(ngày/tháng/năm); sửa trong phần mềm một cửa rồi kết xuất lại."
        ),
        "tied": N_(
            "hai cột cùng tên có giá trị khác nhau ({value}), không biết giá trị nào đúng; dòng bị loại. Xóa hoặc đổi "
            "tên cột sai rồi gửi lại."
        ),
        "no_unit": N_("không có tên đơn vị, dòng bị loại. Cần tên đơn vị như UBND Phường 11."),
        "no_practice": N_("không có tên mô hình, dòng bị loại. Cần một mô hình có trong registry/practices.toml."),
        "no_value": N_("ô này để trống, dòng bị loại. Điền ô này rồi gửi lại."),
        "unknown_choice": N_(
            "“{value}” không có trong các giá trị được chọn, dòng bị loại. Cần một trong: {expected}."
        ),
        "choice_left_out": N_(
            "“{value}” không có trong các giá trị được chọn nên coi như để trống. Cần một trong: {expected}."
        ),
        "unequal_sum": N_("số liệu của dòng không khớp nhau ({value}), dòng bị loại. Phải có {expected}."),
        "out_of_range": N_("“{value}” ngoài mức cho phép, dòng bị loại. Cần một số trong khoảng {expected}."),
        "not_in_set": N_(
            "tiêu chí “{value}” không thuộc bộ tiêu chí của đơn vị này, dòng bị loại. Cần một trong: {expected}."
        ),
        "outside_period": N_(
            "ngày {value} không thuộc kỳ của dòng ({expected}), dòng bị loại. Sửa ngày hoặc tên kỳ rồi gửi lại."
        ),
        "said_twice": N_(
            "“{value}” đã có ở dòng {expected}, dòng này bị loại. Chỉ để một dòng cho mỗi mục rồi gửi lại."
        ),
        "not_a_unit": N_(
            "đơn vị “{value}” chưa có trong danh mục, dòng bị loại. Sửa tên, hoặc thêm tên này vào registry/units.toml."
        ),
        "may_be_units": N_("“{value}” có thể là {expected}, dòng bị loại. Ghi rõ một đơn vị."),
        "bad_decimal": N_("“{value}” không phải là số. Cần một số như 8,5."),
        "bad_number": N_("“{value}” không phải là số nguyên. Cần một số như 1.200."),
        "measure_form": N_(
            "chỉ tiêu “{value}” không đúng mẫu. Viết như {expected}: bảng.cột[đơn vị], rồi =, <= hoặc >=, rồi một số."
        ),
        "measure_board": N_(
            "chỉ tiêu nêu bảng “{value}”, không phải bảng có số liệu theo đơn vị. Cần một trong: {expected}."
        ),
        "measure_column": N_("“{value}” không phải là một số liệu của bảng. Các cột có số liệu: {expected}."),
        "measure_unit": N_(
            "chỉ tiêu nêu đơn vị “{value}”, không có trong danh mục. Cần city, commune hoặc mã đơn vị như {expected}."
        ),
        "measure_number": N_(
            "số liệu này không thể so với “{value}”. Cần một số như 0 hoặc 1416, không có dấu chấm và dấu %."
        ),
        "measure_share": N_("số liệu này là một tỷ lệ, không thể so với “{value}”. Viết 0.05 hoặc 5 %."),
        "torn_row": N_("dấu nháy kép không đóng làm vỡ dòng này, dòng bị loại. Xóa dấu nháy thừa rồi gửi lại."),
        "cut_row": N_("dòng cuối bị cắt giữa chừng nên bị loại. Kết xuất lại từ phần mềm một cửa rồi gửi lại."),
        "shifted_row": N_(
            "dòng có {value} ô nhưng bảng chỉ có {expected} cột, không biết ô nào thuộc cột nào, dòng bị loại. Sửa "
            "trong phần mềm một cửa rồi kết xuất lại."
        ),
        # Problems that are only noted: the row or file is loaded.
        "file_name": N_(
            "tên tệp không phải UTF-8, một số chữ trong tên hiện thành “�”; nội dung vẫn được đọc. Đổi tên tệp cho "
            "đúng."
        ),
        "ahead": N_(
            "giờ của tệp ({value}) muộn hơn lúc tệp đến ({expected}), nên lấy lúc đến làm thời điểm của tệp. Kiểm tra "
            "đồng hồ của máy xuất."
        ),
        "cell_cut": N_("ô quá dài, chỉ giữ {expected} ký tự đầu."),
        "bad_bytes": N_(
            "{value} chỗ trong tệp không đúng bảng mã, hiện thành “�”. Lưu lại tệp bằng UTF-8 rồi gửi lại."
        ),
        "converted": N_(
            "có chữ viết bằng bảng mã cũ {value}, đã được chuyển sang Unicode. Nên lưu lại tệp bằng Unicode."
        ),
        "unknown_status": N_(
            "trạng thái “{value}” chưa có trong danh mục; {expected} hồ sơ được tính theo các ngày. Thêm cách viết này "
            "vào registry/statuses.toml nếu đúng."
        ),
        "open_status": N_(
            "chưa rõ trạng thái “{value}” có dừng tính thời hạn hay không; {expected} hồ sơ được tính theo các ngày. "
            "Đơn vị ghi cách viết này vào trạng thái phù hợp trong registry/statuses.toml."
        ),
        "tied_columns": N_("hai cột cùng tên nhưng khác nội dung; lấy cột bên trái. Đổi tên một cột nếu cần cột kia."),
        "due_by_dates": N_(
            "không có cột ngày hẹn trả; theo các ngày trong cột này thì đây là ngày hẹn trả nên được đọc như vậy. Nếu "
            "là ngày đã trả: ghi tiêu đề này vào returned và bỏ nó khỏi due_or_returned trong registry/headings.toml."
        ),
        "dates_swapped": N_(
            "ngày và tháng bị đổi chỗ trong cả cột (tháng/ngày thay cho ngày/tháng); đã đọc lại cho đúng. Nên sửa định "
            "dạng ngày trên máy kết xuất."
        ),
        "dates_parted": N_(
            "ô kiểu ngày đều từ ngày 12 trở xuống, ô chữ đều từ ngày 13 trở lên: có thể ngày và tháng bị đổi chỗ, "
            "nhưng chưa đủ căn cứ nên đọc như trong tệp. Kiểm tra lại với phần mềm một cửa."
        ),
        "dates_either": N_(
            "ngày ở cột {value} có thể hiểu là ngày/tháng hoặc tháng/ngày mà tệp không cho biết cách nào đúng; đã đọc "
            "như ghi trong tệp (ngày/tháng). Kiểm tra lại với phần mềm một cửa."
        ),
        "dates_early": N_("cả cột sớm vài giây trước 0 giờ do múi giờ của trình duyệt; đã đọc là ngày hôm sau."),
        "unknown_cell": N_(
            "ô này là “{value}”: báo lỗi, công thức chưa được tính hoặc bị cắt mất, nên không biết giá trị thật. Sửa ô "
            "(mở bằng Excel, để tính lại rồi lưu) hoặc kết xuất lại."
        ),
        "no_due": N_(
            "không có ngày hẹn trả; hồ sơ được tính là không trễ. Bổ sung ngày hẹn trả trong phần mềm một cửa."
        ),
        "not_in_catalogue": N_(
            "thủ tục “{value}” chưa có trong danh mục thủ tục nên không rõ mức độ dịch vụ công. Bổ sung vào "
            "danh mục, hoặc sửa mã, tên trong phần mềm một cửa."
        ),
        "no_column": N_(
            "không có cột “{expected}”, nên một số bảng sẽ thiếu số liệu. Kết xuất lại với cột này nếu có."
        ),
        "units_above": N_(
            "không có cột đơn vị: đơn vị của mỗi hồ sơ lấy theo tên trang hoặc dòng tên đơn vị ở trên. Nên kết xuất "
            "với cột này."
        ),
        "code_date": N_(
            "ngày trong mã hồ sơ (năm tháng ngày: {value}) khác ngày tiếp nhận {expected}. Kiểm tra lại hai ngày này "
            "trong phần mềm một cửa."
        ),
        "unknown_practice": N_(
            "mô hình “{value}” chưa có trong danh mục. Viết như trong registry/practices.toml, hoặc thêm cách viết này "
            "vào đó."
        ),
        "unknown_state": N_(
            "tình trạng “{value}” chưa có trong danh mục. Cần: Chưa triển khai, Đã có kế hoạch, Đang triển khai hoặc "
            "Đã triển khai."
        ),
        "identity": N_("số liệu không khớp nhau ({value}), theo biểu phải là {expected}. Kiểm tra lại báo cáo."),
        "unread_columns": N_(
            "không rõ các cột này đếm gì nên không đối chiếu: {value}. Thêm các từ này vào mục summary_words của "
            "registry/headings.toml nếu cần."
        ),
        "far_cell": N_(
            "ô {value} có nội dung nhưng ở quá xa bảng nên không đọc. Nếu gõ nhầm thì xóa ô này rồi lưu lại."
        ),
        "other_sheet": N_("trang này là một bảng loại khác nên không đọc. Nếu cần, lưu riêng thành một tệp rồi gửi."),
        "no_heading_left": N_(
            "trang “{value}” có mã hồ sơ nhưng không có dòng tiêu đề nên không đọc. Thêm dòng tiêu đề như trang đầu "
            "rồi gửi lại."
        ),
        "hidden_sheet": N_("danh sách nằm ở trang bị ẩn “{value}”; vẫn được đọc vì không trang nào khác có bảng."),
        "hidden_sheet_left": N_(
            "trang bị ẩn “{value}” cũng có bảng nhưng không đọc. Nếu cần, bỏ ẩn trang rồi gửi lại."
        ),
        "open_quote": N_("dấu nháy kép không đóng; dòng này được đọc riêng. Kiểm tra lại các ô của dòng."),
        "quoted_line": N_(
            "cả dòng nằm trong một cặp dấu nháy kép; dòng được tách ra và đọc. Kiểm tra lại các ô của dòng."
        ),
        "no_end": N_(
            "cuối tệp thiếu thẻ đóng; các dòng có trong tệp đều trọn vẹn và được đọc. Nếu thấy thiếu hồ sơ: kết xuất "
            "lại rồi gửi lại."
        ),
        "text_first": N_("có chữ đứng trước trang; bảng trong trang vẫn được đọc."),
        "rows_hidden": N_(
            "{value} dòng nằm trong phần ẩn của trang (chú thích hoặc đoạn mã) nên không đọc. Nếu là hồ sơ: kết xuất "
            "lại rồi gửi lại."
        ),
        "rows_in_cells": N_(
            "{value} dòng nằm bên trong ô của dòng khác (bảng lồng trong ô), được đọc là chữ của ô đó. Nếu là hồ sơ: "
            "kết xuất lại rồi gửi lại."
        ),
        "rows_lost": N_("{value} dòng có trong tệp mà không đọc được. Kết xuất lại từ phần mềm một cửa rồi gửi lại."),
        "more": N_("còn {value} trường hợp nữa như trên, không kể ra."),
        # Problems found with the help of the registry or of other rows.
        "repeated_code": N_(
            "mã hồ sơ {value} đã có ở dòng {expected}; lấy dòng sau. Kiểm tra vì sao hồ sơ xuất hiện hai lần."
        ),
        "unit_twice": N_(
            "đơn vị “{value}” đã có ở dòng {expected}, không rõ lấy dòng nào nên không đối chiếu đơn vị này. Để mỗi "
            "đơn vị một dòng rồi gửi lại."
        ),
        "unit_none": N_(
            "dòng không cho biết đơn vị nào, nên hồ sơ không thuộc đơn vị nào trong bảng. Điền cột đơn vị hoặc phòng "
            "ban."
        ),
        "unit_city": N_(
            "“{value}” là cả thành phố, không phải một đơn vị; hồ sơ không thuộc đơn vị nào trong bảng. Điền phòng ban."
        ),
        "unit_unknown": N_(
            "đơn vị “{value}” chưa có trong danh mục; hồ sơ không thuộc đơn vị nào trong bảng. Sửa tên, hoặc thêm tên "
            "này vào registry/units.toml."
        ),
        "unit_ambiguous": N_(
            "“{value}” có thể là {expected}; hồ sơ không thuộc đơn vị nào trong bảng. Ghi rõ một đơn vị."
        ),
        "index_fault": N_("{value}: {expected}. Sửa dòng này; phần còn lại vẫn được tính."),
        "second_start": N_(
            "đã có cuộc họp đang diễn ra từ {expected}; dấu bắt đầu này được giữ nhưng không tách cuộc họp."
        ),
        "end_without_start": N_("không có cuộc họp nào đang diễn ra; dấu kết thúc này được giữ nhưng không tính."),
    }
)
_KINDS = Words(
    {
        "dossiers": N_("danh sách hồ sơ"),
        "summary": N_("bảng tổng hợp"),
        "meeting": N_("dấu cuộc họp"),
        "access": N_("ghi nhận xem dữ liệu cá nhân"),
        "directive": N_("chỉ đạo"),
    }
)


class FILE(metaclass=Translated):
    """Words for places in a file. The caller fills in ``{…}``."""

    file: Final = N_("Tệp “{name}”")
    sheet: Final = N_("trang “{name}”")
    row: Final = N_("dòng {row}")
    column: Final = N_("cột “{name}”")
    sheet_of: Final = N_("bảng {title}")


#: Verdict → the first line of ``check`` for a file of a known kind, and for a file of an unknown kind.
_REPORTS = Words(
    {
        "accepted": (
            N_("{file}: nhận – {kind}, {format}: {rows} dòng, nhận {accepted}, loại {rejected}"),
            N_("{file}: nhận"),
        ),
        "partial": (
            N_("{file}: nhận một phần – {kind}, {format}: {rows} dòng, nhận {accepted}, loại {rejected}"),
            N_("{file}: nhận một phần"),
        ),
        "refused": (
            N_("{file}: từ chối – {kind}, {format}: {rows} dòng, nhận {accepted}, loại {rejected}"),
            N_("{file}: từ chối"),
        ),
    }
)
_VALUES = Words({("not_a_table", "binary"): N_("không rõ dạng"), ("not_a_table", "text"): N_("chữ")})


def sentence(problem: Problem, file: str) -> str:
    """The sentence about a problem: its place, what is wrong, and what to do. If ``file`` is "", it names no file."""
    value = _VALUES.get((problem.code, problem.value), problem.value)
    text = _TEXTS[problem.code].format(value=value, expected=problem.expected)
    place = _place(problem, file)
    return f"{place}: {text}" if place else text[:1].upper() + text[1:]


def codes() -> frozenset[str]:
    """The codes of all problems that have a sentence."""
    return frozenset(_TEXTS)


def table_name(number: int) -> str:
    """A name for a table of an HTML page that has no name. It is not translated, because the store keeps it."""
    return f"bảng {number}"


def report_line(
    file: str, kind: str, file_format: str, verdict: str, counts: tuple[int, int, int], title: str = ""
) -> str:
    """The first line that ``check`` prints for a file. ``counts`` are the numbers of all, accepted and rejected rows.

    ``title`` is the title of the kind of input sheet; it is "" for files of other kinds.
    """
    rows, accepted, rejected = counts
    whole, short = _REPORTS[verdict]
    if not kind:
        return short.format(file=file)
    said = {
        "file": file,
        "kind": FILE.sheet_of.format(title=tr(title)) if title else _KINDS[kind],
        "format": file_format,
    }
    return whole.format(**said, rows=rows, accepted=accepted, rejected=rejected)


def _place(problem: Problem, file: str) -> str:
    parts = [FILE.file.format(name=file)] if file else []
    if problem.sheet:
        parts.append(FILE.sheet.format(name=problem.sheet))
    if problem.row:
        parts.append(FILE.row.format(row=problem.row))
    if problem.column:
        parts.append(FILE.column.format(name=problem.column))
    return ", ".join(parts)
