"""The made-up city: its offices, their procedures, and the model practices that wards claim to use.

The units are those of Cao Lãnh in 2021. The number of late dossiers of each level is real too; it was the reason for
the meeting at ``START``. Everything else is made up: all other counts, all officers and all applicants.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from cchc_tui.domain.moments import Stamp, stamp

#: The meeting: 10 November 2021, 08:30.
START: Stamp = stamp(datetime(2021, 11, 10, 8, 30))
DESK = "Bộ phận TN&TKQ"
CITY_NAME = "UBND thành phố Cao Lãnh"


class UnitCounts(NamedTuple):
    """Numbers of an office's dossiers by state at the start of the demo. ``overdue`` includes ``unclosed``."""

    resolved_late: int
    resolved_on_time: int
    waiting: int
    overdue: int
    in_time: int
    withdrawn: int
    unclosed: int

    @property
    def total(self) -> int:
        """The number of the office's dossiers in all states."""
        return sum(self[:6])


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure (*thủ tục hành chính*). ``term`` is the time it may take, in working days.

    ``weight`` says how frequent the procedure is, compared with others.
    """

    code: str
    name: str
    field: str
    term: int
    weight: int


@dataclass(frozen=True, slots=True)
class Office:
    """A unit of the city, as its exports present it.

    ``agency`` and ``department`` are the unit's two names in exports. ``family`` is the family of one-stop software
    that it uses.
    """

    key: str
    name: str
    agency: str
    department: str
    number: int  # the agency's number in dossier codes
    counts: UnitCounts
    family: str = "igate"  # igate opencps tandan
    own_list: bool = False  # exports its own list and is missing from the list of the whole city
    helpers: bool = False  # its list has the column that names helpers
    officers: int = 4

    @property
    def commune(self) -> bool:
        """Whether the office is a ward or commune. All others are departments of the city."""
        return self.key.isdecimal()

    @property
    def agency_code(self) -> str:
        """The part of dossier codes that stands for the office, at the beginning."""
        return f"000.00.{self.number}.H20"


class Claim(NamedTuple):
    """A unit's claim about one model practice: its state and first day, and whether dossiers confirm it (``shown``)."""

    state: str  # RolloutState value
    since: date | None
    shown: bool


_COMMUNE = (
    Procedure("2.000815", "Thủ tục chứng thực bản sao từ bản chính", "Chứng thực", 1, 190),
    Procedure("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", 1, 150),
    Procedure("1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch", 3, 100),
    Procedure("2.000635", "Cấp bản sao trích lục hộ tịch", "Hộ tịch", 1, 88),
    Procedure("2.000884", "Thủ tục chứng thực chữ ký trong các giấy tờ, văn bản", "Chứng thực", 1, 87),
    Procedure("2.001035", "Thủ tục chứng thực hợp đồng, giao dịch", "Chứng thực", 2, 66),
    Procedure("1.000894", "Thủ tục đăng ký kết hôn", "Hộ tịch", 3, 65),
    Procedure("1.004859", "Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch", "Hộ tịch", 3, 54),
    Procedure("1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch", 1, 52),
    Procedure("1.001776", "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng", "Bảo trợ xã hội", 22, 44),
    Procedure(
        "1.001699",
        "Xác định, xác định lại mức độ khuyết tật và cấp Giấy xác nhận khuyết tật",
        "Bảo trợ xã hội",
        25,
        22,
    ),
    Procedure("1.003554", "Hòa giải tranh chấp đất đai", "Đất đai", 45, 21),
    Procedure("1.001731", "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội", "Bảo trợ xã hội", 5, 21),
    Procedure("2.001810", "Giải quyết khiếu nại lần đầu tại cấp xã", "Giải quyết khiếu nại", 30, 11),
    Procedure("1.003337", "Ủy quyền hưởng trợ cấp, phụ cấp ưu đãi", "Người có công", 3, 10),
    Procedure("1.000775", "Tặng Giấy khen của Chủ tịch UBND cấp xã", "Thi đua - Khen thưởng", 20, 10),
)

