"""The parts of a run: every file of parameters that it names, read and held together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nok_analysis.errors import Fault, RunError
from nok_analysis.files import sha256_of
from nok_analysis.forms import Form, read_form
from nok_analysis.methodology import Methodology, check_against, read_methodology
from nok_analysis.passport import Passport, read_passport
from nok_analysis.registry import Registry, read_registry
from nok_analysis.run import Run, read_run
from nok_analysis.version import __version__
from nok_analysis.wording import mark_for_catalog as _

PASSPORT = "params/council.yaml"
Part = TypeVar("Part", Methodology, Form)


@dataclass(frozen=True, slots=True)
class Parts:
    """A run with everything that its file names."""

    run: Run
    registry: Registry
    passport: Passport
    methodology: Methodology
    forms: dict[str, Form]
    fingerprint: str


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
    _check_institutions(found, registry)
    passport = read_passport(found.workspace.inside(PASSPORT), shown_as=PASSPORT)
    methodology = _read(read_methodology, found, "methodology", found.methodology)
    forms = {
        form.form: form
        for form in (_read(read_form, found, "forms", name) for name in found.forms)
    }
    check_against(methodology, forms)
    return Parts(
        found,
        registry,
        passport,
        methodology,
        forms,
        _fingerprint(found, methodology, passport),
    )


def _read(read: Callable[..., Part], run: Run, kind: str, name: str) -> Part:
    """Read the file that a code or a path stands for."""
    written = name if name.endswith((".yaml", ".yml")) else f"params/{kind}/{name}.yaml"
    path = run.workspace.inside(written, file=run.file, key=kind)
    if not path.is_file():
        raise RunError(
            Fault(
                _("“{name}” is named here, but there is no file {path}"),
                {"name": name, "path": written},
                run.file,
                path=kind,
            )
        )
    return read(path, shown_as=written)


def _check_institutions(run: Run, registry: Registry) -> None:
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
    if faults:
        raise RunError(faults[0], *faults[1:])


def _fingerprint(run: Run, methodology: Methodology, passport: Passport) -> str:
    """Return the digest of the parameters that reception does not already speak for."""
    parts = (__version__, run.sha256, methodology.sha256, passport.sha256)
    return sha256_of(" ".join(parts).encode())
