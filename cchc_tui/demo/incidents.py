"""Makes bad files of the kinds that arrive in every shared folder. None of them changes a count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cchc_tui.demo import writer
from cchc_tui.demo.dossiers import Dossier
from cchc_tui.domain.moments import Stamp, to_datetime


class Incident(NamedTuple):
    """The name and the content of a bad file, or of an earlier export that a bad file may repeat."""

    name: str
    content: bytes


class Scene(NamedTuple):
    """What a bad file is made from: an office's present dossiers, the present moment, and earlier exports."""

    listed: Sequence[Dossier]
    moment: Stamp
    earlier: Sequence[Incident]  # the first was exported long ago and never sent; the last is the latest export

    def name(self, stem: str, ending: str) -> str:
        """A file name that ends with day, month and time of the scene's moment."""
        return f"{stem}_{to_datetime(self.moment):%d%m_%H%M%S}.{ending}"


def half_written(scene: Scene) -> Incident:
    """A workbook whose second part is missing."""
    content = writer.xlsx_list(scene.listed, scene.moment, writer.titles(scene.moment))
    return Incident(scene.name("DanhSachHoSo", "xlsx"), content[: len(content) * 3 // 5])


def of_no_known_kind(scene: Scene) -> Incident:
    """A workbook that has nothing to do with dossiers."""
    rows: list[writer.Row] = [["DANH BẠ ĐIỆN THOẠI NỘI BỘ"], [], ["STT", "Phòng", "Số máy lẻ", "Tầng"]]
    rows += [(number, f"Phòng {100 + number}", 200 + number, 1 + number // 10) for number in range(1, 25)]
    return Incident(scene.name("DanhBa", "xlsx"), writer.workbook("Sheet1", rows, scene.moment))


def with_bad_rows(scene: Scene) -> Incident:
    """A list with three invalid rows, and with one row of another district."""
    text = writer.csv_list(scene.listed[-40:], writer.titles(scene.moment)).decode("utf-8-sig")
    tail = (
        ",Đăng ký khai sinh,Hộ tịch,Bộ phận TN&TKQ,{},12/11/2021 10:00:00,,,{},Nguyễn Văn An,,,Đang xử lý,Trực tiếp\r\n"
    )
    good, own = "09/11/2021 08:10:00", "UBND Phường 4"
    text += "901," + tail.format(good, own)
    serial = 9_000 + scene.moment % 1_000
    text += f"902,000.00.33.H20-211131-{serial}" + tail.format("31/11/2021 08:10:00", own)
    text += f"903,000.00.33.H20-211109-{serial}" + tail.format("", own)
    text += f"904,000.00.61.H20-211109-{serial}" + tail.format(good, '"UBND xã Mỹ Thọ, huyện Cao Lãnh"')
    return Incident(scene.name("DanhSachHoSo_nhap-tay", "csv"), b"\xef\xbb\xbf" + text.encode())


def sent_twice(scene: Scene) -> Incident:
    """The latest export again, under another name."""
    name, content = scene.earlier[-1]
    stem, _, ending = name.rpartition(".")
    return Incident(f"{stem} (1).{ending}", content)


def empty(scene: Scene) -> Incident:
    """An empty file."""
    return Incident(scene.name("DanhSachHoSo", "xlsx"), b"")


def too_late(scene: Scene) -> Incident:
    """An export that was made at the start of the story, but arrives only now. It must not overwrite newer states."""
    return scene.earlier[0]


def no_table(scene: Scene) -> Incident:
    """A PDF with the file name of a workbook."""
    return Incident(
        scene.name("BaoCao", "xls"), b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    )


INCIDENTS: tuple[Callable[[Scene], Incident], ...] = (
    *(half_written, with_bad_rows, sent_twice, of_no_known_kind, too_late, empty, no_table),
)
