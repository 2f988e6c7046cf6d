"""Headings, status words and rows that are no data, as offices write them."""

from __future__ import annotations

import pytest

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.texts.problems import sentence
from tests.kits.ingest_kit import IGATE, Desk, at, line

HEADINGS = {
    "code": "Mã số biên nhận|Số biên nhận hồ sơ|Mã nhận diện|Số hiệu|SHS|Mã BN|CODE",
    "procedure": "Loại hồ sơ|Loại HS|Loại biến động|Tên nội dung|Nội dung vụ việc",
    "agency": "Đơn vị giải quyết TTHC|Đơn vị/ cá nhân giải quyết|Đơn vị được giao giải quyết|Xã / Phường|Xã/Phường|"
    "Cơ quan chủ trì giải quyết|Xã Phường|Phường/xã|Địa bàn|Địa bàn Xã/Phường",
    "department": "Bộ phận đang XL",
    "received": "Nhận hồ sơ|Ngày nộp|Tiếp nhận|Ngày nộp hồ sơ",
    "due": "Hạn trả|Hạn trả KQ|Hẹn trả KQ|Thời hạn trả|Hẹn trả 1 cửa|Thời Hạn Mới|"
    "Deadline|Hạn xử lí quy trình|Thời gian hẹn trả KQ",
    "finished": "Nhận kết quả từ cơ quan giải quyết|Hoàn thành|Hoàn Thành / Đợt|"
    "Ngày hoàn thành thực tế|Ngày hoàn tất|Kết thúc xử lý",
    "status": "Trạng thái hiện tại|Mã tình trạng",
    "officer": "NV Xử lý|Nhân viên xử lý|Giao nhân viên|Cán bộ phụ trách|Cán bộ",
    "applicant": "Chủ sử dụng (đất)|Chủ sử dụng|Tên chủ (sử dụng)|Tên chủ|Khách hàng|Họ tên|Người Nhận",
    "address": "Địa danh",
    "submitter": "Người ủy quyền",
    "phone": "Điện thoại liên lạc",
    "channel": "Kênh thực hiện",
}
TITLES = {
    "code": "Số hồ sơ", "procedure": "Tên thủ tục hành chính", "agency": "Cơ quan/đơn vị", "department": "Phòng ban",
    "received": "Ngày tiếp nhận", "due": "Ngày hẹn trả", "finished": "Ngày kết thúc xử lý", "status": "Trạng thái",
    "officer": "Cán bộ xử lý", "applicant": "Chủ hồ sơ", "address": "Địa chỉ", "submitter": "Người nộp",
    "phone": "Số điện thoại", "channel": "Hình thức nhận",
}  # fmt: skip
VALUES = {
    "code": "A-1", "procedure": "Khai sinh", "agency": "UBND Phường 11", "department": "Một cửa",
    "received": "16/06/2021 08:00", "due": "21/06/2021 08:00", "finished": "18/06/2021 08:00", "status": "Đang xử lý",
    "officer": "Võ Đạt", "applicant": "Lê A", "address": "Ấp 1", "submitter": "Trần B", "phone": "0951166076",
    "channel": "Cổng DVCQG",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "heading"), [(n, heading) for n, some in HEADINGS.items() for heading in some.split("|")]
)
def test_a_heading(desk: Desk, name: str, heading: str) -> None:
    rows = [list((TITLES | {name: heading}).values()), list(VALUES.values())]
    (row,) = desk.read(desk.csv(rows)).dossiers
    expected = {"channel": "online", "status": "Đang xử lý", "received": at("2021-06-16T08:00")}
    expected |= {"due": at("2021-06-21T08:00"), "finished": at("2021-06-18T08:00")}
    for field in TITLES:
        shown = getattr(row, "status_text" if field == "status" else field)
        assert shown == (expected | {name: expected.get(name, VALUES[name])}).get(field, VALUES[field])


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("Ngày nộp hồ sơ", "Ngày nhận", "received"),
        ("Địa bàn", "Đơn vị", "agency"),
        ("Mã tình trạng", "Tình trạng", "status_text"),
    ],
)
def test_some_headings_count_only_alone(desk: Desk, first: str, second: str, field: str) -> None:
    titles = [
        "Số hồ sơ",
        *(t for n, t in TITLES.items() if n in ("received", "agency", "status") and n != field[:6].rstrip("_")),
    ]
    titles = [title for title in titles if title not in (TITLES.get(field.removesuffix("_text")),)]
    values = {
        "Số hồ sơ": "A-1",
        "Ngày tiếp nhận": "16/06/2021",
        "Cơ quan/đơn vị": "UBND Phường 2",
        "Trạng thái": "Đã trả",
    }
    other = {
        "received": ("01/06/2021", "16/06/2021"),
        "agency": ("Phường 6", "Phường 2"),
        "status_text": ("17", "Đã trả"),
    }
    rows = [[first, *titles, second], [other[field][0], *(values[title] for title in titles), other[field][1]]]
    (row,) = desk.read(desk.csv(rows)).dossiers
    assert getattr(row, field) == (at("2021-06-16") if field == "received" else other[field][1])
    rows[1][-1] = ""  # and they don't stand in for an empty cell
    assert [getattr(row, field) for row in desk.read(desk.csv(rows)).dossiers] == ([] if field == "received" else [""])


