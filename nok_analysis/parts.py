"""The parts of a run: every file of parameters that it names, read and held together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nok_analysis.earlier import Outside, read_outside
from nok_analysis.errors import Fault, RunError
from nok_analysis.files import sha256_of
from nok_analysis.forms import Form, read_form
from nok_analysis.methodology import Methodology, check_against, read_methodology, read_trials
from nok_analysis.passport import Passport, read_passport
from nok_analysis.registry import Choice, Registry, read_registry, read_selection
from nok_analysis.run import Run, read_run
from nok_analysis.version import __version__
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.workspace import written

PASSPORT = "params/council.yaml"
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Parts:
    """A run with everything that its file names, and the periods outside its line.

    Attributes
    ----------
    trials : dict of str to Methodology
        Scenario → what else the institutions are scored under: each choice not taken
        (``choice:denominator=all``) and each file of ``beside`` (``methodology:391a-points``).
    """

    run: Run
    registry: Registry
    passport: Passport
    methodology: Methodology
    forms: dict[str, Form]
    trials: dict[str, Methodology]
    outside: tuple[Outside, ...]
    fingerprint: str
    selection: tuple[Choice, ...] = ()

    @property
    def left_out(self) -> frozenset[tuple[str, str]]:
        """Period and code of those that the council chose not to assess."""
        choices = (one for one in self.selection if not one.assessed)
        return frozenset((str(one.period), one.institution) for one in choices)

    @property
    def beside(self) -> tuple[Methodology, ...]:
        """The methodologies that the run puts beside its own."""
        names = self.trials.items()
        return tuple(one for name, one in names if name.startswith("methodology:"))


def read_parts(run: str, start: Path) -> Parts:
    """Return the parts of a run, before any received file is opened.

    Raises
    ------
    NokError
        When a named file is missing or wrong, the methodology needs a question that no form
        asks, or the run names an institution that the registry lacks.
    """
    found = read_run(run, start)
    registry = read_registry(found.registry, shown_as=found.workspace.shown(found.registry))
    selection = read_selection(found.council, registry)
    _check_institutions(found, registry, selection)
    passport = read_passport(found.workspace.inside(PASSPORT), shown_as=PASSPORT)
    methodology = _read(read_methodology, found, "methodology", found.methodology)
    forms = {
        form.form: form
        for form in (_read(read_form, found, "forms", name) for name in found.forms)
    }
    trials = _trials(found, methodology.code)
    for one in (methodology, *trials.values()):
        check_against(one, forms)
    outside = read_outside(
        found,
        methodology,
        lambda other: _read(read_methodology, other, "methodology", other.methodology),
    )
    return Parts(
        found,
        registry,
        passport,
        methodology,
        forms,
        trials,
        outside,
        _fingerprint(found, passport, (methodology, *trials.values()), (*outside, *selection)),
        selection,
    )


def _trials(run: Run, own: str) -> dict[str, Methodology]:
    """Return what else the institutions of a run are scored under, by scenario."""
    found = _read(read_trials, run, "methodology", run.methodology)
    for name in run.beside:
        other = _read(read_methodology, run, "methodology", name, key="beside")
        scenario = f"methodology:{other.code}"
        if scenario in found or other.code == own:
            message = _("“{code}” stands here twice, or is the methodology of the run itself")
            raise RunError(Fault(message, {"code": other.code}, run.file, path="beside"))
        found[scenario] = other
    return found


def _read(read: Callable[..., Part], run: Run, kind: str, name: str, *, key: str = "") -> Part:
    """Read the file that a code or a path stands for."""
    place = written(kind, name)
    path = run.workspace.inside(place, file=run.file, key=key or kind)
    if not path.is_file():
        raise RunError(
            Fault(
                _("“{name}” is named here, but there is no file {path}"),
                {"name": name, "path": place},
                run.file,
                path=key or kind,
            )
        )
    return read(path, shown_as=place)


def _check_institutions(run: Run, registry: Registry, selection: Iterable[Choice]) -> None:
    faults = [
        Fault(
            _("the registry has no institution “{code}”"),
            {"code": code},
            run.file,
            None,
            "institutions",
            "unknown_institution",
        )
        for code in run.institutions
        if code not in registry.institutions
    ]
    faults += [
        Fault(
            _("“{code}” is listed here, but the council chose not to assess it: {reason}"),
            {"code": one.institution, "reason": one.reason},
            run.file,
            None,
            "institutions",
            "not_assessed",
        )
        for one in selection
        if one.period == run.period and not one.assessed and one.institution in run.institutions
    ]
    if faults:
        raise RunError(faults[0], *faults[1:])


def _fingerprint(
    run: Run,
    passport: Passport,
    regimes: Iterable[Methodology],
    others: tuple[Outside | Choice, ...],
) -> str:
    """Return the digest of the parameters that reception does not already speak for."""
    digests = (one.sha256 for one in (run, passport, *regimes))
    parts = (__version__, *digests, *map(str, others))
    return sha256_of(" ".join(parts).encode())
