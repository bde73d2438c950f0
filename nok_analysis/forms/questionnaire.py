"""A form of the kind questionnaire: one row of the table is one respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nok_analysis.errors import ParameterError
from nok_analysis.folding import fold
from nok_analysis.forms.answers import read_answers
from nok_analysis.forms.columns import Columns, read_column, read_named_column, read_words
from nok_analysis.forms.dates import read_time
from nok_analysis.forms.model import (
    Column,
    Multiple,
    PeriodColumn,
    Question,
    Questionnaire,
    WordColumn,
)
from nok_analysis.forms.questions import AnswerSets, read_question
from nok_analysis.forms.several import read_matrix, read_multiple
from nok_analysis.parameters import Section
from nok_analysis.parameters.tree import SHOWN, Items, Text
from nok_analysis.period import Period
from nok_analysis.vocabulary import Channel, RespondentRole, Role
from nok_analysis.wording import mark_for_catalog as _

if TYPE_CHECKING:
    from nok_analysis.forms.reader import Identity

SKIP_VIOLATIONS = ("drop_answer", "quarantine_row")
FEW_ANSWERS = ("warn", "quarantine")
BY_ROW = "row"


def read_questionnaire(section: Section, columns: Columns, identity: Identity) -> Questionnaire:
    """Return the questionnaire of a file whose identity is read; faults stay in `section`."""
    channel, channel_column = _channel(section, columns)
    questions, places, multiples = _questions(section, columns)
    missing = tuple(one.filter_missing for one in questions if one.filter_missing)
    absent = tuple(dict.fromkeys((*section.texts("absent", ()), *missing)))
    merged = _merged(section, questions)
    _check_filters(questions, places, {*absent, *(code for group in merged for code in group)})
    _check_absent(section, questions, absent)
    section.word("infer_filter", ("false",), "false")
    least, otherwise = _complete(section.section("complete", required=False), questions)
    form = Questionnaire(
        **identity,
        questions=tuple(questions),
        channel=channel,
        channel_column=channel_column,
        respondent=_respondent(section, columns),
        time=read_time(section, "time", columns) if "time" in section else None,
        period=read_period(section, columns),
        respondent_role=_role(section, columns),
        settlement=read_named_column(section, "settlement", columns),
        interviewer=read_named_column(section, "interviewer", columns),
        merged=merged,
        absent=absent,
        ignore=section.texts("ignore", ()),
        personal_data=section.texts("personal_data", ()),
        skip_violation=section.word("skip_violation", SKIP_VIOLATIONS, "drop_answer"),
        empty_row=section.word("empty_row", ("quarantine",), "quarantine"),
        repeated_within_minutes=_minutes(section.section("repeated_answers", required=False)),
        at_least_answered=least,
        few_answers=otherwise,
        multiples=tuple(multiples),
    )
    columns.refuse(section, "ignore", form.ignore)
    columns.refuse(section, "personal_data", form.personal_data)
    return form


def _channel(section: Section, columns: Columns) -> tuple[str, WordColumn | None]:
    if "channel" not in section:
        return "", None
    if section.is_text("channel"):
        return section.word("channel", tuple(Channel)), None
    return "", read_words(section.section("channel"), columns, Channel)


def _role(section: Section, columns: Columns) -> WordColumn | None:
    if "respondent_role" not in section:
        return None
    return read_words(section.section("respondent_role"), columns, RespondentRole)


def _respondent(section: Section, columns: Columns) -> Column | None:
    """Return the column of the respondent's number, None when the row itself is the key."""
    if "respondent" not in section or section.is_text("respondent"):
        section.word("respondent", (BY_ROW,), BY_ROW)
        return None
    return read_named_column(section, "respondent", columns)


def read_period(section: Section, columns: Columns) -> PeriodColumn | None:
    """Return the column of periods with its words: ``{"2026Q3": [the words of the file]}``."""
    if "period" not in section:
        return None
    group = section.section("period")
    column = columns.claim(group, read_column(group))
    listed = group.section("words", required=False)
    words: dict[str, Period] = {}
    for name in listed.names():
        try:
            period = Period.parse(name)
        except ParameterError as error:
            fault = error.faults[0]
            listed.fault(name, fault.message, code="bad_period", **fault.values)
            continue
        words |= dict.fromkeys(map(fold, listed.texts(name)), period)
    group.finish()
    return PeriodColumn(column, words)