def test_the_new_term_goes_before_the_old_one(desk: Desk) -> None:
    rows = [["Mã BN", "Tiếp nhận", "Địa bàn", "Thời Hạn Cũ", "Thời Hạn Mới"]]
    rows += [
        ["A-1", "16/06/2021", "Phường 11", "20/06/2021", "30/06/2021"],
        ["A-2", "16/06/2021", "Phường 11", "20/06/2021", ""],
    ]
    assert [row.due for row in desk.read(desk.csv(rows)).dossiers] == [
        at("2021-06-30T23:59:59"),
        at("2021-06-20T23:59:59"),
    ]


STATUSES = {
    4: "Tiếp nhận mới|Đã giao việc|Đang thực hiện|Đã thực hiện|Chờ ký duyệt|Xử lý hồ sơ|Ký GCN|Thẩm tra thuế|"
    "Đã chuyển thuế|Đã đóng thuế|Đã thực hiện nghĩa vụ tài chính|Hồ sơ đã bổ sung giấy tờ|Sắp hạn|Quá hạn|Trễ hẹn",
    5: "Tạm dừng xử lý|Tạm dừng hồ sơ|Niêm yết hồ sơ|Tạm dừng bổ sung điều kiện",
    6: "Chờ công dân thực hiện NVTC|Chờ cơ quan thuế xác định NVTC",
    9: "Đã ký duyệt|Đã giao 1 cửa|Đã ký Giấy chứng nhận|Chưa trả kết quả|Chưa trả",
    10: "Đã trả",
    7: "CSD rút hồ sơ|CD rút hồ sơ|Rút không giải quyết|Hồ sơ rút",
    8: "Hồ sơ trả|Hồ sơ dừng xử lý",
    1: "Hồ sơ TT chờ tiếp nhận",
}


@pytest.mark.parametrize(("code", "word"), [(c, word) for c, some in STATUSES.items() for word in some.split("|")])
def test_a_status_word(desk: Desk, code: int, word: str) -> None:
    assert {desk.registry.status_of(text) for text in (word, word.upper(), f" {word}. ")} == {code}


@pytest.mark.parametrize(
    "form",
    [
        "9. {}",
        "9 - {}",
        "(9) {}",
        "[9] {}",
        "{} (9)",
        "09: {}",
        "- {}",
        "{} [9].",
        "{} (05/11/2021)",
        "{} [5.11.21 08:30]",
    ],
)
def test_a_number_beside_a_status_word_says_nothing(desk: Desk, form: str) -> None:
    assert desk.registry.status_of(form.format("Đã trả kết quả")) == 10
    assert desk.registry.is_open_question(form.format("Gia hạn hồ sơ"))


