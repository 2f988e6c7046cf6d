"""A dossier (*hồ sơ*): its national status codes, and its fields as exports show them."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from cchc_tui.domain.moments import Stamp


class Status(IntEnum):
    """The national status codes of a dossier. The sources are OpenCPS and a system of TanDan."""

    REGISTERED = 1  # Mới đăng ký
    ACCEPTED = 2  # Được tiếp nhận
    NOT_ACCEPTED = 3  # Không được tiếp nhận
    IN_PROCESS = 4  # Đang xử lý
    NEEDS_PAPERS = 5  # Yêu cầu bổ sung giấy tờ
    NEEDS_PAYMENT = 6  # Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = 7  # Công dân yêu cầu rút hồ sơ
    STOPPED = 8  # Dừng xử lý
    FINISHED = 9  # Đã xử lý xong
    RETURNED = 10  # Đã trả kết quả


#: Withdrawn or refused: neither late nor on time.
ENDED_UNCOUNTED = frozenset({Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED})
#: The clock is stopped: never late.
WAITING = frozenset({Status.NEEDS_PAPERS, Status.NEEDS_PAYMENT})
#: The office works on the dossier, or waits for the citizen.
RUNNING = frozenset({Status.ACCEPTED, Status.IN_PROCESS}) | WAITING

# Bits of ``DossierRow.date_only``: the export gave that date without a time of day.
RECEIVED_DATE_ONLY = 1
DUE_DATE_ONLY = 2
FINISHED_DATE_ONLY = 4
RETURNED_DATE_ONLY = 8


class DossierRow(NamedTuple):
    """One accepted row of a dossier list, cleaned and converted, as the reader process sends it to the store.

    Text is NFC and printable, "" if the export has none. A date without a time of day is the first second of its day;
    only a due date is the last second. The bits of ``date_only`` tell which dates have no time of day.
    """

    row: int  # the row number in the sheet, from 1
    digest: int  # signed 64-bit digest of the raw row and its headings
    code: str  # mã hồ sơ
    status: int  # national code; 0 when the text is unknown
    status_text: str  # as written
    received: Stamp
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None
    date_only: int
    agency: str  # cơ quan / đơn vị, as written
    department: str  # phòng ban, as written
    procedure_code: str
    procedure: str
    field: str  # lĩnh vực
    officer: str
    channel: str  # "online", "direct", "post", "" or the text as written
    helper: str  # đoàn viên, hội viên hỗ trợ
    applicant: str
    submitter: str
    phone: str
    address: str


#: The dates of a dossier.
DATES = ("received", "due", "finished", "returned")
#: Texts that many dossiers have in common.
COMMON_TEXTS = (
    "status_text", "agency", "department", "procedure_code", "procedure", "field", "officer", "channel", "helper",
)  # fmt: skip
#: Personal data: texts that no board reads. Of a helper, boards only read whether there was one.
PERSONAL = ("applicant", "submitter", "phone", "address", "helper")
