"""The prompt for a directive's content, and the questions about a change of a directive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from string import Formatter
from typing import Any, ClassVar

from typing_extensions import override

from cchc_tui.boards.directives import DirectiveRow
from cchc_tui.domain.directives import Act, DirectiveEntry, Progress
from cchc_tui.domain.moments import day_start, to_date
from cchc_tui.registry import Registry
from cchc_tui.texts.tui_directives import DIRECTIVE, PAGE, PROGRESS
from cchc_tui.tui.overlays.chooser import CARET, PromptScreen
from cchc_tui.tui.overlays.prompts import Question, QuestionsScreen, SuggestedAnswer
from cchc_tui.tui.screens.screens_app import ScreensApp
from cchc_tui.tui.session.directive_draft import (
    DirectiveContent,
    DirectiveDraft,
    DraftError,
    Part,
    due_choices,
    due_day,
)
from cchc_tui.tui.style.render import Line, Span, line_width, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor

#: The key of the row with the text as it is typed.
_TYPED = "-"
_NOTE_LINES = 2
#: Longest part, in characters.
_MOST = 500


class DirectivePrompt(PromptScreen[None]):
    """A prompt that asks for the content of a directive and calls ``then`` with the content.

    The draft fills in some parts. The first character that the user types into such a part replaces its text, except in
    the part "text".
    """

    MOST_ROWS: ClassVar[int] = 10
    PLACES: ClassVar[tuple[str, ...]] = ("directive", *PromptScreen.PLACES)

    def __init__(self, title: str, draft: DirectiveDraft, then: Callable[[DirectiveContent], object]):
        super().__init__(GridColumn("text", "", 34, grow=60), GridColumn("note", "", 30, grow=60))
        self._title = title
        self.draft = draft
        self._then = then
        self._part = Part.DUE if draft.parts[Part.UNIT] else Part.UNIT
        self._replaces = True  # whether the next character replaces the part
        self._trouble = ""
        self._typed_text = draft.parts[self._part]  # the part as typed, before the cursor moved to a choice

    @override
    def typed(self) -> str:
        return "" if self._replaces else self.draft.parts[self._part]

    @override
    def put(self, text: str) -> None:
        self._replaces, self._trouble = False, ""
        self._typed_text = text[:_MOST]
        self.draft.set(self._part, self._typed_text)
        self.grid.stay_on(_TYPED)
        self.show_rows()

    def action_next_part(self) -> None:
        """Go to the next part. If the current part is not understood, show the error and stay."""
        self._turn(1)

    def action_previous_part(self) -> None:
        """Go to the previous part. If the current part is not understood, show the error and stay."""
        self._turn(-1)

    def _turn(self, steps: int) -> None:
        try:
            self.draft.check(self._part)
        except DraftError as trouble:
            self._object_to(trouble)
            return
        parts = [part for part in Part if part is not Part.NUMBER or self.draft.measured]
        self._go_to(parts[(parts.index(self._part) + steps) % len(parts)])

    def _go_to(self, part: Part) -> None:
        self._part, self._trouble = part, ""
        self._replaces = part is not Part.TEXT
        self._typed_text = self.draft.parts[part]
        self.grid.stay_on(_TYPED)
        self.show_rows()

    def _object_to(self, trouble: DraftError) -> None:
        if trouble.part is not self._part:
            self._go_to(trouble.part)
        self._trouble = str(trouble)
        self.invalidate()

    def action_choose(self) -> None:
        """Close, and pass the content to ``then``. If a part is wrong, go to that part and show the error instead."""
        try:
            told = self.draft.told()
        except DraftError as trouble:
            self._object_to(trouble)
            return
        self.dismiss()
        self._then(told)

    @override
    def rows(self) -> Iterator[GridRow]:
        """Yield a row with the text typed into the current part, then the part's choices; nothing without choices."""
        choices = self.draft.choices(self._part, self._typed_text if not self._replaces else "")
        if not choices:
            return
        called = self.draft.called(self._part) if self.grid.cursor_key in {"", _TYPED} else ""
        yield GridRow(_TYPED, (Cell(self._typed_text or DIRECTIVE.empty, TextRole.STRONG), Cell(called, TextRole.DIM)))
        for text, note in choices:
            yield GridRow(f"{self._part.value}:{text}", (Cell(text), Cell(note, TextRole.DIM)))

    @override
    def choose(self, key: str) -> None:
        self.action_choose()

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """Fill the current part with the choice under the cursor; on the first row, with the typed text."""
        part, _, choice = event.key.partition(":")
        text = self._typed_text if event.key == _TYPED else choice
        here = event.key == self.grid.cursor_key and part in {_TYPED, self._part.value}  # not from earlier rows
        if here and text != self.draft.parts[self._part]:
            self.draft.set(self._part, text)
            self._trouble = ""
            self.invalidate(rows=False)

    def head_lines(self, cells: int) -> list[Line]:
        """The title, the directive's sentence and its text; below these, the error or else a line about the keys."""
        said, role = (self._trouble, TextRole.WARN) if self._trouble else (DIRECTIVE.keys, TextRole.DIM)
        below = paragraph(said, cells - 2, role)
        text = (Span(f"{DIRECTIVE.text}: ", TextRole.DIM), *self._part_spans(Part.TEXT))
        lines: list[Line] = [(Span(f" {self._title}", TextRole.KEY),), *_wrapped(self._sentence(), cells)]
        return [*lines, (), *_wrapped(text, cells), (), *below, *[()] * (_NOTE_LINES - len(below))]

    def _sentence(self) -> Iterator[Span]:
        draft = self.draft
        words = DIRECTIVE.unmeasured
        if draft.measured:
            words = DIRECTIVE.raised if draft.raises else DIRECTIVE.lowered
        for between, name, _, _ in Formatter().parse(words):
            yield Span(between)
            if name:
                yield from self._part_spans(Part(name))

    def _part_spans(self, part: Part) -> Line:
        """The spans of a part of the directive's sentence. The current part is in brackets, with the caret."""
        text = self.draft.parts[part]
        empty = {
            Part.UNIT: DIRECTIVE.empty_unit,
            Part.FIGURE: DIRECTIVE.empty_figure,
            Part.NUMBER: DIRECTIVE.empty_number,
            Part.DUE: DIRECTIVE.empty_due,
            Part.TEXT: DIRECTIVE.empty_text,
        }[part]
        shown = Span(text, TextRole.STRONG) if text else Span(empty, TextRole.DIM)
        called = self.draft.called(part) if text else ""
        also = Span(f" ({called})", TextRole.DIM) if called else Span("")
        if part is not self._part:
            return (shown, also)
        return (Span("[", TextRole.KEY), shown, Span(f"{CARET}]", TextRole.KEY), also)


