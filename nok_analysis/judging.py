"""What ``nok check`` and ``nok intake`` judge: named files of parameters and received files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nok_analysis.errors import Fault, NokError, RunError, reason_of
from nok_analysis.files import every_file
from nok_analysis.forms import Form, read_form
from nok_analysis.period import Period
from nok_analysis.registry import read_registry
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import shown
from nok_analysis.workspace import parameter_file

if TYPE_CHECKING:
    from nok_analysis.intake import FileJudgement

CLEAN, SET_ASIDE, REFUSED = 0, 1, 2
ISSUES_SHOWN = 1000
NOT_ASSESSED = "not_assessed"  # of a sound run: said, but nothing is amiss


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement ready to be printed, with the exit code that it stands for."""

    as_json: Callable[[Words], str]
    as_text: Callable[[Words], str]
    exit_code: int


def judge(
    *,
    files: Sequence[Path],
    forms: Sequence[str],
    registry: Path | None,
    period: str,
    as_of: str,
    run: Path | None,
    methodology: Path | None,
) -> Judged:
    """Return the judgement of what is named; nothing is written.

    Raises
    ------
    NokError
        When it is not said by which forms, registry and period received files are judged.
    """
    if run is not None:
        return _parameters(run, _run_reader)
    if methodology is not None:
        return _parameters(methodology, lambda path: _methodology_reader(path, forms))
    if registry is not None and not files:
        return _parameters(registry, _registry_reader)
    return _received(_asked(files, forms, registry, period, as_of).judged())


def take_in(
    *,
    files: Sequence[Path],
    forms: Sequence[str],
    registry: Path | None,
    period: str,
    as_of: str,
) -> Judged:
    """Return the judgement of received files after their rows are in the store.

    The store and the quarantine lie beside the registry.
    """
    from nok_analysis.reception import take_in as received_in

    asked = _asked(files, forms, registry, period, as_of)
    places = [parameter_file("forms", name, Path.cwd()) for name in forms]
    by_path = {path: read_form(path, shown_as=path.name) for path in places}
    judged = received_in(
        asked.files, by_path, asked.registry, period=asked.period, as_of=asked.as_of
    )
    return _received(judged)


def take_back(
    corrected: Sequence[Path],
    *,
    files: Sequence[Path],
    forms: Sequence[str],
    registry: Path | None,
    period: str,
    as_of: str,
    who: str,
) -> Judged:
    """Return the judgement of received files after decisions on their rows are taken in.

    Parameters
    ----------
    corrected : sequence of Path
        Quarantine files with the column ``status`` filled.
    files : sequence of Path
        Received files that no longer lie where they were.
    forms, registry, period, as_of
        As of :func:`take_in`; empty = as the files were judged before.
    who : str
        Post of the person who decided.
    """
    from nok_analysis.reception import Overrides
    from nok_analysis.reception import take_back as taken_back

    places = tuple(parameter_file("forms", name, Path.cwd()) for name in forms)
    said = str(_day(as_of)) if as_of else "", str(Period.parse(period)) if period else ""
    named = Overrides(places, registry, said[1], said[0], tuple(files), who)
    found = [taken_back(path, named) for path in corrected]
    return _received(
        [one for taken in found for one in taken.judged],
        [one for taken in found for one in taken.remarks],
    )


