"""Questionnaires: one row a respondent."""

from __future__ import annotations

from typing import Any

from nok_analysis.forms.model import Questionnaire
from nok_analysis.intake.answer_words import word_reader
from nok_analysis.intake.answers import (
    Answers,
    apply_skips,
    mark_empty,
    mark_few,
    read_answers,
)
from nok_analysis.intake.body import Body
from nok_analysis.intake.dates import Moment, moment_reader
from nok_analysis.intake.header import QUESTION
from nok_analysis.intake.institutions import Door, Placed, damaged_key, place_rows
from nok_analysis.intake.personal import screen_texts
from nok_analysis.intake.records import RESPONSES, Records
from nok_analysis.intake.table import Flaw, flaw
from nok_analysis.vocabulary import RespondentRole, Role
from nok_analysis.wording import mark_for_catalog as _


def judge_responses(body: Body, form: Questionnaire, door: Door) -> Records:
    """Return the questionnaires of a sheet; what is wrong with each stands in `body`.

    Parameters
    ----------
    body : Body
    form : Questionnaire
    door : Door
    """
    moments = _moments(body, form)
    placed = place_rows(body, door, moments)
    respondents = _respondents(body, form)
    columns = _about(body, form)
    given = read_answers(body, form)
    mark_empty(body, form, given)
    texts = {
        one.code: [cell or None for cell in body.column(QUESTION + one.code)]
        for one in form.questions
        if one.role is Role.FREE_TEXT
    }
    kept = apply_skips(body, form, given)
    mark_few(body, form, kept)
    screen_texts(body, {QUESTION + code: column for code, column in texts.items()})
    columns |= {"respondent": respondents, "date": _days(moments)} | kept | texts
    keys = _keys(placed, respondents) if form.respondent else [None] * len(body.lines)
    return Records(
        body=body,
        table=RESPONSES,
        periods=placed.periods,
        institutions=placed.institutions,
        keys=keys,
        signatures=_signatures(form, given, texts),
        columns=columns,
        names=[one or "" for one in respondents],
        moments=moments,
    )


def _moments(body: Body, form: Questionnaire) -> list[Moment | None]:
    if form.time is None:
        return [None] * len(body.lines)
    return body.read("time", moment_reader(form.time, required=True))


def _days(moments: list[Moment | None]) -> list[str | None]:
    return [one.day.isoformat() if one else None for one in moments]


def _respondents(body: Body, form: Questionnaire) -> list[str | None]:
    if form.respondent is None:
        table = body.table
        prefix = body.source_file + (f":{table.position}" if table.position > 1 else "")
        return [f"{prefix}:{line}" for line in body.lines]
    return body.read("respondent", _respondent)


def _respondent(cell: str) -> str | Flaw:
    if not cell:
        return flaw("empty_key", _("the number of the questionnaire is empty"), cell=cell)
    return damaged_key(cell) or cell


def _about(body: Body, form: Questionnaire) -> dict[str, list[Any]]:
    """Return what is known of a respondent beside the answers."""
    size = len(body.lines)
    channel: list[str | None] = [form.channel or None] * size
    if form.channel_column:
        channel = body.read("channel", word_reader(form.channel_column, "unknown_channel"))
    roles: list[str | None] = [None] * size
    if form.respondent_role:
        roles = body.read(
            "respondent_role", word_reader(form.respondent_role, "unknown_answer")
        )
    unknown = RespondentRole.RECIPIENT_UNKNOWN.value
    return {
        "channel": channel,
        "respondent_role": [role or unknown for role in roles],
        "stratum": [None] * size,
        "settlement": [cell or None for cell in body.column("settlement")],
        "interviewer": [cell or None for cell in body.column("interviewer")],
    }


def _keys(placed: Placed, respondents: list[str | None]) -> list[tuple[Any, ...] | None]:
    every = zip(placed.institutions, placed.periods, respondents, strict=True)
    found: list[tuple[Any, ...] | None] = list(every)
    if None in placed.institutions or None in placed.periods or None in respondents:
        found = [key if key and None not in key else None for key in found]
    return found


def _signatures(
    form: Questionnaire, answers: Answers, texts: dict[str, list[str | None]]
) -> list[tuple[Any, ...]]:
    columns = [answers[code] for code in sorted(answers)]
    columns += [texts[code] for code in sorted(texts)]
    return [(form.form, *row) for row in zip(*columns, strict=True)]
