"""Makes the input sheets of the made-up city, as people would fill them in.

A sheet has the rows that exist at a moment. All rows are made up, and are the same for every seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cchc_tui.demo import writer
from cchc_tui.demo.city import CLAIMS, OFFICES, Claim, Office, Procedure, procedures
from cchc_tui.demo.lists import Drop, name
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date
from cchc_tui.sheets.kinds import SHEETS

#: A row: field name → value.
Row = Mapping[str, str | int]
_PRACTICES = {
    "sunday": "Ngày Chủ Nhật thân thiện",
    "wednesday-online": "Ngày thứ Tư trực tuyến",
    "no-appointment": "Ngày không hẹn giải quyết thủ tục hành chính",
    "members-assist": "Đoàn viên, hội viên các tổ chức chính trị - xã hội hỗ trợ giải quyết thủ tục hành chính",
}
_STATES = {
    "none": "Chưa triển khai",
    "planned": "Đã có kế hoạch",
    "running": "Đang triển khai",
    "done": "Đã triển khai",
}
_NAMES = {office.key: office.name for office in OFFICES}
_COMMUNES = [office for office in OFFICES if office.commune]
_DEPARTMENTS = [office for office in OFFICES if not office.commune]
#: Procedures of the catalogue that nobody asked for this year: name, field, department, service level.
_UNUSED = (
    ("Quyết định bán tài sản công", "Tài chính", "tai-chinh", 3),
    ("Quyết định thanh lý tài sản công", "Tài chính", "tai-chinh", 2),
    ("Công nhận cơ quan đạt chuẩn văn hóa", "Văn hóa", "vhtt", 3),
    ("Khai báo hoạt động cơ sở dịch vụ photocopy", "Thông tin và truyền thông", "vhtt", 4),
    ("Cấp bản sao văn bản công chứng lưu trữ", "Tư pháp", "tu-phap", 2),
)
#: Codes of procedures by service level; the others are at level 2.
_SERVICES = {
    4: {"1.001193", "1.004873", "2.000635", "1.000656", "2.000843", "1.001612", "2.000720", "1.009994", "1.008455"},
    3: {"1.000894", "1.004859", "1.001731", "1.001776", "2.000528", "2.000806", "2.000889", "1.000903", "2.001283"},
}


def rollout(claims: Mapping[tuple[str, str], Claim], moment: Stamp) -> Drop:
    """The rollout sheet: each unit's claims about the model practices."""
    return _drop("rollout", (_claimed(*cell, claim, moment) for cell, claim in claims.items()), moment)