def judge_published(files: Sequence[Path], methodology: str) -> Judged:
    """Return what the arithmetic of a methodology says of tables that others published.

    Parameters
    ----------
    files : sequence of Path
    methodology : str
        Its code in ``params/methodology``, or a file.
    """
    from nok_analysis.methodology import read_methodology
    from nok_analysis.published import as_json, as_text, check

    path = parameter_file("methodology", methodology, Path.cwd())
    checked = check(files, read_methodology(path, shown_as=path.name))
    return Judged(
        lambda words: json.dumps(as_json(checked, words), ensure_ascii=False),
        lambda words: as_text(checked, words),
        checked.exit_code,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Received files with everything that they are to be judged by."""

    files: Sequence[Path]
    forms: dict[str, Form]
    registry: Path
    period: Period
    as_of: dt.date

    def judged(self) -> tuple[FileJudgement, ...]:
        from nok_analysis.intake import check_apart

        known = read_registry(self.registry, shown_as=self.registry.name)
        return check_apart(
            self.files, tuple(self.forms.values()), known, period=self.period, as_of=self.as_of
        )


def _asked(
    files: Sequence[Path], forms: Sequence[str], registry: Path | None, period: str, as_of: str
) -> _Asked:
    given = {
        "FILES": files,
        "--form": forms,
        "--registry": registry,
        "--period": period,
        "--as-of": as_of,
    }
    missing = [name for name, value in given.items() if not value]
    if missing or registry is None:
        raise RunError(
            "to judge received files, name also: {missing}", missing=", ".join(missing)
        )
    return _Asked(every_file(files), _forms(forms), registry, Period.parse(period), _day(as_of))


def _forms(names: Sequence[str]) -> dict[str, Form]:
    found = {}
    for name in names:
        path = parameter_file("forms", name, Path.cwd())
        form = read_form(path, shown_as=path.name)
        found[form.form] = form
    return found


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RunError("“{value}” is not a date like 2026-09-30", value=text[:80]) from None


def _received(judged: Sequence[FileJudgement], remarks: Sequence[Fault] = ()) -> Judged:
    from nok_analysis.intake import Status, as_json, as_text

    statuses = {one.status for one in judged}
    code = CLEAN if statuses <= {Status.ACCEPTED} and not remarks else SET_ASIDE

    def as_object(words: Words) -> str:
        said = {"remarks": [one.said(words) for one in remarks]} if remarks else {}
        return json.dumps(as_json(judged, words) | said, ensure_ascii=False)

    def as_lines(words: Words) -> str:
        table = [as_text(judged, words)] if judged else []
        return "\n".join([*table, *(one.said(words) for one in remarks)])

    return Judged(as_object, as_lines, REFUSED if Status.REFUSED in statuses else code)


def _run_reader(path: Path) -> Sequence[Fault]:
    """Read a run with its parts; say who is assessed and who is not."""
    from nok_analysis.parts import read_parts
    from nok_analysis.roll import told

    parts = read_parts(str(path), Path.cwd())
    run = parts.run
    return told(parts.registry, run.period, chosen=run.institutions, selection=parts.selection)


def _registry_reader(path: Path) -> Sequence[Fault]:
    return read_registry(path, shown_as=path.name).warnings


def _methodology_reader(path: Path, forms: Sequence[str]) -> Sequence[Fault]:
    """Read a methodology; with forms, hold it against what they ask."""
    from nok_analysis.methodology import check_against, read_methodology, uncounted

    found = read_methodology(path, shown_as=path.name)
    if not forms:
        return ()
    known = _forms(forms)
    check_against(found, known)
    return uncounted(found, known)


def _parameters(path: Path, read: Callable[[Path], Sequence[Fault]]) -> Judged:
    """Judge one file of parameters: sound, with remarks, or refused with every fault."""
    faults: Sequence[Fault] = ()
    remarks: Sequence[Fault] = ()
    try:
        remarks = read(path)
    except NokError as error:
        faults = error.faults
    except OSError as error:  # a name in it that no system takes
        said = Fault("{reason}", {"reason": reason_of(error)}, path.name, code="unreadable")
        faults = (said,)

    def as_object(words: Words) -> str:
        status = "refused" if faults else "accepted"
        told = [one.said(words) for one in remarks if one.code == NOT_ASSESSED]
        listed = [one for one in (*faults, *remarks) if one.code != NOT_ASSESSED or faults]
        issues = [_issue(path, fault, words) for fault in listed[:ISSUES_SHOWN]]
        whole = {"file": path.name, "status": status, "issues": issues}
        notes = {"notes": told} if told else {}
        return json.dumps({"files": [whole | notes]}, ensure_ascii=False)

    def as_lines(words: Words) -> str:
        lines = [fault.said(words) for fault in (*faults, *remarks)]
        if not faults:
            lines.insert(0, words.say(_("{file}: no faults"), file=path.name))
        return "\n".join(lines)

    return Judged(as_object, as_lines, REFUSED if faults else CLEAN)


def _issue(path: Path, fault: Fault, words: Words) -> Mapping[str, object]:
    value = fault.values.get("value")
    return {
        "file": fault.file if fault.is_table else path.name,
        "sheet": fault.sheet or None,
        "row": fault.line,
        "column": shown(fault.path) or None,
        "value": None if value is None else shown(str(value)),
        "code": fault.code or "bad_type",
        "message": fault.said(words),
    }
