"""``nok published check``: published tables judged by a methodology; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nok_analysis.folding import fold
from nok_analysis.intake.table import Limits, Refused
from nok_analysis.methodology.model import Methodology
from nok_analysis.published.criteria import check_criteria
from nok_analysis.published.joining import records_of
from nok_analysis.published.model import (
    TOTAL,
    Check,
    Place,
    Record,
    Remark,
    Severity,
    Verdict,
    remark,
)
from nok_analysis.published.reading import LIMITS, Sheet, read_file
from nok_analysis.published.sanity import remarks_on
from nok_analysis.published.standing import remarks_on_places
from nok_analysis.published.totals import check_total
from nok_analysis.published.tree import Tree, tree_of
from nok_analysis.published.vocabulary import listed
from nok_analysis.published.ways import ANY, EVERY, ROUNDED, Ways
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import visible

CLEAN, REMARKS, REFUSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """A published row with what was found.

    Attributes
    ----------
    record : Record
    verdict : Verdict
    total : Check
    criteria : tuple of Check
        Of the criteria that were published.
    remarks : tuple of Remark
        On the cells, the place and the numbers of the row.
    """

    record: Record
    verdict: Verdict
    total: Check
    criteria: tuple[Check, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file: whether it was read, and what concerns no single row of it."""

    name: str
    refused: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``nok published check`` found.

    Attributes
    ----------
    methodology : Methodology
    files : tuple of File
    rows : tuple of Row
    """

    methodology: Methodology
    files: tuple[File, ...]
    rows: tuple[Row, ...]

    @property
    def verdicts(self) -> dict[Verdict, int]:
        """Number of rows by verdict, all verdicts present."""
        counts = Counter(row.verdict for row in self.rows)
        return {verdict: counts[verdict] for verdict in Verdict}

    @property
    def exit_code(self) -> int:
        """0 nothing is wrong, 1 something cannot be true or read, 2 a file was refused."""
        if any(file.refused for file in self.files):
            return REFUSED
        remarks = [one for file in self.files for one in file.remarks]
        remarks += [one for row in self.rows for one in row.remarks]
        return REMARKS if any(one.severity is Severity.ERROR for one in remarks) else CLEAN


def check(
    files: Sequence[Path], methodology: Methodology, *, limits: Limits = LIMITS
) -> Checked:
    """Return what the arithmetic of `methodology` says of published tables.

    Parameters
    ----------
    files : sequence of Path
        CSV or xlsx: rows of criteria and totals (wide), rows of one indicator each (long);
        the latter are joined to the former by id and year, whatever file they stand in.
    methodology : Methodology
        The regime by which the tables were made.
    limits : Limits
        Caps of a table.

    Returns
    -------
    Checked
        One row a published row; a file that cannot be read is refused and costs only itself.

    Notes
    -----
    The tree, weights and ranges are those of the methodology file, with its citations. A row
    that reproduces may still be wrong: errors may cancel, and a total shown with few decimals
    hides small ones.

    Examples
    --------
    >>> from nok_analysis.methodology import read_methodology
    >>> social = read_methodology(Path("params/methodology/344n-social.yaml"))
    >>> found = check([Path("tests/cases/published/criteria.csv")], social)
    >>> found.verdicts[Verdict.REPRODUCES], found.exit_code
    (4, 0)
    """
    tree = tree_of(methodology)
    sheets: dict[str, list[Sheet]] = {}
    refused: dict[str, Remark] = {}
    names = _names(files)
    for path, name in zip(files, names, strict=True):
        try:
            sheets[name] = read_file(path, name, tree, limits)
        except Refused as reason:
            refused[name] = _refusal(name, reason)
        except (MemoryError, RecursionError):
            message = _("the file takes more memory than a table can need")
            refused[name] = _refusal(name, Refused("too_big", message))
    records = records_of([one for found in sheets.values() for one in found], tree)
    places = remarks_on_places(records)
    rows = tuple(
        _row(record, tree, found) for record, found in zip(records, places, strict=True)
    )
    _note_sums(rows, sheets, tree)
    return Checked(
        methodology,
        tuple(
            File(
                name,
                name in refused,
                (refused[name],)
                if name in refused
                else tuple(one for sheet in sheets[name] for one in sheet.remarks),
            )
            for name in names
        ),
        rows,
    )


def _names(files: Sequence[Path]) -> list[str]:
    """Return a name for each file: its own, or its path where two are called alike."""
    own = [visible(file.name or str(file)) for file in files]
    found: list[str] = []
    for file, name in zip(files, own, strict=True):
        full = name if own.count(name) == 1 else visible(file.as_posix())
        found.append(full if full not in found else f"{full} ({found.count(full) + 1})")
    return found


def _refusal(name: str, reason: Refused) -> Remark:
    return Remark(
        Severity.ERROR,
        reason.code,
        Place(name, reason.sheet, reason.row, reason.column),
        None,
        reason.message,
        dict(reason.values),
    )


def _row(record: Record, tree: Tree, places: Sequence[Remark]) -> Row:
    """Judge a row by the first way of rounding under which its numbers are possible."""
    ways, total, criteria = ROUNDED, check_total(record, tree), check_criteria(record, tree)
    if any(one.verdict is Verdict.IMPOSSIBLE for one in (total, *criteria)):
        others = EVERY if _checked(record, tree, ANY) else ()
        tries = (found for one in others if (found := _checked(record, tree, one)))
        ways, total, criteria = next(tries, (ways, total, criteria))
    remarks = [*record.remarks, *places, *remarks_on(record, tree, (total, *criteria))]
    if ways.cut_off:
        message = _("the numbers agree only if digits were cut off and not rounded")
        remarks.append(remark(Severity.WARNING, "cut_off", record.place, message))
    verdict = total.verdict
    rough = any(one.left_out or one.verdict is Verdict.CONSISTENT for one in criteria)
    if any(one.refutes for one in remarks):
        verdict = Verdict.IMPOSSIBLE
    elif verdict is Verdict.REPRODUCES and (rough or ways.cut_off):
        verdict = Verdict.CONSISTENT
    return Row(record, verdict, total, criteria, tuple(remarks))


def _checked(
    record: Record, tree: Tree, ways: Ways
) -> tuple[Ways, Check, tuple[Check, ...]] | None:
    """Return the checks by these ways of rounding; None when one of them fails."""
    total = check_total(record, tree, ways)
    if total.verdict is Verdict.IMPOSSIBLE:
        return None
    criteria = check_criteria(record, tree, ways)
    failed = any(one.verdict is Verdict.IMPOSSIBLE for one in criteria)
    return None if failed else (ways, total, criteria)


def _note_sums(rows: Sequence[Row], sheets: dict[str, list[Sheet]], tree: Tree) -> None:
    """Note a column of totals that calls itself a sum while its numbers are means."""
    if tree.combine == "sum":
        return
    fits = {
        (row.record.place.file, row.record.place.sheet)
        for row in rows
        if row.total.verdict is Verdict.REPRODUCES
    }
    for sheet in (one for found in sheets.values() for one in found):
        column = sheet.header.nodes.get(TOTAL)
        if column is None or (sheet.place.file, sheet.place.sheet) not in fits:
            continue
        text = sheet.header.texts[column]
        words = set(fold(text).replace("(", " ").replace(")", " ").split())
        if words & listed("sum_words"):
            message = _("the column calls itself a sum (“{value}”), but its numbers are means")
            place = sheet.at(sheet.header.line, column)
            sheet.remarks.append(
                Remark(Severity.WARNING, "called_a_sum", place, text, message, {"value": text})
            )
