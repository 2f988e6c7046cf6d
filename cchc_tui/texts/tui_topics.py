"""The first paragraph of the help for each screen: it says what the screen shows."""

from __future__ import annotations

from cchc_tui.texts.language import N_, Words
from cchc_tui.texts.tui_tiles import TOPIC as TILES_TOPIC

TOPICS = Words(
    {
        "tiles": TILES_TOPIC,
        "table": N_("Mỗi dòng một mục, xếp theo con số đầu tiên."),
        "present": N_(
            "Mỗi bảng một trang, chữ số lớn nhất có thể, tự chuyển trang. Thứ tự và số giây đặt trong "
            "presentation.toml; đơn vị đã chọn (★) có trang riêng ở cuối. Không hiện dữ liệu cá nhân hay tên cán bộ."
        ),
        "overview": N_(
            "Hai con số lớn là hồ sơ trễ hạn của năm ở cấp thành phố và cấp xã: đã giải quyết nhưng sau hạn, cộng với"
            " đang mở và đã quá hạn. “Chỉ vì chưa kết thúc” là phần đã trả kết quả cho dân mà phần mềm vẫn ghi là "
            "đang mở."
        ),
        "unit": N_(
            "Hồ sơ của dòng vừa chọn, trễ nhiều ngày nhất đứng trước. Số thứ tự trong mã hồ sơ được che vì là dữ liệu"
            " cá nhân."
        ),
        "received": N_(
            "Hồ sơ của dòng vừa chọn, tiếp nhận từ đầu năm, mới nhất đứng trước. Danh sách có đúng số hồ sơ ghi ở cột "
            "cùng tên của bảng (trực tuyến, tiếp nhận)."
        ),
        "dossier": N_(
            "Một hồ sơ: các mốc theo thứ tự thời gian, và mọi trạng thái mà các kết xuất từng ghi. Mốc nào thay đổi "
            "sau khi đã ghi nhận thì được nêu ra."
        ),
        "rollout": N_(
            "Điều mỗi đơn vị báo cáo với từng mô hình, bên cạnh thực tế trong hồ sơ của đơn vị từ ngày bắt đầu. "
            "Các dòng dưới nói rõ ô đang chọn; Enter mở các hồ sơ làm chứng. Ngưỡng đặt trong practices.toml."
        ),
        "directive_page": N_(
            "Một chỉ đạo: giao lúc nào, ở cuộc họp nào, hạn nào, số liệu lúc giao và hiện nay; biểu đồ là số liệu ấy "
            "từ lúc giao. Diễn biến giữ mọi điều đã ghi: giao, sửa, gia hạn, báo cáo, hủy, điều mới nhất đứng trước."
        ),
        "meeting_log": N_(
            "Cuộc họp gần nhất ở thời điểm đang xem: chỉ đạo đã giao, số liệu đã thay đổi từ đầu đến cuối cuộc họp, "
            "tệp đã đến (đếm theo kết quả, kể tệp mới nhất và tệp bị từ chối), bảng đã xem trên máy ghi cuối cuộc họp. "
            "Lùi hay tới theo cuộc họp thì sang cuộc họp khác."
        ),
        "evidence": N_("Các hồ sơ cho thấy mô hình ở đơn vị này, hồ sơ tiếp nhận sau cùng đứng trước."),
        "exports": N_(
            "Mọi tệp đã nhận và kết quả. Tệp bị từ chối không làm thay đổi bảng nào. Dòng bị loại được giữ lại kèm lý"
            " do và không tính vào đâu cả."
        ),
    }
)
