"""What each screen shows, for its help: one paragraph each."""

from __future__ import annotations

from cchc_tui.texts.language import N_, Words
from cchc_tui.texts.tui_tiles import TOPIC as TILES_TOPIC

TOPICS = Words(
    {
        "tiles": TILES_TOPIC,
        "due": N_(
            "Hồ sơ đang mở, còn trong hạn lúc này nhưng sẽ quá hạn trước khi hết hôm nay. Giải quyết kịp thì không "
            "thành trễ. “Chưa kết thúc” là phần đã trả kết quả, chỉ còn phải kết thúc trên phần mềm."
        ),
        "changes": N_(
            "Mỗi đơn vị một dòng: quá hạn, tỷ lệ trễ, chưa kết thúc tăng hay giảm bao nhiêu kể từ mốc so sánh (phím c "
            "chọn mốc khác); bao nhiêu hồ sơ quá hạn đã được giải quyết, bao nhiêu hồ sơ mới quá hạn. Giảm là tốt."
        ),
        "forecast": N_(
            "Số trễ hiện nay, cộng với mức thêm mỗi ngày làm việc của 20 ngày làm việc gần nhất nhân số ngày còn lại; "
            "hoặc cộng với số đến hạn trong tháng mà đơn vị không kịp giải quyết theo nhịp của mình, nếu số này lớn "
            "hơn. Sai số là trung bình của chính cách tính ấy ở cùng ngày các tháng trước."
        ),
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
        "late": N_(
            "Mỗi dòng một đơn vị (hoặc lĩnh vực, thủ tục, cán bộ, số ngày trễ), nhiều hồ sơ trễ nhất đứng trước. Hồ sơ "
            "qua hạn trả thì số tự tăng, không cần tệp mới."
        ),
        "unit": N_(
            "Hồ sơ của dòng vừa chọn, trễ nhiều ngày nhất đứng trước. Số thứ tự trong mã hồ sơ được che vì là dữ liệu"
            " cá nhân."
        ),
        "dossier": N_(
            "Một hồ sơ: các mốc theo thứ tự thời gian, và mọi trạng thái mà các kết xuất từng ghi. Mốc nào thay đổi "
            "sau khi đã ghi nhận thì được nêu ra."
        ),
        "rollout": N_(
            "Điều mỗi đơn vị báo cáo với từng mô hình, bên cạnh thực tế trong hồ sơ của đơn vị từ ngày bắt đầu. "
            "Hai dòng dưới nói rõ ô đang chọn; Enter mở các hồ sơ làm chứng. Ngưỡng đặt trong practices.toml."
        ),
        "evidence": N_("Các hồ sơ cho thấy mô hình ở đơn vị này, hồ sơ tiếp nhận sau cùng đứng trước."),
        "exports": N_(
            "Mọi tệp đã nhận và kết quả. Tệp bị từ chối không làm thay đổi bảng nào. Dòng bị loại được giữ lại kèm lý"
            " do và không tính vào đâu cả."
        ),
    }
)
