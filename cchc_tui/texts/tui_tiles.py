"""Texts of the tile map, on which each unit is a tile."""

from __future__ import annotations

from cchc_tui.texts.language import N_, Translated


class TILES(metaclass=Translated):
    """Words and sentences of the tile map. The caller fills in ``{…}``."""

    map = N_("Bản đồ")
    map_of = N_("{board} · bản đồ")
    table = N_("xem bảng")
    city_level = N_("Cấp thành phố")
    off_map = N_("Ngoài bản đồ")
    shaded_by = N_("Tô màu theo")
    unshown = N_("mô hình báo cáo mà thực tế chưa có")
    better = N_("tốt hơn")
    reached = N_("đạt chỉ tiêu")
    attention = N_("cần chú ý")
    fewer = N_("ít hơn")
    more = N_("nhiều hơn")
    claims = N_("báo cáo {claimed}: {shown}")
    no_claim = N_("báo cáo 0")


#: Signs of the map with their meanings.
SIGNS = (
    (
        "▁ ▃ ▄ ▆ █",
        N_("năm mức màu, mức nổi nhất là nơi cần chú ý nhất; dưới bản đồ ghi mỗi mức từ bao nhiêu hay đến bao nhiêu"),
    ),
    ("·", N_("số 0")),
    ("▶", N_("ô đang đứng; các phím mũi tên sang ô bên cạnh")),
    ("★", N_("đơn vị được chọn để theo dõi và trình chiếu")),
)
TOPIC = N_(
    "Mười lăm phường, xã xếp gần như trên bản đồ, ô nào cần chú ý hơn thì màu nổi hơn: số lớn "
    "ở bảng mà ít là tốt, số nhỏ ở bảng mà nhiều là tốt. Số trong ô là số của bảng; ▲ ▼ là "
    "so với mốc so sánh. Đơn vị không có chỗ trên bản đồ được liệt kê bên dưới."
)
