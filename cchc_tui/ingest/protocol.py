"""The protocol between the reader process and the collector: frames of MessagePack. The length of a frame precedes it.

A text that repeats (a unit, procedure or officer) is sent once and then replaced by a number. Row numbers and other
integers are sent as packed columns. A dossier takes about 150 bytes, and the collector decodes it in 3 µs.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, TypeAlias, cast

import msgspec

from cchc_tui.domain.dossiers import COMMON_TEXTS, DATES, DossierRow
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest.records import ROWS, SHEET_ROWS, Batch, Columns, Head, Piece, Refused, Row, Tail
from cchc_tui.settings import Limits

LENGTH = struct.Struct("<I")
#: Most texts with a number; after that, numbering restarts.
_MOST_TEXTS = 60_000
_INTEGERS = {"row": "I", "digest": "q", "status": "B", "date_only": "B"}
_FIELDS = DossierRow._fields


class Request(msgspec.Struct, array_like=True, frozen=True):
    """A request from the collector to a reader process."""

    path: bytes  # as in the file system, in any encoding
    name: bytes
    registry: str
    database: str  # path of the database with the rows known so far; "" for none
    limits: Limits
    look: bool = False  # only check whether the file is complete; another request follows


class _HeadFrame(msgspec.Struct, tag="head", array_like=True, frozen=True):
    head: Head


class _ColumnsFrame(msgspec.Struct, tag="columns", array_like=True, frozen=True):
    packed: list[bytes]  # integers, then numbered texts
    dates: list[list[int | None]]
    plain: list[list[str]]
    texts: list[str]  # new texts, which get the next numbers
    restarts: bool  # whether texts are numbered from 0 again
    problems: tuple[Problem, ...]
    done: int
    total: int


class _RowsFrame(msgspec.Struct, tag="rows", array_like=True, frozen=True):
    rows: msgspec.Raw  # of the kind in ``Head.kind``
    problems: tuple[Problem, ...]
    done: int
    total: int


class _TailFrame(msgspec.Struct, tag="tail", array_like=True, frozen=True):
    rows: int
    accepted: int
    rejected: int
    unchanged: bytes
    repeated: tuple[Problem, ...]


class _RefusedFrame(msgspec.Struct, tag="refused", array_like=True, frozen=True):
    problem: Problem


_Frame: TypeAlias = _HeadFrame | _ColumnsFrame | _RowsFrame | _TailFrame | _RefusedFrame
_PLAIN = tuple(name for name in _FIELDS if name not in (*_INTEGERS, *DATES, *COMMON_TEXTS))


class Encoder:
    """Writes the pieces of one export as frames to the collector."""

    def __init__(self, out: BinaryIO):
        self._out = out
        self._encode = msgspec.msgpack.Encoder().encode
        self._texts = _Numbers()

    def write(self, piece: Piece) -> None:
        """Send one piece. Raises OSError if the collector has closed the pipe."""
        if isinstance(piece, Columns):
            self._send(self._columns(piece))
        elif isinstance(piece, Head):
            self._send(_HeadFrame(piece))
        elif isinstance(piece, Tail):
            self._send(
                _TailFrame(piece.rows, piece.accepted, piece.rejected, piece.unchanged.tobytes(), piece.repeated)
            )
        else:
            rows = msgspec.Raw(self._encode(piece.rows))
            self._send(_RowsFrame(rows, piece.problems, piece.done, piece.total))

    def refuse(self, problem: Problem) -> None:
        """Send the problem for which the file is refused."""
        self._send(_RefusedFrame(problem))

    def say(self, word: str) -> None:
        """Send one word: the answer to a request with ``look``. Such a request only asks whether a file is complete."""
        self._send(word)

    def _send(self, frame: _Frame | str) -> None:
        payload = self._encode(frame)
        self._out.write(LENGTH.pack(len(payload)))
        self._out.write(payload)
        self._out.flush()

    def _columns(self, piece: Columns) -> _ColumnsFrame:
        by_name = dict(zip(_FIELDS, piece.columns, strict=True))
        texts = self._texts
        restarts = texts.begin()
        packed = [array(code, cast(Iterable[int], by_name[name])).tobytes() for name, code in _INTEGERS.items()]
        packed += [
            array("I", map(texts.__getitem__, cast(Sequence[str], by_name[name]))).tobytes() for name in COMMON_TEXTS
        ]
        dates = [cast(list[int | None], by_name[name]) for name in DATES]
        plain = [cast(list[str], by_name[name]) for name in _PLAIN]
        return _ColumnsFrame(packed, dates, plain, texts.new, restarts, piece.problems, piece.done, piece.total)


class _Numbers(dict[str, int]):
    """A mapping: text → number. A new text gets the next number, and is added to ``new``."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        self.new.append(text)
        return number

    def begin(self) -> bool:
        """Begin a frame: clear ``new``. If there are too many texts, also forget all numbers, and return True."""
        self.new = []
        restarts = len(self) > _MOST_TEXTS
        if restarts:
            self.clear()
        return restarts


class Decoder:
    """Decodes the frames of one export into pieces."""

    def __init__(self) -> None:
        self._decode = msgspec.msgpack.Decoder(_Frame).decode
        self._decode_rows = _rows_of("")
        self._texts: list[str] = []

    def piece(self, payload: bytes | memoryview) -> Piece:
        """Decode a frame into a piece.

        Raises Refused if the file is refused, and msgspec.DecodeError if the frame is invalid.
        """
        frame = self._decode(payload)
        if isinstance(frame, _ColumnsFrame):
            return self._columns(frame)
        if isinstance(frame, _HeadFrame):
            self._decode_rows = _rows_of(frame.head.kind)
            return frame.head
        if isinstance(frame, _TailFrame):
            unchanged = array("I")
            unchanged.frombytes(frame.unchanged)
            return Tail(frame.rows, frame.accepted, frame.rejected, unchanged, frame.repeated)
        if isinstance(frame, _RefusedFrame):
            raise Refused(frame.problem)
        return Batch(self._decode_rows(frame.rows), frame.problems, frame.done, frame.total)

    def _columns(self, frame: _ColumnsFrame) -> Columns:
        if frame.restarts:
            self._texts = []
        self._texts += frame.texts
        columns: dict[str, Sequence[object]] = {}
        for (name, code), data in zip(_INTEGERS.items(), frame.packed, strict=False):
            columns[name] = _unpacked(code, data)
        text = self._texts.__getitem__
        for name, data in zip(COMMON_TEXTS, frame.packed[len(_INTEGERS) :], strict=True):
            columns[name] = list(map(text, _unpacked("I", data)))
        columns |= zip(DATES, frame.dates, strict=True)
        columns |= zip(_PLAIN, frame.plain, strict=True)
        return Columns([columns[name] for name in _FIELDS], frame.problems, frame.done, frame.total)


def _rows_of(kind: str) -> Callable[[msgspec.Raw], tuple[Row, ...]]:
    return msgspec.msgpack.Decoder(ROWS.get(kind, SHEET_ROWS)).decode


def _unpacked(code: str, data: bytes) -> Sequence[int]:
    numbers = array(code)
    numbers.frombytes(data)
    return numbers
