"""Dates in the forms of the field, what stands for "no date yet", and midnight, which is no time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.moments import DAY, stamp
from cchc_tui.ingest.dates import UNREADABLE, Dates
from cchc_tui.ingest.records import SheetRow
from cchc_tui.registry import load
from tests.kits.ingest_kit import IGATE, Desk, at, line

DATES = Dates(load().headings["dates"])


@pytest.mark.parametrize(
    "text",
    [
        "05/11/2021 17:00 CH", "05/11/2021 5:00 CH", "05/11/2021 05:00:00 PM", "05/11/2021 17:00:00 PM",
        "05/11/2021 5 giờ chiều", "05/11/2021 lúc 17:00", "05/11/2021 vào lúc 17h00", "lúc 17:00 ngày 05/11/2021",
        "17h ngày 05 tháng 11 năm 2021", "17 giờ 00 phút ngày 5/11/2021", "2021-11-05 17:00:00+07",
        "2021-11-05T17:00:00+07:00", "2021-11-05T17:00:00.000+0700", "2021-11-05T10:00:00Z", "2021-11-05 10:00 UTC",
        "Thứ Sáu, 05/11/2021 17:00", "thứ 6, 05/11/2021 17:00", "T6 05/11/2021 17:00", "Thu Sau 05/11/2021 17:00",
        "17:00 Thứ Sáu, 05/11/2021", "05/11/2021 17:00 (Thứ Sáu)", "05/11/21 17:00", "5/11/21 17:00",
        "05_11_2021 17:00", "05-Nov-2021 17:00", "5 November 2021, 17:00", "Nov 5, 2021 5:00 PM",
        "November 5th, 2021 17:00", "Fri Nov 05 2021 17:00:00 GMT+0700 (Giờ Đông Dương)",
        "Fri Nov 05 2021 17:00:00 GMT+0700 (Indochina Time)", "Fri Nov 05 17:00:00 ICT 2021",
        "Fri, 05 Nov 2021 10:00:00 GMT", "20211105 1700", "20211105T170000", "05/11/2021 17:00 (lần 1)",
        '="05/11/2021 17:00"', "'05/11/2021 17:00", "05 thg 11, 2021 17:00", "05/11/2021; 17:00",
        "05/11/2021 5:00 C.H.", "05/11/2021 5:00 (chiều)", "5:00 buổi chiều ngày 05/11/2021",
        "05/11/2021 17:00 (GMT+7)",
        "2021-11-05T17:00+07:00[Asia/Ho_Chi_Minh]", "05-NOV-21 05.00.00.000000 PM", "05/11/2021 17.00",
        "05‑11‑2021 17:00",
        "05_11_2021_17_00_00", "05\\11\\2021 17:00", "05∕11∕2021 17:00", "０５／１１／２０２１　１７：００",
        "17 giờ 00 phút 00 giây ngày 05/11/2021", "17 giờ 00 phút 00 giây, ngày 05 tháng 11 năm 2021",
        "05 Tháng Mười Một 2021 17:00", "ngày 5 tháng mười một năm 2021, 17h00", "05 thang muoi mot nam 2021 17:00",
        "05/11/'21 17:00", "05/11/2021 17:00 (lần thứ nhất)", "Lần 1: 05/11/2021 17:00", "05/11/2021 17:00 lần 2",
        "05/11/2021 17:00.", "#05/11/2021 17:00#", '"05/11/2021 17:00"', "1636106400000", "/Date(1636106400000)/",
        "/Date(1636106400000+0700)/", "44.505,7083333333333", "44,505.7083333333333",
    ],
)  # fmt: skip
def test_a_time_in_every_form(text: str) -> None:
    assert DATES.read(text) == (at("2021-11-05T17:00"), False)


@pytest.mark.parametrize(
    "text",
    [
        "05_11_2021", "ngày 05/11/2021", "Ngày 05 tháng 11 năm 2021", "ngày 5, tháng 11, năm 2021",
        "05/11/2021 (lần 1)", "05/11/2021 (Lần 2)", "Thứ Sáu, 05/11/2021",
        "Thứ sáu ngày 05/11/2021", "Friday, 05 November 2021",
        "05/11/21", "05-Nov-21", "20211105", "05/11/2021 00:00:00", "2021-11-05T00:00:00", "2021-11-05T00:00:00Z",
        "2021-11-05T00:00:00+07:00", "2021-11-04T17:00:00Z", "2021-11-05 00:00:00+07", "05/11/2021 12:00:00 SA",
        "05/11/2021 12:00 AM", "00:00 05/11/2021", "05/11/2021 0h00", "05/11/2021 0:00 SA", "44505", "44505.0",
        '="05/11/2021"', 44505, 44505.0, 20211105.0, datetime(2021, 11, 5), datetime(2021, 11, 5).date(),
    ],
)  # fmt: skip
def test_a_day_in_every_form_and_midnight_is_none(text: object) -> None:
    assert DATES.read(text) == (at("2021-11-05"), True)  # type: ignore[arg-type]  # any cell
    column = DATES.column([text, ""])  # type: ignore[list-item]
    assert (column.stamps, column.whole_days) == ([at("2021-11-05"), None], [True, False])


@pytest.mark.parametrize("text", ["05/11/2021 24:00", "05/11/2021 24:00:00", "24h ngày 05/11/2021"])
def test_24_hours_are_the_end_of_the_day(text: str) -> None:
    assert DATES.read(text) == (at("2021-11-05T23:59:59"), False)


@pytest.mark.parametrize("written", ["05/11/2021 00:00:00", "2021-11-05T00:00:00Z", "05/11/2021 12:00:00 SA", "44505"])
@pytest.mark.parametrize("kind", ["csv", "html", "xlsx"])
def test_due_at_midnight_is_due_at_the_end_of_the_day(desk: Desk, written: str, kind: str) -> None:
    rows = [IGATE, line(1, due=written), line(2, due=datetime(2021, 11, 5)) if kind == "xlsx" else line(2, due=written)]
    write = {"xlsx": desk.xlsx, "csv": desk.csv, "html": desk.html}[kind]
    assert [row.due for row in desk.read(write(rows)).dossiers] == [at("2021-11-05T23:59:59")] * 2


NONE = [
    "", "-", "—", "...", "…", "/ /", "__/__/____", "null", "NULL", "(null)", "None", "NaT", "NaN", "nan", "N/A", "n/a",
    "undefined", "Chưa có", "CHƯA CÓ", "chưa xử lý", "Chưa xử lí", "chua xu ly", "Đang thụ lý", "Chưa trả",
    "Chưa trả kết quả", "Không hẹn", "khong hen", "Đang xử lý", "0", "0.0", "00:00:00", "0000-00-00",
    "0000-00-00 00:00:00", "00/00/0000", "00/00/0000 00:00", "0001-01-01", "0001-01-01T00:00:00",
    "0001-01-01T00:00:00Z", "0001-01-01 00:00:00+07", "01/01/0001", "01/01/0001 12:00:00 SA", "1/1/0001 12:00:00 AM",
    "01-01-0001 00:00:00", "1900-01-00", "1900-01-01", "00/01/1900", "01/01/1900 00:00:00", "1899-12-30",
    "30/12/1899 00:00:00", "12:00:00 AM 30/12/1899", "1970-01-01", "01/01/1970 07:00:00", "1970-01-01T00:00:00.000Z",
    "1970-01-01T00:00:00+00:00", "9999-12-31", "31/12/9999 23:59:59", "1753-01-01", "01/01/01", "01/01/70", '="null"',
    '="01/01/0001"', "'0001-01-01", "Thứ Hai, 01/01/0001", "01-Jan-0001", "/Date(-62135596800000)/", 0, 0.0, 1, 2.0,
    25569, 25569.2916667, 2958465, -693593, time(), timedelta(), datetime(1899, 12, 30), datetime(1900, 1, 1),
    datetime(1970, 1, 1, 7), datetime(9999, 12, 31),
]  # fmt: skip


@pytest.mark.parametrize("cell", NONE)
def test_no_date_yet(cell: object) -> None:
    assert DATES.read(cell) == (None, False)  # type: ignore[arg-type]  # any cell
    assert DATES.column([cell]).stamps == [None]  # type: ignore[list-item]
    assert not DATES.holds_date(cell) or str(cell).lstrip()[:1].isdigit()  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["Đã xong", "Chưa có 2", "x", "?", "1/1/1", "01/01/1901", "44.50", "163610640000"])
def test_what_may_mean_anything_is_no_date(text: str) -> None:
    assert DATES.read(text) == (UNREADABLE, False)


def test_no_date_yet_in_every_reader(desk: Desk) -> None:
    texts = [cell for cell in NONE if isinstance(cell, str)]
    rows = [line(number, due=text, finished=text, returned=text) for number, text in enumerate(texts, 1)]
    for path in (desk.csv([IGATE, *rows]), desk.html([IGATE, *rows]), desk.xlsx([IGATE, *rows])):
        result = desk.read(path)
        assert not result.codes()
        assert {(row.due, row.finished, row.returned) for row in result.dossiers} == {(None, None, None)}
        assert len(result.dossiers) == len(texts)
    claims = [["UBND Phường 11", "Ngày không hẹn", "Đã triển khai", text] for text in texts]
    result = desk.read(desk.xlsx([["Đơn vị", "Mô hình", "Tình trạng", "Ngày bắt đầu"], *claims]))
    assert {row.values["since"] for row in result.rows if isinstance(row, SheetRow)} == {None}
    assert not [problem for problem in result.problems if problem.code == "bad_date"]


def test_an_office_adds_its_own_words() -> None:
    own = Dates({"none": ("Để sau",), "none_days": ("2099-12-31", "1990-01-01")})
    assert own.column(["để sau", "31/12/2099 00:00:00", "1990-01-01", "05/11/2021 00:00"]).stamps == [
        None, None, None, at("2021-11-05"),
    ]  # fmt: skip


MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(2068, 12, 31, 23, 59, 59)).map(lambda d: d.replace(microsecond=0))
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
FORMS = (
    "%d/%m/%y %H:%M:%S", "%d_%m_%Y %H:%M:%S", "%d/%m/%Y lúc %H:%M:%S", "ngày %d tháng %m năm %Y %H:%M:%S",
    "%d-%b-%Y %H:%M:%S", "%B %d, %Y %H:%M:%S", "%a %b %d %Y %H:%M:%S GMT+0700 (Giờ Đông Dương)",
    "%a %b %d %H:%M:%S ICT %Y", "%Y-%m-%d %H:%M:%S+07", "%d/%m/%Y %I:%M:%S %p", "%Y%m%dT%H%M%S", "%d.%m.%Y, %H:%M:%S",
    "%H giờ %M:%S ngày %d/%m/%Y", '="%d/%m/%Y %H:%M:%S"',
)  # fmt: skip


@given(MOMENTS, st.sampled_from(FORMS[:-2] + FORMS[-1:]))
def test_every_moment_in_every_form(moment: datetime, form: str) -> None:
    short = moment.strftime("%d/%m/%y")
    if "%y" in form and short in {"01/01/00", "01/01/01", "01/01/53", "01/01/04"}:
        return  # what systems write for none, with its year cut
    assert DATES.read(moment.strftime(form)) == (stamp(moment), stamp(moment) % DAY == 0)


@given(MOMENTS)
def test_every_moment_with_its_weekday_and_half_of_the_day(moment: datetime) -> None:
    half = "CH" if moment.hour >= 12 else "SA"
    weekday = WEEKDAYS[moment.weekday()]
    expected = (stamp(moment), stamp(moment) % DAY == 0)
    assert DATES.read(f"{weekday}, {moment:%d/%m/%Y %I:%M:%S} {half}") == expected
    if moment.hour:  # "00:30 SA" and "12:30 SA" are both half past midnight
        assert DATES.read(f"{moment:%d/%m/%Y %H:%M:%S} {half}") == expected
