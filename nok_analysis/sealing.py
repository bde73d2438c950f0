"""The seal of a report: the hash of the tables it shows, and where they came from.

A report without its seal did not reach its last cell and is never published.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from nok_analysis.assessment import Assessment
from nok_analysis.files import sha256_of
from nok_analysis.version import __version__

MIME = "application/vnd.nok.seal+json"
SHOWN_HEX = 12


@dataclass(frozen=True, slots=True)
class Seal:
    """The digest of an assessment, the frame of its page and its provenance."""

    digest: str
    page: dict[str, object]
    provenance: tuple[tuple[str, str], ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {
            MIME: {
                "digest": self.digest,
                "page": self.page,
                "provenance": [list(pair) for pair in self.provenance],
            },
            "text/html": str(self._html()),
        }

    def _html(self) -> Markup:
        rows = (Markup("<dt>{}</dt><dd>{}</dd>").format(*pair) for pair in self.provenance)
        return Markup('<dl class="id">{}</dl>').format(Markup("").join(rows))


def seal(assessment: Assessment) -> Seal:
    """Return the seal of `assessment`, whose digest speaks for every table it shows."""
    return Seal(assessment.digest, _page(assessment), tuple(_provenance(assessment)))


def _page(assessment: Assessment) -> dict[str, object]:
    run, words = assessment.run, assessment.words
    inside = "../" if assessment.institution else ""
    return {
        "language": run.language,
        "title": run.title,
        "council": assessment.passport.name,
        "period_title": words.period(run.period),
        "as_of": words.date(run.as_of),
        "synthetic": run.synthetic,
        "home": f"{inside}index.html",
        "site": f"{inside}../index.html",
        "sheet": bool(assessment.institution),
        "link_hosts": list(run.link_hosts),
    }


def _provenance(assessment: Assessment) -> list[tuple[str, str]]:
    say, run = assessment.words.say, assessment.run
    methodology, manifest = assessment.methodology, assessment.manifest
    received = manifest.drop_duplicates("source_file")
    return [
        (
            say("Methodology"),
            say(
                "{code}, version {version}, sha256 {hash}",
                code=methodology.code,
                version=methodology.version,
                hash=methodology.sha256[:SHOWN_HEX],
            ),
        ),
        (say("Run file"), f"{run.file}, sha256 {run.sha256[:SHOWN_HEX]}"),
        (
            say("Received files"),
            say(
                "{files} files, {rows} rows: {accepted} accepted, {quarantined} set aside",
                files=len(received),
                rows=int(manifest["rows_in"].sum()),
                accepted=int(manifest["accepted"].sum()),
                quarantined=int(manifest["quarantined"].sum()),
            ),
        ),
        (say("Hash of the inputs"), _inputs(received)),
        (say("Seal of the tables"), assessment.digest[:SHOWN_HEX]),
        (say("Program"), f"nok_analysis {__version__}"),
    ]


def _inputs(received: pd.DataFrame) -> str:
    joined = "\n".join(sorted(received["source_sha256"].astype(str)))
    return sha256_of(joined.encode())[:SHOWN_HEX]
