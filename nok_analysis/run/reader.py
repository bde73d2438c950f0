"""Reading of run files: typed, strict, every fault at once."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

from nok_analysis.errors import Fault, NokError, RunError
from nok_analysis.parameters import Section, read_section
from nok_analysis.period import Period
from nok_analysis.run.model import Disclosure, Limits, Run, Statistics, TallyOptions
from nok_analysis.vocabulary import CycleKind
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.workspace import Workspace

PER_CENT = 100
LANGUAGES = ("ru", "en")


def read_run(run: str | Path, start: Path | None = None) -> Run:
    """Return the run of a file, or of a period whose file is ``params/runs/<period>.yaml``.

    Parameters
    ----------
    run : str or Path
        ``2026Q3`` or the path of a run file, relative to the current folder or to the
        nearest parent that holds ``params/``.
    start : Path, optional
        Folder to look from; the current one by default.

    Raises
    ------
    RunError
        When the file is missing or anything in it is wrong; every fault is listed.
    """
    workspace, path = _located(str(run), start or Path.cwd())
    shown = workspace.shown(path)
    try:
        section = read_section(path, shown_as=shown)
    except NokError as error:
        raise RunError(error.faults[0]) from None
    found = _read(section, workspace)
    section.finish()
    section.raise_faults(RunError)
    return found


def _located(run: str, start: Path) -> tuple[Workspace, Path]:
    as_path = start / run
    if as_path.is_file():
        return Workspace.around(as_path.parent, start), as_path.resolve()
    workspace = Workspace.around(start)
    if "/" in run or "\\" in run or run.endswith((".yaml", ".yml")):
        path = workspace.inside(run)
    else:
        path = workspace.inside(f"params/runs/{Period.parse(run)}.yaml")
    if not path.is_file():
        known = sorted(file.stem for file in (workspace.root / "params/runs").glob("*.yaml"))
        raise RunError(
            Fault(
                _("there is no such run file; periods that have one: {known}"),
                {"known": ", ".join(known) or "–"},
                workspace.shown(path),
            )
        )
    return workspace, path


def _read(section: Section, workspace: Workspace) -> Run:
    registry = section.section("registry")
    report = section.section("report", required=False)
    period = _period(section, "period")
    run = Run(
        workspace=workspace,
        file=section.file,
        sha256=section.sha256,
        period=period,
        cycle_kind=CycleKind(section.word("cycle_kind", tuple(CycleKind))),
        as_of=section.day("as_of") or dt.date.min,
        title=section.text("title"),
        language=section.word("lang", LANGUAGES, "ru"),
        audience=section.word("audience", ("open", "closed"), "open"),
        synthetic=section.word("synthetic", ("yes", "no"), "no") == "yes",
        registry=workspace.inside(
            registry.text("file"), file=section.file, key="registry.file"
        ),
        merge_answers=registry.word(
            "merge_answers", ("quarantine", "to_successor"), "quarantine"
        ),
        methodology=section.text("methodology"),
        beside=section.texts("beside", ()),
        forms=_not_empty(section, "forms"),
        institutions=_institutions(section),
        compare_with=_compared(section, period),
        statistics=_statistics(section.section("statistics", required=False)),
        disclosure=_disclosure(section.section("disclosure", required=False)),
        show_intervals=report.word("show_intervals", ("beside", "inside"), "beside"),
        link_hosts=report.texts("link_hosts", ()),
        address=report.text("address", ""),
        limits=_limits(section.section("limits", required=False)),
        tally=_tally(section.section("tally", required=False)),
        council_tables=_council(section, workspace),
    )
    _known_to_later_rooms(section)
    registry.finish()
    report.finish()
    return run


def _council(section: Section, workspace: Workspace) -> Path | None:
    path = section.text("council", "")
    return workspace.inside(path, file=section.file, key="council") if path else None


def _known_to_later_rooms(section: Section) -> None:
    """Accept the keys of the council's cycle, which other rooms read."""
    for key in ("plan_due", "report_due"):
        section.text(key, "")
    for key in ("confirmed", "rebase", "errata"):
        for entry in section.sections(key, required=False):
            entry.names()


def _institutions(section: Section) -> tuple[str, ...]:
    if section.is_text("institutions") or "institutions" not in section:
        section.word("institutions", ("all",), "all")
        return ()
    return _not_empty(section, "institutions")


def _not_empty(section: Section, key: str) -> tuple[str, ...]:
    found = section.texts(key)
    if not found and section.is_list(key):
        section.fault(key, _("the list is empty"), code="bad_type")
    return found


def _compared(section: Section, period: Period) -> tuple[Period, ...]:
    found: list[Period] = []
    for text in section.texts("compare_with", ()):
        one = _parsed(section, "compare_with", text)
        if one is not None and not one < period:
            section.fault(
                "compare_with",
                _("{other} is not before {period}"),
                other=str(one),
                period=str(period),
                code="bad_period",
            )
        elif one is not None:
            found.append(one)
    return tuple(found)


def _period(section: Section, key: str) -> Period:
    return _parsed(section, key, section.text(key)) or Period(2000)


def _parsed(section: Section, key: str, text: str) -> Period | None:
    try:
        return Period.parse(text)
    except NokError as error:
        if key in section:
            fault = error.faults[0]
            section.fault(key, fault.message, code="bad_period", **fault.values)
        return None


def _statistics(section: Section) -> Statistics:
    level, threshold, gate = (
        section.exact(key, default)
        for key, default in (("confidence_level", "0.95"), ("threshold", "5"), ("gate", "0.70"))
    )
    for key, sound, message in (
        ("confidence_level", 0 < level < 1, _("a level lies between 0 and 1, e.g. 0.95")),
        ("threshold", 0 <= threshold <= PER_CENT, _("a number from 0 to 100 was expected")),
        ("gate", 0 <= gate <= 1, _("a number from 0 to 1 was expected")),
    ):
        if not sound and section.is_text(key):
            section.fault(key, message, code="out_of_range")
            level = Fraction(95, 100)
    section.finish()
    return Statistics(float(level), float(threshold), float(gate))


def _disclosure(section: Section) -> Disclosure:
    found = Disclosure(
        min_n_institution=section.whole("min_n_institution", "10", low=5),
        min_n_cell=section.whole("min_n_cell", "10", low=5),
        extreme_n=section.whole("extreme_n", "30", low=10),
        percent_decimals=section.whole("percent_decimals", "0"),
        round_n=section.whole("round_n", "5", low=5),
        min_interval=section.whole("min_interval", "5", low=3),
        min_difference=section.whole("min_difference", "10", low=5),
        small_indicator=section.word(
            "small_indicator", ("keep_in_score", "leave_out"), "keep_in_score"
        ),
    )
    if found.percent_decimals:
        message = _("decimals give counts of persons back; only 0 may be published")
        section.fault("percent_decimals", message, code="below_floor")
    section.word("comments", ("never",), "never")
    section.finish()
    return found


def _limits(section: Section) -> Limits:
    found = Limits(
        section.whole("cell_seconds", "120", low=1),
        section.whole("report_seconds", "600", low=1),
        section.whole("memory_mb", "4096", low=256),
    )
    section.finish()
    return found


def _tally(section: Section) -> TallyOptions:
    found = TallyOptions(
        section.text("engine", "duckdb://"),
        section.whole("threads", "2", low=1),
        section.whole("memory_mb", "600", low=64),
    )
    section.finish()
    return found