def _claimed(unit: str, practice: str, claim: Claim, moment: Stamp) -> Row:
    row: dict[str, str | int] = {
        "unit": _NAMES[unit],
        "practice": _PRACTICES[practice],
        "state": _STATES[claim.state],
    }
    if claim.since:
        number = list(CLAIMS).index((unit, practice)) + 1
        # Made up, but always the same: a fixed number of cases a week since the first day.
        turns = (moment // DAY - day_start(claim.since) // DAY) * (2 + number % 9) // 7 + 1
        row |= {"since": f"{claim.since:%d/%m/%Y}", "turns": turns}
    pioneer = CLAIMS[unit, practice].since
    return row | {"note": "Đơn vị khởi xướng" if pioneer and pioneer.month == 3 else ""}


def catalogue(moment: Stamp) -> Drop:
    """The catalogue sheet with all procedures of the city."""
    return _drop("catalogue", _catalogued(), moment)


def _catalogued() -> Iterator[Row]:
    for procedure in procedures(_COMMUNES[0]):
        yield _procedure(procedure) | {"level": "Cấp xã", "agency": "UBND cấp xã"}
    for office in _DEPARTMENTS:
        for procedure in procedures(office):
            yield _procedure(procedure) | {"level": "Cấp thành phố", "agency": office.name}
    for title, field, key, service in _UNUSED:
        yield {
            "name": title,
            "field": field,
            "level": "Cấp thành phố",
            "agency": _NAMES[key],
            "service": f"Mức độ {service}",
            "state": "Đã công bố",
        }


def _procedure(procedure: Procedure) -> dict[str, str | int]:
    service = next((level for level, codes in _SERVICES.items() if procedure.code in codes), 2)
    return {
        "code": procedure.code,
        "name": procedure.name,
        "field": procedure.field,
        "service": f"Mức độ {service}",
        "state": "Đã công bố",
    }


def testing(moment: Stamp) -> Drop:
    """The sheet of two tests of officials.

    Officials of communes were tested in October; those of departments will be tested in December.
    """
    return _drop("testing", _tested(moment), moment)


def _tested(moment: Stamp) -> Iterator[Row]:
    held, coming = date(2021, 10, 20), date(2021, 12, 8)
    for number, office in enumerate(_COMMUNES):
        due = 9 + number * 7 % 5 + office.officers
        row: dict[str, str | int] = {"unit": office.name, "plan": "Đợt 1/2021", "day": f"{held:%d/%m/%Y}", "due": due}
        if to_date(moment) > held:
            absent, failed = number % 3 % 2, (0, 1, 0, 2, 1, 4)[number % 6]
            attended = due - absent
            row |= {"attended": attended, "absent": absent, "passed": attended - failed, "failed": failed}
        yield row
    for office in _DEPARTMENTS:
        yield {"unit": office.name, "plan": "Đợt 2/2021", "day": f"{coming:%d/%m/%Y}", "due": 4 + 2 * office.officers}


#: Unit → how many of its procedures it has reviewed, and of how many it proposes a simplification, at the start.
_REVIEWED = {
    "29863": (9, 2),
    "29866": (12, 3),
    "29869": (16, 4),
    "29872": (5, 0),
    "29875": (7, 1),
    "29878": (6, 0),
    "29881": (16, 5),
    "29884": (4, 0),
    "29887": (8, 1),
    "29888": (11, 2),
    "29890": (3, 0),
    "29892": (14, 4),
    "29893": (9, 0),
    "29896": (6, 1),
    "29899": (2, 0),
    "noi-vu": (1, 0),
    "tu-phap": (2, 0),
    "tai-chinh": (2, 0),
    "tnmt": (3, 1),
    "ldtbxh": (1, 0),
    "vhtt": (0, 0),
    "gddt": (1, 0),
    "kinh-te": (1, 0),
    "qldt": (2, 1),
}


def review(moment: Stamp, part: float = 1.0) -> Drop:
    """The sheet of reviewed procedures.

    ``_REVIEWED`` has the final numbers of reviews. ``part`` (0 to 1) is the share of them that the sheet has.
    """
    return _drop("review", (row for office in OFFICES for row in _reviewed(office, moment, part)), moment)


def _reviewed(office: Office, moment: Stamp, part: float) -> Iterator[Row]:
    reviewed, proposed = (int(number * part) for number in _REVIEWED[office.key])
    for place, procedure in enumerate(procedures(office)[:reviewed]):
        simpler = place < proposed
        yield {
            "unit": office.name,
            "code": procedure.code,
            "procedure": procedure.name,
            "field": procedure.field,
            "result": "simplify" if simpler else "keep",
            "state": ("approved", "proposed")[place % 2] if simpler else "reviewed",
            "day": f"{to_date(moment - (place % 9) * DAY):%d/%m/%Y}",
        }


#: Reviews by the advisory team: day, unit, subject, what was found, advice, due day, state.
_ADVISED = (
    (
        *("15/10/2021", "29878", "Kết thúc hồ sơ trên phần mềm", "Hồ sơ đã trả kết quả nhưng chưa kết thúc"),
        *("Kết thúc ngay sau khi trả kết quả", "05/11/2021", "Đang khắc phục"),
    ),
    (
        *("22/10/2021", "29884", "Hồ sơ quá hạn lĩnh vực đất đai", "Chưa có phiếu xin lỗi và hẹn lại ngày trả"),
        *("Gửi phiếu xin lỗi, hẹn lại ngày trả", "12/11/2021", "Chưa khắc phục"),
    ),
    (
        *("22/10/2021", "29869", "Ngày Chủ Nhật thân thiện", ""),
        *("Chia sẻ cách làm với các xã, phường", "", "Đã khắc phục"),
    ),
    (
        *("05/11/2021", "tnmt", "Đăng ký biến động quyền sử dụng đất", "Hồ sơ chờ lâu ở khâu thẩm định"),
        *("Phân công thêm người thẩm định", "30/11/2021", "Đang khắc phục"),
    ),
)


def advisory(moment: Stamp) -> Drop:
    """The sheet of the advisory team's reviews that took place up to a moment."""
    fields = ("day", "unit", "subject", "found", "advice", "due", "state")
    rows = (dict(zip(fields, row, strict=True)) for row in _ADVISED)
    done = (row | {"unit": _NAMES[row["unit"]]} for row in rows if _day(row["day"]) <= to_date(moment))
    return _drop("advisory", done, moment)


def scores(moment: Stamp) -> Drop:
    """The sheet of index points for two criteria.

    All communes have assessed themselves; the city has appraised ten of them.
    """
    return _drop("scores", _scored(), moment)


def _scored() -> Iterator[Row]:
    for number, office in enumerate(_COMMUNES):
        for place, criterion in enumerate(("Nhân rộng mô hình", "Tuyên truyền cải cách hành chính")):
            own = 5 - (number + place) % 3
            row: dict[str, str | int] = {"unit": office.name, "criterion": criterion, "self_assessed": own}
            yield row | ({"appraised": max(1, own - number % 2)} if number < 10 else {})


def _day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def _drop(kind: str, rows: Iterable[Row], moment: Stamp) -> Drop:
    sheet = SHEETS[kind]
    return Drop(name(sheet.file, "xlsx", moment), writer.input_sheet(sheet, rows, moment), moment)
