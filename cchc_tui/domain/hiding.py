"""Free text without persons: only words that an office's papers are made of are left, everything else is "…".

A name can't be told from other words, so it is the other way round: a word is shown because it is known (headings,
units, practices, states and statuses of the registry, and ``OFFICE_WORDS``), a number because it is short or a date.
What is left says which list it is and where a cell is wrong, and names nobody (DOMAIN §8: free text, phones, IDs).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from cchc_tui.domain.names import fold, unaccent

#: Stands for what is not shown.
MARK = "…"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What file names, sheets and titles of an office's lists are made of, besides the words of its registry.
OFFICE_WORDS = """
 danh sách hồ sơ trễ hạn quá hạn đúng sớm trước sau sắp đến tới kết xuất xuất báo cáo thống kê tổng hợp chi tiết
bảng biểu biểu mẫu sổ theo dõi tiếp nhận giải quyết trả kết quả một cửa điện tử ngày tháng năm tuần quý kỳ đợt lần
từ của các toàn thành phố phường xã thị trấn cấp huyện tỉnh ủy ban nhân dân đơn vị phòng ban cơ quan sở ngành lĩnh
vực thủ tục hành chính cải cách dịch vụ công trực tuyến mức độ kế hoạch nhân rộng mô hình rà soát đơn giản hóa sát
hạch chỉ đạo chỉ số mới cũ bổ sung sửa lại gốc bản sao và theo tại đầu cuối chưa đang đã không có là năm trang tệp
dữ liệu số liệu thứ hai ba tư bảy chủ nhật hôm qua hôm nay sáng chiều giờ phút dòng cột ký tên giả định
hỏng lỗi xem cá mở kết thúc bắt hỏi quầy đối chiếu lãnh
yêu cầu kiểm tra
đầu cuộc họp mẫu srv home data inbox archive cchc t ubnd hđnd
tthc cchc tn tnkq tkq bpmc tnmt tp p x q cv bc ds dshs dsach hs kq stt vp hcc dvc igate opencps tandan vnpt viettel list
export report data sheet table book file copy final new old test backup import inbox total summary rollout dossiers
xlsx xls xlsb xlsm ods fods csv html htm mht txt tsv zip rar pdf doc docx odt ppt pptx xml json eml log bak am pm utf
excel
"""
#: Syllables of given names that are also words of an office: beside an unknown word they are taken for a name.
_OF_NAMES = _words(
    """
    van thi hoa an my tan thuan tinh thanh phu quy huong dong tay chi minh tra hai tu ba bay mai lan ngoc kim xuan thu
    ngan cao lanh ngai thoi ho duc dan nhan cong hanh vien ha le ly to trung tam hong nam sang chau bao dinh
    phuong long loc tien nhat hoi doan son tho nguyen
    """
)
#: The middle names of most people are words of an office only before these.
_MIDDLE = {"van": _words("phong hoa thu ban kien"), "thi": _words("tran xa truong")}
#: Family names that are words of an office too once their marks are gone: before such a syllable they begin a name.
_FAMILIES = _words("nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly")
_NAME_TOGETHER = re.compile(f"(?:{'|'.join(sorted(_FAMILIES))})(?:van|thi)")
_PIECE = re.compile(r"[^\s@<>]+@[^\s@<>]+|[^\W\d_]+|\d(?:[\d .,/:_-]{0,3}\d)*|.", re.DOTALL)
_HUMPS = re.compile(r"[^\W\d_a-zà-ỹđ]+(?![a-zà-ỹđ])|[^\W\d_]?[a-zà-ỹđ]+|[^\W\d_]+")
_SHORT = 6  # digits; phones and IDs have seven and more
_DAY, _MONTH, _PART = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "[/._ -]"
_DATES = (
    f"{_DAY}{_MONTH}20[0-9]{{2}}",
    f"20[0-9]{{2}}{_MONTH}{_DAY}",
    f"[0-9]{{1,2}}{_PART}[0-9]{{1,2}}{_PART}20[0-9]{{2}}",  # be there such a day or not: it may be what is wrong
    f"20[0-9]{{2}}{_PART}[0-9]{{1,2}}{_PART}[0-9]{{1,2}}",
)
_DATE = re.compile(rf"(?:[0-9]{{1,2}}[ _-])?(?:{'|'.join(_DATES)})(?:[ _:.-]+\d{{1,2}}(?:[:._-]?\d{{2}}){{0,2}})?")
_MOST_KEPT = 8192
_LONGEST_RUN = 60  # letters of words written together that are looked through for known ones
_MANY = re.compile(rf"{MARK}(?:[\s._-]*{MARK})+")


class Plain:
    """Says of a text what may be shown of it; made of the words that are known besides ``OFFICE_WORDS``."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        words = [word for text in (OFFICE_WORDS, *texts) for word in _letters(text)]
        self._marked = frozenset(fold(word) for word in words)
        self._bare = frozenset(unaccent(word) for word in words)
        self._kept: dict[int, str] = {}  # by the text's hash: nothing hidden is kept
        longer = sorted({word for word in self._bare if len(word) > 1}, key=len, reverse=True)
        self._together = re.compile(f"(?:{'|'.join(map(re.escape, longer))})+")

    def __call__(self, text: str) -> str:
        """The text with "…" for every word and number that may be a person's."""
        key = hash(text)
        shown = self._kept.get(key)
        if shown is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            shown = self._kept[key] = self._shown(text)
        return shown

    def _shown(self, text: str) -> str:
        found = _PIECE.findall(unicodedata.normalize("NFC", text))
        pieces = [part for piece in found for part in _humps(piece)]
        known = [
            self._is_known(piece) and not (piece[0].isalpha() and _begins_name(pieces[at : at + 3]))
            for at, piece in enumerate(pieces)
        ]
        self._spread(pieces, known)
        shown = "".join(piece if fine else MARK for piece, fine in zip(pieces, known, strict=True))
        return _MANY.sub(MARK, shown)

    def _is_known(self, piece: str) -> bool:
        if "@" in piece[1:]:
            return False
        if piece[0].isdigit():
            digits = sum(map(str.isdigit, piece))
            return digits <= _SHORT or _DATE.fullmatch(piece) is not None
        if not piece[0].isalpha():
            return True
        if not piece.isascii():
            return fold(piece) in self._marked
        bare = unaccent(piece)
        if bare in self._bare:
            return True
        together = len(bare) <= _LONGEST_RUN and self._together.fullmatch(bare) is not None
        return together and _NAME_TOGETHER.search(bare) is None

    @staticmethod
    def _spread(pieces: list[str], known: list[bool]) -> None:
        """A syllable of names that stands beside a hidden word is hidden with it, from both sides."""
        for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
            beside = False
            for place in order:
                piece = pieces[place]
                if not piece[0].isalpha():
                    beside = beside and piece in " _-."
                elif not known[place]:
                    beside = True
                elif beside and unaccent(piece) in _OF_NAMES:
                    known[place] = False
                else:
                    beside = False


def _begins_name(pieces: list[str]) -> bool:
    """Whether a family name and a syllable of given names stand here side by side, or a middle name."""
    first, *rest = [unaccent(piece) for piece in pieces if piece not in " _-."] or [""]
    if first in _MIDDLE:
        return not rest or rest[0] not in _MIDDLE[first]
    return first in _FAMILIES and bool(rest) and rest[0] in _OF_NAMES


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))


def _humps(piece: str) -> list[str]:
    """ "DanhSachHoSo" in its words."""
    mixed = "@" not in piece and piece[0].isalpha()
    return _HUMPS.findall(piece) if mixed and not piece.islower() and not piece.isupper() else [piece]
