"""The overlays that correct, extend, report on or cancel a directive."""

from __future__ import annotations

from datetime import date

from cchc_tui.boards.directives import DirectiveRow
from cchc_tui.domain.directives import Act, DirectiveEntry, Progress
from cchc_tui.domain.moments import DAY, day_start, to_date
from cchc_tui.registry import Registry
from cchc_tui.texts.tui_directives import DIRECTIVE, PAGE, PROGRESS
from cchc_tui.tui.overlays.directive import DirectivePrompt
from cchc_tui.tui.overlays.questions import Question, QuestionsScreen, SuggestedAnswer
from cchc_tui.tui.screens.screens_app import ScreensApp
from cchc_tui.tui.session.directive_draft import DirectiveContent, DirectiveDraft, DraftError, due_choices, due_day


def change_directive(app: ScreensApp, row: DirectiveRow, told: DirectiveContent, what: str) -> None:
    """Ask for and enter a change of the directive ``row``. ``what``: "correct", "extend", "report" or "cancel".

    ``told`` is the present content of the directive, from which a correction starts.
    """
    session, registry = app.session, app.source.registry
    today = to_date(session.now)

    def correct(new: DirectiveContent) -> None:
        entry = new.given(session.now, None)._replace(directive=row.key, act=Act.CORRECTED)
        session.enter_directive(entry)

    def extend(answers: tuple[str, ...]) -> None:
        due = day_start(due_day(answers[0], today, registry))
        session.enter_directive(DirectiveEntry(row.key, Act.EXTENDED, session.now, due=due))

    def report(answers: tuple[str, ...]) -> None:
        at, progress = session.now, _progress()[answers[0]]
        done = at // DAY * DAY if progress is Progress.DONE else None
        entry = DirectiveEntry(row.key, Act.REPORTED, at, progress=progress, done=done, result=answers[1])
        session.enter_directive(entry)

    def cancel(answers: tuple[str, ...]) -> None:
        session.enter_directive(DirectiveEntry(row.key, Act.CANCELLED, session.now, result=answers[0]))

    match what:
        case "correct":
            draft = DirectiveDraft.of(registry, today, told)
            app.push_screen(DirectivePrompt(DIRECTIVE.corrected.format(number=row.number), draft, correct))
        case "extend":
            app.push_screen(QuestionsScreen((_extension(row, registry, today),), extend))
        case "report":
            app.push_screen(QuestionsScreen(_report(row), report))
        case "cancel":
            note = PAGE.cancel_note.format(number=row.number)
            question = Question(PAGE.cancel, PAGE.cancel_hint, note, PAGE.empty_report)
            app.push_screen(QuestionsScreen((question,), cancel))


def _extension(row: DirectiveRow, registry: Registry, today: date) -> Question:
    present = "" if row.due is None else f"{to_date(row.due):%d/%m/%Y}"

    def wrong(text: str) -> str:
        try:
            day = due_day(text, today, registry)
        except DraftError as trouble:
            return str(trouble)
        same = row.due is not None and day == to_date(row.due)
        return PAGE.same_due.format(day=present) if same else ""

    choices = [
        SuggestedAnswer(*choice)
        for choice in due_choices(today, registry)
        if row.due is None or due_day(choice.text, today, registry) > to_date(row.due)
    ]
    note = PAGE.extended_to.format(day=present) if present else PAGE.enter_note
    return Question(PAGE.extend, PAGE.extend_hint, note, choices=choices, wrong=wrong)


def _report(row: DirectiveRow) -> tuple[Question, ...]:
    progress = Question(
        PAGE.progress,
        PAGE.progress_hint,
        PAGE.progress_note if row.measure is not None else PAGE.enter_note,
        choices=[SuggestedAnswer(words) for words in _progress()],
        wrong=lambda text: "" if text in _progress() else PAGE.progress_wrong,
    )
    return progress, Question(PAGE.report, PAGE.report_hint, PAGE.enter_note, PAGE.empty_report)


def _progress() -> dict[str, Progress]:
    """Translated text → ``Progress``, for each value that a user can report."""
    return {PROGRESS[each.value]: each for each in (Progress.DONE, Progress.DOING, Progress.TODO)}