_LAND = "Đất đai"
_HOUSEHOLD = "Thành lập và hoạt động hộ kinh doanh"
_DEPARTMENTS = {
    "tu-phap": (
        Procedure("2.000843", "Chứng thực bản sao từ bản chính giấy tờ nước ngoài", "Chứng thực", 1, 62),
        Procedure("2.000806", "Đăng ký kết hôn có yếu tố nước ngoài", "Hộ tịch", 15, 19),
        Procedure("2.000528", "Đăng ký khai sinh có yếu tố nước ngoài", "Hộ tịch", 1, 19),
    ),
    "tai-chinh": (
        Procedure("1.001612", "Đăng ký thành lập hộ kinh doanh", _HOUSEHOLD, 3, 67),
        Procedure("2.000720", "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh", _HOUSEHOLD, 3, 33),
    ),
    "tnmt": (
        Procedure("2.000889", "Đăng ký biến động quyền sử dụng đất, chuyển nhượng, tặng cho", _LAND, 10, 56),
        Procedure("1.003003", "Đăng ký và cấp Giấy chứng nhận quyền sử dụng đất lần đầu", _LAND, 30, 27),
        Procedure("1.000798", "Chuyển mục đích sử dụng đất phải được phép của cơ quan nhà nước", _LAND, 15, 17),
    ),
    "ldtbxh": (
        Procedure(
            "2.000286", "Tiếp nhận đối tượng bảo trợ xã hội vào cơ sở trợ giúp xã hội", "Bảo trợ xã hội", 32, 100
        ),
    ),
    "vhtt": (
        Procedure("1.000903", "Cấp giấy phép kinh doanh karaoke", "Văn hóa", 7, 51),
        Procedure(
            "2.001885",
            "Cấp giấy chứng nhận điểm cung cấp dịch vụ trò chơi điện tử công cộng",
            "Phát thanh, truyền hình và TTĐT",
            10,
            49,
        ),
    ),
    "gddt": (Procedure("1.004555", "Thành lập trường mầm non tư thục", "Giáo dục mầm non", 20, 100),),
    "noi-vu": (Procedure("2.000414", "Tặng danh hiệu Lao động tiên tiến", "Thi đua - Khen thưởng", 20, 100),),
    "kinh-te": (
        Procedure("2.001283", "Cấp giấy chứng nhận đủ điều kiện cửa hàng bán lẻ LPG chai", "Kinh doanh khí", 10, 100),
    ),
    "qldt": (
        Procedure("1.009994", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Hoạt động xây dựng", 15, 76),
        Procedure("1.008455", "Cung cấp thông tin về quy hoạch xây dựng", "Quy hoạch xây dựng", 15, 24),
    ),
}


def procedures(office: Office) -> tuple[Procedure, ...]:
    """The procedures that an office offers."""
    return _COMMUNE if office.commune else _DEPARTMENTS[office.key]


#: Counts as in the city's sample year. A seed redistributes them among the offices of a level; the sums stay the same.
OFFICES = (
    Office("29863", "Phường 11", "UBND Phường 11", DESK, 30, UnitCounts(171, 2394, 45, 121, 44, 28, 73), officers=4),
    Office("29866", "Phường 1", "UBND phường 1, TP Cao Lãnh", DESK, 31, UnitCounts(152, 2458, 56, 107, 46, 38, 51)),
    Office("29869", "Phường 2", "UBND Phường 2", DESK, 32, UnitCounts(91, 1946, 48, 72, 26, 34, 43)),
    Office("29872", "Phường 4", "UBND Phường 4", DESK, 33, UnitCounts(53, 2731, 65, 50, 32, 36, 32)),
    Office("29875", "Phường 3", "UBND Phường 3", DESK, 34, UnitCounts(178, 2776, 51, 139, 39, 43, 74)),
    Office("29878", "Phường 6", "UBND Phường 6", DESK, 35, UnitCounts(355, 4816, 92, 277, 67, 44, 167), officers=6),
    Office("29881", "Xã Mỹ Ngãi", "UBND Xã Mỹ Ngãi", DESK, 36, UnitCounts(15, 886, 23, 17, 18, 14, 10), officers=3),
    Office("29884", "Xã Mỹ Tân", "Ủy ban nhân dân xã Mỹ Tân", DESK, 37, UnitCounts(211, 3021, 54, 165, 39, 30, 97)),
    Office(
        "29887",
        "Xã Mỹ Trà",
        "UBND xã Mỹ Trà",
        DESK,
        38,
        UnitCounts(82, 782, 11, 69, 11, 7, 37),
        family="tandan",
        own_list=True,
        officers=3,
    ),
    Office("29888", "Phường Mỹ Phú", "UBND Phường Mỹ Phú", DESK, 39, UnitCounts(92, 2700, 56, 84, 36, 38, 44)),
    Office("29890", "Xã Tân Thuận Tây", "UBND Xã Tân Thuận Tây", DESK, 40, UnitCounts(123, 2772, 64, 114, 51, 28, 66)),
    Office(
        "29892",
        "Phường Hòa Thuận",
        "UBND Phường Hoà Thuận",
        DESK,
        41,
        UnitCounts(65, 1133, 27, 57, 16, 11, 29),
        own_list=True,
        helpers=True,
    ),
    Office("29893", "Xã Hòa An", "UBND Xã Hòa An", DESK, 42, UnitCounts(82, 3021, 77, 62, 38, 38, 33)),
    Office("29896", "Xã Tân Thuận Đông", "UBND Xã Tân Thuận Đông", DESK, 43, UnitCounts(45, 1974, 36, 26, 22, 20, 14)),
    Office("29899", "Xã Tịnh Thới", "UBND Xã Tịnh Thới", DESK, 44, UnitCounts(111, 2322, 33, 67, 46, 38, 31)),
    Office("noi-vu", "Phòng Nội vụ", "Phòng Nội vụ", DESK, 10, UnitCounts(14, 329, 9, 15, 27, 8, 7)),
    Office("tu-phap", "Phòng Tư pháp", "Phòng Tư pháp", DESK, 11, UnitCounts(94, 3039, 60, 77, 36, 43, 50)),
    Office(
        "tai-chinh",
        "Phòng Tài chính - Kế hoạch",
        "Phòng Tài chính - Kế hoạch",
        DESK,
        12,
        UnitCounts(32, 4738, 97, 27, 54, 63, 18),
        family="opencps",
        own_list=True,
    ),
    Office(
        "tnmt",
        "Phòng Tài nguyên và Môi trường",
        CITY_NAME,
        "Phòng Tài nguyên và Môi trường",
        13,
        UnitCounts(345, 6431, 143, 274, 334, 72, 163),
        officers=7,
    ),
    Office(
        "ldtbxh",
        "Phòng Lao động - Thương binh và Xã hội",
        CITY_NAME,
        "Phòng Lao động - Thương binh và Xã hội",
        14,
        UnitCounts(36, 527, 16, 19, 66, 1, 9),
    ),
    Office(
        "vhtt",
        "Phòng Văn hóa và Thông tin",
        "Phòng Văn hóa và Thông tin",
        DESK,
        15,
        UnitCounts(15, 378, 10, 16, 10, 10, 9),
    ),
    Office(
        "gddt",
        "Phòng Giáo dục và Đào tạo",
        "Phòng Giáo dục và Đào tạo",
        DESK,
        16,
        UnitCounts(7, 190, 4, 22, 16, 2, 12),
        officers=2,
    ),
    Office("kinh-te", "Phòng Kinh tế", "Phòng Kinh tế", DESK, 20, UnitCounts(13, 184, 3, 11, 13, 2, 8), officers=2),
    Office(
        "qldt",
        "Phòng Quản lý đô thị",
        CITY_NAME,
        "Phòng Quản lý đô thị",
        21,
        UnitCounts(219, 2733, 73, 180, 129, 33, 98),
        officers=5,
    ),
)

_STATES = {"d": "done", "r": "running", "p": "planned", "n": "none"}
#: The columns of ``_CLAIMS``. Each cell is the claimed state, the day it began, and "!" if the dossiers confirm it.
PRACTICES = ("sunday", "wednesday-online", "no-appointment", "members-assist")
_CLAIMS = {
    "29863": "d21/10! d07/03! d07/03! n",
    "29866": "d26/10! n r02/11! d08/11",
    "29869": "d07/03! n n r09/11",
    "29872": "d17/10 d21/10! r30/10 n",
    "29875": "p p d27/10! n",
    "29878": "p d26/10! p r10/11",
    "29881": "p p p p",
    "29884": "d28/10! r02/11 r08/11 p",
    "29887": "d03/11! p d29/10! d05/11",
    "29888": "d06/11 d01/11! r10/11 r30/10",
    "29890": "n n n d31/10",
    "29892": "n n p d07/03!",
    "29893": "p r04/11! n n",
    "29896": "n r31/10 n r10/11",
    "29899": "d05/11 n n d31/10",
}


def _claim(text: str) -> Claim:
    """Read a cell of ``_CLAIMS``: "d21/10!" means done since 21 October 2021, and confirmed by dossiers."""
    day = text[1:6]
    since = date(2021, int(day[3:]), int(day[:2])) if day else None
    return Claim(_STATES[text[0]], since, text.endswith("!"))


#: (unit, practice) → the claim of the unit at the start.
CLAIMS = {
    (unit, practice): _claim(text)
    for unit, line in _CLAIMS.items()
    for practice, text in zip(PRACTICES, line.split(), strict=True)
}
#: (unit, practice) → the day since which the unit's dossiers show a practice that the unit does not claim.
UNCLAIMED = {("29890", "wednesday-online"): date(2021, 9, 8)}