@pytest.mark.parametrize("number", ["4", "9", "10", 4, 9.0, "04", "300", "-1", 1e300])
def test_a_bare_number_is_no_national_code(desk: Desk, number: object) -> None:
    result = desk.read(desk.xlsx([IGATE, line(1, status=number), line(2, status=number), line(3)]))
    assert [row.status for row in result.dossiers] == [0, 0, 4]
    (problem,) = result.problems
    assert (problem.code, problem.row, problem.expected) == (problems.UNKNOWN_STATUS, 2, "2")


@pytest.mark.parametrize("word", ["Gia hạn hồ sơ", "Đã chuyển thông tin thuế", "ĐÃ PHÁT HÀNH THÔNG BÁO THUẾ"])
def test_a_status_that_the_office_must_decide_on(desk: Desk, word: str) -> None:
    result = desk.read(desk.csv([IGATE, *(line(number, status=word) for number in range(1, 8))]))
    assert {row.status for row in result.dossiers} == {0}
    (problem,) = result.problems
    assert (problem.code, problem.value, problem.expected) == (problems.OPEN_STATUS, word, "7")
    assert word in sentence(problem, "ds.csv")


def test_an_unknown_status_is_reported_once_with_all_its_rows(desk: Desk) -> None:
    many = [line(number, status=("Đang bay", "Lạ")[number % 3 == 0]) for number in range(1, 4501)]
    result = desk.read(desk.workbook({"A": [IGATE, *many], "B": [IGATE, line(5000, status="Lạ")]}))
    assert {(p.value, p.sheet, p.row, p.expected) for p in result.problems} == {
        ("Đang bay", "A", 2, "3000"),
        ("Lạ", "A", 4, "1501"),
    }


@pytest.mark.parametrize("count", [1, 3, 11])
def test_headings_in_the_first_rows_below_a_block_of_totals(desk: Desk, count: int) -> None:
    totals = [
        ["DANH SÁCH HỒ SƠ"], ["", "Tổng số", "12"], ["", "Đúng hạn", "9", "Trễ hạn", "3"],
        ["Trong đó", "Trực tuyến", 4],
        ["STT", "Đơn vị", "Tổng số hồ sơ", "Quá hạn"], [1, "UBND Phường 11", 12, 3], ["", "Cộng", 12, 3],
        [], [], [], [],
    ]  # fmt: skip
    result = desk.read(desk.xlsx([*totals[:count], IGATE, line(1), line(2)]))
    assert [row.row for row in result.dossiers] == [count + 2, count + 3]
    assert not result.problems


NAMES = ["Nguyễn Văn Tuyệt", "Trần Thị Mật", "Lê Quang Kín", "Phạm Thu Giấu", "Hồ Bá Riêng"]


def only(**cells: object) -> list[object]:
    names = ("number", "code", "procedure", "field", "department", "received", "due", "finished")
    places = {name: place for place, name in enumerate(names)}
    row: list[object] = [""] * len(IGATE)
    for name, value in cells.items():
        row[places[name]] = value
    return row


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx"])
@pytest.mark.parametrize(
    "signatures",
    [
        [only(code="LÃNH ĐẠO ĐƠN VỊ"), only(code=NAMES[0])],
        [only(code="BÊN GIAO", received="BÊN NHẬN"), only(code=NAMES[0], received=NAMES[1])],
        [only(procedure="BÊN GIAO", due="BÊN NHẬN MỘT CỬA"), only(procedure="(Ký, họ tên, đóng dấu)"),
         only(procedure=NAMES[0], due=NAMES[1])],
        [only(code="Người lập biểu", procedure="Kế toán trưởng", department="KT. GIÁM ĐỐC", due="CHỦ TỊCH"),
         only(code="PHÓ GIÁM ĐỐC", due="PHÓ CHỦ TỊCH"),
         only(code=NAMES[0], procedure=NAMES[1], department=NAMES[2], due=NAMES[3])],
        [only(code="Trưởng phòng", procedure="Giám đốc", department="Người lập", received="Bên giao", due="Bên nhận"),
         only(code=NAMES[0], procedure=NAMES[1], department=NAMES[2], received=NAMES[3], due=NAMES[4])],
        [only(received="Cao Lãnh, ngày 10 tháng 11 năm 2021"), only(received="KT. GIÁM ĐỐC"), only(received=NAMES[0])],
        [only(code=NAMES[0], received=NAMES[1], due=NAMES[2])],
    ],
)  # fmt: skip
def test_no_name_below_a_signature_is_quoted(desk: Desk, kind: str, signatures: list[list[object]]) -> None:
    rows = [IGATE, [f"({n})" for n in range(1, 16)], line(1), ["", "Trong đó: trực tuyến", 1], line(2), *signatures]
    result = desk.read({"xlsx": desk.xlsx, "csv": desk.csv, "html": desk.html}[kind](rows))
    assert [row.code[-4:] for row in result.dossiers if isinstance(row, DossierRow)] == ["0001", "0002"]
    said = "\n".join(sentence(problem, "ds") for problem in result.problems)
    assert not any(part in said for name in NAMES for part in (name, name.split()[-1]))
    if len(signatures) > 1:
        assert not [problem for problem in result.problems if problem.severity is Severity.REJECTED]


