"""What a methodology needs of the forms of a run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Protocol, TypeGuard

from nok_analysis.errors import Fault, MethodologyError
from nok_analysis.methodology.model import Formula, Methodology
from nok_analysis.vocabulary import EVERYONE, FormKind, Role
from nok_analysis.wording import mark_for_catalog as _

NOT_COUNTED = "not_counted"


class Asked(Protocol):
    """A question of a form."""

    @property
    def code(self) -> str:
        """Code of the question."""
        ...

    @property
    def role(self) -> Role:
        """What its answers are for."""
        ...

    @property
    def low(self) -> int | None:
        """Lower end of its scale; None when it has none."""
        ...

    @property
    def high(self) -> int | None:
        """Upper end of its scale."""
        ...


class AnyForm(Protocol):
    """A form, as far as a methodology looks at it."""

    @property
    def form(self) -> str:
        """Code of the form."""
        ...

    @property
    def kind(self) -> FormKind:
        """Questionnaire or checklist."""
        ...


class Survey(AnyForm, Protocol):
    """A questionnaire, as far as a methodology looks at it."""

    @property
    def questions(self) -> Sequence[Asked]:
        """Questions asked."""
        ...

    @property
    def merged(self) -> Sequence[Collection[str]]:
        """Questions asked as one."""
        ...

    @property
    def absent(self) -> Collection[str]:
        """Questions declared not asked."""
        ...


def check_against(methodology: Methodology, forms: Mapping[str, AnyForm]) -> None:
    """Every question, filter and checklist of the methodology is in the forms of the run.

    Parameters
    ----------
    methodology : Methodology
    forms : mapping of str to form
        Code of the form → form.

    Raises
    ------
    MethodologyError
        Naming each one that is neither asked, nor merged, nor declared absent.
    """
    faults = list(_faults(methodology, forms))
    if faults:
        raise MethodologyError(faults[0], *faults[1:])


def uncounted(methodology: Methodology, forms: Mapping[str, AnyForm]) -> list[Fault]:
    """Return what the forms collect for a score and the methodology does not count.

    Parameters
    ----------
    methodology : Methodology
    forms : mapping of str to form
        Code of the form → form.

    Returns
    -------
    list of Fault
        Remarks, not faults: other methodologies may count it.
    """
    leaves = [leaf for _node, leaf in methodology.terms()]
    counted = {name for leaf in leaves for name in (*leaf.names(), leaf.among)}
    found: list[Fault] = []
    for form in forms.values():
        if not _is_survey(form):
            if form.form not in counted:
                message = _("no indicator counts the checklist “{form}”")
                found.append(Fault(message, {"form": form.form}, code=NOT_COUNTED))
            continue
        names = [
            one.code
            for one in form.questions
            if one.role in (Role.NUMERATOR, Role.FILTER) and one.code not in counted
        ]
        if names:
            message = _("no indicator counts these questions of “{form}”: {names}")
            values: dict[str, object] = {"names": ", ".join(names), "form": form.form}
            found.append(Fault(message, values, code=NOT_COUNTED))
    return found


def _faults(methodology: Methodology, forms: Mapping[str, AnyForm]) -> Iterator[Fault]:
    surveys = [form for form in forms.values() if _is_survey(form)]
    for indicator in methodology.indicators():
        for leaf in indicator.formula.leaves():
            found = _in_checklists(leaf, forms) if leaf.form or leaf.forms else None
            for message, values in found or _in_surveys(leaf, surveys):
                yield Fault(
                    message, values, methodology.file, None, indicator.code, "missing_key"
                )


def _is_survey(form: AnyForm) -> TypeGuard[Survey]:
    return form.kind == FormKind.QUESTIONNAIRE


Lack = tuple[str, dict[str, object]]


def _in_checklists(leaf: Formula, forms: Mapping[str, AnyForm]) -> list[Lack]:
    lacks: list[Lack] = []
    for name in leaf.names():
        near = get_close_matches(name, sorted(forms), n=1)
        if name not in forms and near:
            message = _("checklist “{name}” is not among the forms; perhaps “{near}” was meant")
            lacks.append((message, {"name": name, "near": near[0]}))
        elif name not in forms:
            known = ", ".join(sorted(forms)) or "–"
            lacks.append(
                (
                    _("checklist “{name}” is not among the forms of the run: {known}"),
                    {"name": name, "known": known},
                )
            )
        elif forms[name].kind != FormKind.CHECKLIST:
            lacks.append((_("form “{name}” is not a checklist"), {"name": name}))
    return lacks


def _in_surveys(leaf: Formula, surveys: list[Survey]) -> Iterator[Lack]:
    names = [name for name in (*leaf.questions, leaf.question) if name]
    names += [leaf.among] if names and leaf.among != EVERYONE else []
    for name in names:
        if not surveys:
            yield (
                _("question “{name}” is needed, and the run has no questionnaire"),
                {"name": name},
            )
        for survey in surveys:
            near = get_close_matches(name, [one.code for one in survey.questions], n=1)
            if not _has(survey, name) and near:
                yield (
                    _(
                        "question “{name}” is not in the form “{form}”; "
                        "perhaps “{near}” was meant"
                    ),
                    {"name": name, "form": survey.form, "near": near[0]},
                )
            elif not _has(survey, name):
                yield (
                    _(
                        "question “{name}” is not in the form “{form}”: name it there among "
                        "the questions, the merged ones or the absent ones"
                    ),
                    {"name": name, "form": survey.form},
                )
    yield from _other_scales(leaf, surveys)


def _other_scales(leaf: Formula, surveys: list[Survey]) -> Iterator[Lack]:
    """Yield each form whose scale is not the one that the formula brings to 0–100."""
    if "low" not in leaf.numbers or not leaf.question:
        return
    low, high = leaf.numbers["low"], leaf.numbers["high"]
    for survey in surveys:
        asked = next((one for one in survey.questions if one.code == leaf.question), None)
        if asked is None or (asked.low, asked.high) == (low, high):
            continue
        span = "–" if asked.low is None else f"{asked.low}–{asked.high}"
        place: dict[str, object] = {"name": leaf.question, "form": survey.form}
        yield (
            _(
                "question “{name}” of the form “{form}” has the scale {span}, the formula "
                "reckons with {low}–{high}"
            ),
            place | {"span": span, "low": low, "high": high},
        )


def _has(survey: Survey, name: str) -> bool:
    asked = {question.code for question in survey.questions}
    return name in asked or name in survey.absent or any(name in m for m in survey.merged)
