"""Texts of the help about overlays, the titles of groups of keys, and the welcome text of the first start."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.texts.language import N_, Words


class OverlayHelp(NamedTuple):
    """What the help says about an overlay, a screen that opens over the board: its name and its purpose."""

    title: str
    topic: str


#: Class name of a screen over the board → its help, shown by F1 on that screen.
OVERLAYS: Words[str, OverlayHelp] = Words(
    {
        "PaletteScreen": OverlayHelp(
            N_("Lệnh"),
            N_("Gõ tên bảng, đơn vị, thời điểm hoặc việc cần làm; mọi việc làm được bằng phím đều có ở đây."),
        ),
        "SearchScreen": OverlayHelp(
            N_("Tìm"),
            N_(
                "Tìm đơn vị, thủ tục, lĩnh vực, hồ sơ theo mã ngay khi gõ; tên người chỉ tìm được khi đang được phép "
                "hiện. Dấu ! ở đầu là trừ ra."
            ),
        ),
        "AskScreen": OverlayHelp(
            N_("Thời điểm"),
            N_("Gõ ngày, giờ muốn xem hoặc muốn so; hoặc chọn một kết xuất, một cuộc họp bên dưới."),
        ),
        "ExportScreen": OverlayHelp(
            N_("Xuất"),
            N_(
                "Đưa ra tệp đúng những gì đang thấy: cùng dòng, thứ tự, cột, bộ lọc, thời điểm. Tệp chỉ tài khoản này "
                "đọc được, không ghi đè tệp nào. Đường dẫn được chép vào bộ nhớ tạm của máy đang ngồi, qua SSH cũng "
                "được; trong tmux cần set-clipboard on."
            ),
        ),
        "PapersScreen": OverlayHelp(
            N_("Văn bản"),
            N_(
                "Lập văn bản từ số liệu lúc đang xem. Phiếu đơn vị và tin nhắn là của đơn vị ở con trỏ; biên bản là "
                "của cuộc họp gần nhất. Văn bản luôn bằng tiếng Việt, không có dữ liệu cá nhân và tên cán bộ."
            ),
        ),
        "ColumnsScreen": OverlayHelp(
            N_("Cột"),
            N_("Chọn cột nào hiện và theo thứ tự nào; cột được chọn có chỗ trước. Tên luôn hiện."),
        ),
        "ReasonScreen": OverlayHelp(
            N_("Hiện dữ liệu cá nhân"),
            N_(
                "Chọn hoặc gõ lý do rồi nhấn Enter; lý do, tài khoản và giờ được ghi lại và không xóa được. Tự che lại "
                "khi hết giờ, khi trình chiếu, hoặc nhấn U lần nữa."
            ),
        ),
        "DirectivePrompt": OverlayHelp(
            N_("Chỉ đạo mới"),
            N_(
                "Câu chỉ đạo điền sẵn theo dòng và cột đang chọn; Tab qua từng phần, gõ vào là thay. Hạn gõ như nói: "
                "30/11, thứ sáu, cuối tháng, +3. Có chỉ tiêu thì số liệu tự cho biết đã đạt hay chưa; Ctrl+U ở chỉ "
                "tiêu thì bỏ, kết quả do người báo. Enter ghi, Esc không để lại gì."
            ),
        ),
        "QuestionsScreen": OverlayHelp(
            N_("Ghi thêm về một chỉ đạo"),
            N_(
                "Gõ câu trả lời hoặc chọn một dòng rồi nhấn Enter; Esc thì không ghi gì. Mỗi điều ghi thêm là một mốc "
                "trong diễn biến của chỉ đạo, không xóa điều đã có."
            ),
        ),
        "MeetingScreen": OverlayHelp(
            N_("Bắt đầu cuộc họp"),
            N_(
                "Gõ tên cuộc họp, chức danh người chủ trì, hoặc để trống; Enter hai lần là bắt đầu. Mọi màn hình tính "
                "thay đổi từ lúc ấy, và tên ấy đứng ở mốc so sánh, ở quá khứ, trong biên bản."
            ),
        ),
    }
)
#: Screen of an action → the heading of its keys.
PLACES: Words[str, str] = Words(
    {
        "app": N_("Ở mọi bảng"),
        "grid": N_("Trong một bảng"),
        "cells": N_("Ở bảng mô hình"),
        "drill": N_("Ở màn hình mở ra từ một bảng"),
        "overview": N_("Ở Tổng quan"),
        "ranked": N_("Ở bảng xếp hạng"),
        "unit": N_("Ở danh sách hồ sơ"),
        "exports": N_("Ở Nguồn dữ liệu"),
        "arranged": N_("Ở bảng có sắp xếp, lọc, chọn cột"),
        "sorting": N_("Khi đầu cột hiện số, sau khi nhấn sắp xếp"),
        "filtered": N_("Khi đang lọc"),
        "mapped": N_("Ở bảng có bản đồ"),
        "tilemap": N_("Trên bản đồ"),
        "present": N_("Khi trình chiếu"),
        "overlay": N_("Khi một khung mở trên bảng"),
        "prompt": N_("Khi gõ chữ"),
        "palette": N_("Khi tìm lệnh"),
        "search": N_("Khi tìm"),
        "ask": N_("Khi nhập thời điểm"),
        "reason": N_("Khi nhập lý do"),
        "meeting": N_("Khi bắt đầu cuộc họp"),
        "directive": N_("Khi ghi chỉ đạo"),
        "questions": N_("Khi ghi thêm về một chỉ đạo"),
        "directives": N_("Ở bảng Chỉ đạo"),
        "directive_page": N_("Ở trang một chỉ đạo"),
        "export": N_("Khi xuất"),
        "columns": N_("Khi chọn cột"),
        "help": N_("Trong trợ giúp"),
    }
)
#: The instructions at the first start, in four lines.
GREETING = (
    N_("Chào bạn. Có kết xuất mới thì các bảng tự cập nhật, không cần nhấn gì."),
    N_("Phím số mở bảng; mũi tên chọn dòng, Enter mở ra, Esc trở lại."),
    N_("F1 giải thích và nêu cách tính; F12 tìm mọi việc; F5 trình chiếu."),
    N_("Dữ liệu cá nhân của dân đang được che. Nhấn phím bất kỳ để ẩn bốn dòng này."),
)