@pytest.mark.parametrize(
    ("said", "read"),
    [("Một cửa", "direct"), ("Tại Một cửa", "direct"), ("Cổng DVCQG", "online"), ("BCCI", "post"),
     ("Bưu chính", "post"),
     ("Cong DVCQG", "online"), ("Nộp trực tuyến tại một cửa", "Nộp trực tuyến tại một cửa")],
)  # fmt: skip
def test_channel_words(desk: Desk, said: str, read: str) -> None:
    assert desk.read(desk.csv([IGATE, line(1, channel=said)])).dossiers[0].channel == read


@pytest.mark.parametrize("odd", [1e308, -1e308, float(10**18), 10**15, True, "9" * 4000, "1e999", "=" * 50, '="'])
def test_an_odd_cell_costs_its_row_at_most(desk: Desk, odd: object) -> None:
    for column, title in enumerate(IGATE):
        broken = line(2)
        broken[column] = odd
        write = desk.xlsx if not isinstance(odd, str) else desk.csv
        result = desk.read(write([[odd, odd], IGATE, line(1), broken, line(3)]))
        assert result.refused is None, title
        assert {row.row for row in result.dossiers} >= {3, 5}, title


def test_the_register_of_dossiers_of_the_one_stop_decree(desk: Desk) -> None:
    """Its headings stand in two rows, with numbers below them."""
    upper = ["STT", "Mã hồ sơ", "Tên TTHC", "Tên cá nhân, tổ chức", "Cơ quan chủ trì giải quyết"]
    upper += ["Ngày, tháng, năm", "", "", "", "Trả kết quả", "", "Ghi chú"]
    lower = [""] * 5 + ["Tiếp nhận", "Hẹn trả kết quả", "Chuyển hồ sơ đến cơ quan giải quyết"]
    lower += ["Nhận kết quả từ cơ quan giải quyết", "Ngày, tháng, năm", "Ký nhận", ""]
    days = ["16/06/2021 08:00", "21/06/2021 08:00", "16/06/2021 09:00", "18/06/2021 08:00", "22/06/2021 08:00"]
    rows = [upper, lower, [f"({n})" for n in range(1, 13)], [1, "A-1", "Khai sinh", "Lê A", "UBND Phường 11", *days]]
    (row,) = desk.read(desk.xlsx(rows)).dossiers
    assert (row.received, row.due) == (at("2021-06-16T08:00"), at("2021-06-21T08:00"))
    assert (row.finished, row.returned) == (at("2021-06-18T08:00"), at("2021-06-22T08:00"))
    assert (row.code, row.agency) == ("A-1", "UBND Phường 11")


@pytest.mark.parametrize("count", ["6 hồ sơ", "(12 HS)", "03 bộ hồ sơ"])
def test_a_group_with_its_count_at_the_other_end_is_no_dossier(desk: Desk, count: str) -> None:
    rows = [IGATE, only(code="I", procedure="UBND Phường 11", due=count), line(1), only(code="Phường 2", due=count)]
    result = desk.read(desk.csv([*rows, line(2)]))
    assert (len(result.dossiers), result.problems) == (2, [])