def _questions(
    section: Section, columns: Columns
) -> tuple[list[Question], list[Section], list[Multiple]]:
    """Return the questions, the entry that each stands in, and those of many choices."""
    named = section.section("answers", required=False)
    sets = AnswerSets(
        {name: read_answers(named.section(name), alone=False) for name in named.names()}
    )
    questions: list[Question] = []
    places: list[Section] = []
    multiples: list[Multiple] = []
    for place in section.sections("questions"):
        if "lines" in place:
            found = read_matrix(place, sets, columns)
        elif "choices" in place:
            found, whole = read_multiple(place, sets, columns)
            multiples.append(whole)
        else:
            found = [read_question(place, sets, columns)]
        questions += found
        places += [place] * len(found)
    _check_codes(questions, places)
    if section.is_list("questions") and not questions:
        section.fault("questions", _("a form needs at least one question"), code="missing_key")
    return questions, places, multiples


def _check_codes(questions: list[Question], places: list[Section]) -> None:
    seen: set[str] = set()
    for question, place in zip(questions, places, strict=True):
        if question.code in seen:
            place.fault(
                "code",
                _("the code “{value}” stands twice"),
                value=question.code[:SHOWN],
                code="duplicate_key",
            )
        seen.add(question.code)


def _check_filters(questions: list[Question], places: list[Section], others: set[str]) -> None:
    """Record a branch that hangs on no filter of the form, or on itself."""
    filters = {one.code: one.asked_if for one in questions if one.role is Role.FILTER}
    known = filters.keys() | others
    for question, place in zip(questions, places, strict=True):
        branch = question.asked_if
        if branch and branch not in known:
            place.fault(
                "asked_if",
                _("the form has no filter “{value}”; known: {known}"),
                value=branch[:SHOWN],
                known=", ".join(filters) or "–",
                code="missing_key",
            )
        elif _circular(question.code, filters):
            place.fault(
                "asked_if", _("the branch leads back to the question itself"), code="bad_type"
            )


def _circular(code: str, filters: dict[str, str]) -> bool:
    step = filters.get(code, "")
    for _step in filters:
        if step == code:
            return True
        step = filters.get(step, "")
    return False


def _merged(section: Section, questions: list[Question]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of codes that one question answers together."""
    asked = {question.code for question in questions}
    groups = _groups(section)
    seen: set[str] = set()
    for group in groups:
        if len(group) < 2 or len(asked.intersection(group)) != 1:  # noqa: PLR2004 - a pair
            section.fault(
                "merged",
                _("of the merged codes {codes} exactly one must be a question of the form"),
                codes=", ".join(group)[:SHOWN],
                code="bad_type",
            )
        for code in sorted(seen.intersection(group)):
            section.fault(
                "merged",
                _("the code “{value}” stands twice"),
                value=code[:SHOWN],
                code="duplicate_key",
            )
        seen.update(group)
    return groups


def _groups(section: Section) -> tuple[tuple[str, ...], ...]:
    node = section.pairs.values.get("merged")
    if not isinstance(node, Items) or any(isinstance(one, Text) for one in node.values):
        flat = section.texts("merged", ())
        return (flat,) if flat else ()
    section.asked.add("merged")
    lists = [one.values for one in node.values if isinstance(one, Items)]
    groups = [tuple(one.value for one in group if isinstance(one, Text)) for group in lists]
    if len(lists) < len(node.values):
        section.fault(
            "merged", _("a list of codes, or of such lists, was expected here"), code="bad_type"
        )
    return tuple(groups)


def _check_absent(section: Section, questions: list[Question], absent: tuple[str, ...]) -> None:
    asked = {question.code for question in questions}
    for code in [code for code in absent if code in asked]:
        section.fault(
            "absent",
            _("“{value}” is a question of this form"),
            value=code[:SHOWN],
            code="bad_type",
        )


def _complete(group: Section, questions: list[Question]) -> tuple[int, str]:
    """Return how many answers make a questionnaire complete, and what becomes of others."""
    least = group.whole("at_least_answered", "0")
    otherwise = group.word("otherwise", FEW_ANSWERS, FEW_ANSWERS[0])
    most = sum(one.role in {Role.FILTER, Role.NUMERATOR} for one in questions)
    if questions and least > most:
        group.fault(
            "at_least_answered",
            _("{value} is above the most allowed value {high}"),
            value=least,
            high=most,
            code="out_of_range",
        )
    group.finish()
    return least, otherwise


def _minutes(group: Section) -> int:
    value = group.whole("within_minutes", "10")
    group.finish()
    return value
