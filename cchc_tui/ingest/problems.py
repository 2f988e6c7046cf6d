"""The codes of all problems in exports, and the functions that create problems.

``texts.problems`` has a sentence for each code. A test checks this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.domain.units import Match, told_apart
from cchc_tui.ingest.cleaning import clean
from cchc_tui.ingest.records import Refused

#: Problems of whole files. ``texts.problems`` says what each means.
EMPTY = "empty"
TRUNCATED = "truncated"
ENCRYPTED = "encrypted"
NOT_A_TABLE = "not_a_table"
OLD_FORMAT = "old_format"
NO_HEADING = "no_heading"
MISSING_COLUMN = "missing_column"
DATES_UNCLEAR = "dates_unclear"
DUE_OR_RETURNED = "due_or_returned"
LEGACY_ENCODING = "legacy_encoding"
BOMB = "bomb"
TOO_LARGE = "too_large"
TOO_MANY_ROWS = "too_many_rows"
TOO_WIDE = "too_wide"
LINK = "link"
NOT_A_FILE = "not_a_file"
NO_PERMISSION = "no_permission"
VANISHED = "vanished"
CANNOT_OPEN = "cannot_open"
BROKEN = "broken"
OUT_OF_MEMORY = "out_of_memory"
OUT_OF_CPU = "out_of_cpu"
OUT_OF_TIME = "out_of_time"
READER_DIED = "reader_died"
BAD_REGISTRY = "bad_registry"
NOTHING_TAKEN = "nothing_taken"
ARCHIVE_DAMAGED = "archive_damaged"
BAD_MARK = "bad_mark"
BAD_ACCESS = "bad_access"
BAD_DIRECTIVE = "bad_directive"
DIRECTIVE_UNIT = "directive_unit"

#: Rows that are rejected.
NO_CODE = "no_code"
NO_RECEIVED = "no_received"
BAD_DATE = "bad_date"
TIED = "tied"
NO_UNIT = "no_unit"
NO_PRACTICE = "no_practice"
NO_VALUE = "no_value"
UNKNOWN_CHOICE = "unknown_choice"
UNEQUAL_SUM = "unequal_sum"
OUT_OF_RANGE = "out_of_range"
NOT_IN_SET = "not_in_set"
OUTSIDE_PERIOD = "outside_period"
SAID_TWICE = "said_twice"
NOT_A_UNIT = "not_a_unit"
MAY_BE_UNITS = "may_be_units"
BAD_DECIMAL = "bad_decimal"
BAD_NUMBER = "bad_number"
TORN_ROW = "torn_row"
MEASURE_FORM = "measure_form"
MEASURE_BOARD = "measure_board"
MEASURE_COLUMN = "measure_column"
MEASURE_UNIT = "measure_unit"
MEASURE_NUMBER = "measure_number"
MEASURE_SHARE = "measure_share"
#: A relevant cell is an error or was never computed. This is only a note if the row is loaded without the cell.
UNKNOWN_CELL = "unknown_cell"
CUT_ROW = "cut_row"
SHIFTED_ROW = "shifted_row"

#: Notes on rows or files that are loaded.
FILE_NAME = "file_name"
CHOICE_LEFT_OUT = "choice_left_out"
NOT_IN_CATALOGUE = "not_in_catalogue"
CELL_CUT = "cell_cut"
BAD_BYTES = "bad_bytes"
CONVERTED = "converted"
UNKNOWN_STATUS = "unknown_status"
OPEN_STATUS = "open_status"
TIED_COLUMNS = "tied_columns"
DUE_BY_DATES = "due_by_dates"
DATES_SWAPPED = "dates_swapped"
DATES_EARLY = "dates_early"
DATES_PARTED = "dates_parted"
DATES_EITHER = "dates_either"
NO_DUE = "no_due"
NO_COLUMN = "no_column"
UNITS_ABOVE = "units_above"
CODE_DATE = "code_date"
UNKNOWN_PRACTICE = "unknown_practice"
UNKNOWN_STATE = "unknown_state"
IDENTITY = "identity"
UNREAD_COLUMNS = "unread_columns"
FAR_CELL = "far_cell"
OTHER_SHEET = "other_sheet"
NO_HEADING_LEFT = "no_heading_left"
HIDDEN_SHEET = "hidden_sheet"
HIDDEN_SHEET_LEFT = "hidden_sheet_left"
OPEN_QUOTE = "open_quote"
QUOTED_LINE = "quoted_line"
NO_END = "no_end"
TEXT_FIRST = "text_first"
ROWS_HIDDEN = "rows_hidden"
ROWS_IN_CELLS = "rows_in_cells"
ROWS_LOST = "rows_lost"
MORE = "more"
AHEAD = "ahead"

#: Problems that the store and ``check`` find, with the registry or by comparing rows.
REPEATED_CODE = "repeated_code"
UNIT_TWICE = "unit_twice"
UNIT_NONE = "unit_none"
UNIT_CITY = "unit_city"
UNIT_UNKNOWN = "unit_unknown"
UNIT_AMBIGUOUS = "unit_ambiguous"
INDEX_FAULT = "index_fault"
SECOND_START = "second_start"
END_WITHOUT_START = "end_without_start"

#: Values of cells are cut to this many characters.
VALUE_LENGTH = 200


def make(
    severity: Severity,
    code: str,
    sheet: str = "",
    row: int = 0,
    column: str = "",
    value: object = "",
    expected: str = "",
) -> Problem:
    """Create a problem. Texts that come from the file are cleaned and cut."""
    return Problem(severity, code, _short(sheet), row, _short(column), _short(value), expected)


_NO_UNIT = {"none": UNIT_NONE, "city": UNIT_CITY, "unknown": UNIT_UNKNOWN, "ambiguous": UNIT_AMBIGUOUS}


def unplaced(match: Match, names: Iterable[str], row: int = 0, sheet: str = "") -> Problem:
    """The problem that names match no unit.

    For an ambiguous name, ``Problem.expected`` has the units that it may mean.
    """
    text = " · ".join(filter(None, names))
    return make(Severity.UNPLACED, _NO_UNIT[match.why], sheet, row, value=text, expected=told_apart(match.candidates))


def refuse(code: str, sheet: str = "", value: object = "", expected: str = "") -> Refused:
    """Create the exception that refuses a whole file. The caller raises it."""
    return Refused(make(Severity.REFUSED, code, sheet, value=value, expected=expected))


def _short(value: object) -> str:
    text = clean(str(value))
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"


class Notes:
    """Collects the problems of a file. ``drain`` returns each problem once, for the next batch.

    At most ``LIMIT`` notes with the same code are collected; further ones are only counted. ``sheet`` is the name of
    the sheet that is being read.
    """

    LIMIT = 500

    def __init__(self, sheet: str = ""):
        self.sheet = sheet
        self._waiting: list[Problem] = []
        self._given: dict[str, int] = {}
        self._of_file: set[tuple[str, ...]] = set()
        self._counted: dict[tuple[str, str], tuple[Problem, int]] = {}

    def reject(self, code: str, row: int, column: str = "", value: object = "", expected: str = "") -> None:
        """Add the problem for which a row is rejected. The number of such problems is not limited."""
        self._waiting.append(make(Severity.REJECTED, code, self.sheet, row, column, value, expected))

    def note(self, code: str, row: int = 0, column: str = "", value: object = "", expected: str = "") -> None:
        """Add a problem of a loaded row. A problem without a row is added only once per file."""
        if not row:
            said = (code, column, str(value), expected)
            if said in self._of_file:
                return
            self._of_file.add(said)
        given = self._given.get(code, 0) + 1
        self._given[code] = given
        if given <= self.LIMIT:
            self._waiting.append(make(Severity.NOTED, code, self.sheet, row, column, value, expected))

    def count(self, code: str, row: int, column: str, value: str, rows: int) -> None:
        """Count ``rows`` rows with the same problem and the same value.

        The problem is added once, at the end of the file, with the first of these rows and the number of all of them.
        """
        first, before = self._counted.get((code, value), (None, 0))
        if first is None:
            first = make(Severity.NOTED, code, self.sheet, row, column, value)
        self._counted[code, value] = first, before + rows

    def drain(self) -> tuple[Problem, ...]:
        """The problems that were collected since the last call."""
        taken, self._waiting = tuple(self._waiting), []
        return taken

    def finish(self) -> None:
        """Add the counted problems, and for each code the number of notes beyond ``LIMIT``.

        Call this at the end of the file.
        """
        for (code, _), (first, rows) in self._counted.items():
            given = self._given[code] = self._given.get(code, 0) + 1
            if given <= self.LIMIT:
                self._waiting.append(replace(first, expected=str(rows)))
        for code, given in self._given.items():
            if given > self.LIMIT:
                more = make(Severity.NOTED, MORE, self.sheet, value=str(given - self.LIMIT), expected=code)
                self._waiting.append(more)
        self._given.clear()
        self._counted.clear()