def _wrapped(spans: Iterable[Span], cells: int) -> list[Line]:
    """Wrap spans at spaces into lines of at most ``cells``. Each line begins with two spaces."""
    words: list[list[Span]] = [[]]  # a word may have several spans, such as brackets
    for span in spans:
        first, *others = (span._replace(text=text) for text in span.text.split(" "))
        words[-1].append(first)
        words += [[other] for other in others]
    lines: list[list[Span]] = [[Span("  ")]]
    for place, word in enumerate(words):
        if place and line_width(lines[-1]) + 1 + line_width(word) > cells - 1:
            lines.append([Span("  ")])
        elif place:
            lines[-1].append(Span(" "))
        lines[-1] += word
    return [tuple(line) for line in lines]


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def change_directive(app: ScreensApp, row: DirectiveRow, told: DirectiveContent, what: str) -> None:
    """Ask the user for a change of the directive ``row``, and enter the change.

    ``what`` is "correct", "extend", "report" or "cancel". ``told`` is the present content of the directive, from which
    a correction starts.
    """
    session, registry = app.session, app.source.registry
    today = to_date(session.now)

    def enter(act: Act, **terms: Any) -> None:
        session.enter_directive(DirectiveEntry(row.key, act, session.now, **terms))

    def correct(new: DirectiveContent) -> None:
        entry = new.given(session.now, None)._replace(directive=row.key, act=Act.CORRECTED)
        session.enter_directive(entry)

    def extend(due: str) -> None:
        enter(Act.EXTENDED, due=day_start(due_day(due, today, registry)))

    def report(words: str, result: str) -> None:
        progress = _progress()[words]
        done = day_start(to_date(session.now)) if progress is Progress.DONE else None
        enter(Act.REPORTED, progress=progress, done=done, result=result)

    match what:
        case "correct":
            title = DIRECTIVE.corrected.format(number=row.number)
            draft = DirectiveDraft.of(registry, today, told)
            app.push_screen(DirectivePrompt(title, draft, correct))
        case "extend":
            app.push_screen(QuestionsScreen((_extension(row, registry, today),), extend))
        case "report":
            note = PAGE.progress_note if row.measure is not None else PAGE.enter_note
            choices = [SuggestedAnswer(words) for words in _progress()]
            progress = Question(PAGE.progress, PAGE.progress_hint, note, choices=choices, wrong=_wrong_progress)
            result = Question(PAGE.report, PAGE.report_hint, PAGE.enter_note, PAGE.empty_report)
            app.push_screen(QuestionsScreen((progress, result), report))
        case "cancel":
            note = PAGE.cancel_note.format(number=row.number)
            question = Question(PAGE.cancel, PAGE.cancel_hint, note, PAGE.empty_report)
            app.push_screen(QuestionsScreen((question,), lambda reason: enter(Act.CANCELLED, result=reason)))


def _extension(row: DirectiveRow, registry: Registry, today: date) -> Question:
    due = None if row.due is None else to_date(row.due)
    present = "" if due is None else f"{due:%d/%m/%Y}"

    def wrong(text: str) -> str:
        try:
            day = due_day(text, today, registry)
        except DraftError as trouble:
            return str(trouble)
        return PAGE.same_due.format(day=present) if day == due else ""

    choices = [
        SuggestedAnswer(*choice)
        for choice in due_choices(today, registry)
        if due is None or due_day(choice.text, today, registry) > due
    ]
    note = PAGE.extended_to.format(day=present) if present else PAGE.enter_note
    return Question(PAGE.extend, PAGE.extend_hint, note, choices=choices, wrong=wrong)


def _wrong_progress(text: str) -> str:
    return "" if text in _progress() else PAGE.progress_wrong


def _progress() -> dict[str, Progress]:
    """Translated text → ``Progress``, for each value that a user can report."""
    return {PROGRESS[each.value]: each for each in (Progress.DONE, Progress.DOING, Progress.TODO)}
