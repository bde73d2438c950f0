"""The note beside the manifest: what the last reception saw, so that none repeats it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nok_analysis.files import content_of, replace_file, sha256_of
from nok_analysis.forms import Form
from nok_analysis.intake.corrections import CORRECTIONS
from nok_analysis.period import Period
from nok_analysis.registry import Registry
from nok_analysis.run import Run
from nok_analysis.store import Store
from nok_analysis.store.store import MANIFEST
from nok_analysis.version import __version__

RECEIVED = "received.json"


@dataclass(frozen=True, slots=True)
class Note:
    """What a reception saw.

    Attributes
    ----------
    rules : str
        Digest of what received files are judged by.
    files : mapping of str to str
        ``<period>/<name>`` → digest.
    refused : tuple of (file, code, message)
    manifest : str
        Digest of the manifest that it left.
    """

    rules: str = ""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    refused: tuple[tuple[str, str, str], ...] = ()
    manifest: str = ""


def note_of(
    run: Run,
    registry: Registry,
    forms: Mapping[str, Form],
    folders: Mapping[Period, tuple[Path, ...]],
) -> Note:
    """Return what a reception of these files sees now, refusals left out."""
    store = Store(run.data / "store")
    rules = _rules(run, registry, forms)
    return Note(rules, _digests(folders), manifest=manifest_digest(store))


def manifest_digest(store: Store) -> str:
    """Return the digest of the manifest as it lies; of none that of nothing."""
    return sha256_of(content_of(store.folder / MANIFEST))


def read_note(store: Store) -> Note:
    """Return the note of the last reception; an empty one when it cannot be read."""
    try:
        content = json.loads((store.folder / RECEIVED).read_bytes())
        refused = tuple((file, code, said) for file, code, said in content["refused"])
        return Note(content["rules"], content["files"], refused, content["manifest"])
    except (OSError, ValueError, KeyError, TypeError):
        return Note()  # costs one more reading, nothing else


def write_note(store: Store, note: Note) -> None:
    """Put the note in place of the last one."""
    content = json.dumps(asdict(note), ensure_ascii=False, indent=1).encode()
    replace_file(store.folder / RECEIVED, content)


def _rules(run: Run, registry: Registry, forms: Mapping[str, Form]) -> str:
    """Return the digest of what received files are judged by."""
    found = hashlib.sha256(f"{__version__} {run.as_of} {run.merge_answers}\n".encode())
    for name, digest in sorted(registry.sha256s.items()):
        found.update(f"{name} {digest}\n".encode())
    for code, form in sorted(forms.items()):
        found.update(f"{code} {form.sha256}\n".encode())
    found.update(content_of(run.data / "store" / CORRECTIONS))
    return found.hexdigest()


def _digests(folders: Mapping[Period, tuple[Path, ...]]) -> dict[str, str]:
    """Return the digest of each received file by its period and name."""
    return {
        f"{period}/{file.name}": sha256_of(content_of(file))
        for period, files in folders.items()
        for file in files
    }
