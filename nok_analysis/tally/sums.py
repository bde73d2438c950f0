"""Pass two: sums for the linearised variance of every node, in integers."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd
import pyarrow as pa

from nok_analysis.contracts import checked
from nok_analysis.forms.model import Form
from nok_analysis.methodology.model import Methodology
from nok_analysis.period import Period
from nok_analysis.store import Evidence
from nok_analysis.tally.counts import Counts
from nok_analysis.tally.engine import open_engine
from nok_analysis.tally.query import COEFFICIENTS, VIEW, Variant, summing
from nok_analysis.tally.terms import Term, survey_terms
from nok_analysis.tally.wide import Put, questionnaires

SCALE = 1000
STEP = 10
LIMIT = 2**63  # a sum of squares is a 64-bit integer
KEY = ["methodology", "period", "institution", "node"]
INTEGERS = dict.fromkeys(("n", "z1", "z2", "scale"), "int64")
COLUMNS = [*KEY, *INTEGERS]

Place = tuple[str, str]
Weights = dict[str, dict[str, Fraction]]  # node → term → points per unit share
Ratio = tuple[int, Fraction]  # X, and R = Y/X
Known = tuple[Fraction, int, Fraction]  # weight, X, R
Variants = dict[str, dict[str, Variant]]  # form → term → variant
Part = dict[Variant, tuple[int, int]]  # a, b


def score_sums(
    evidence: Evidence,
    methodology: Methodology,
    forms: Mapping[str, Form],
    counts: Counts,
    *,
    weights: pd.DataFrame,
    engine: str = "duckdb://",
    threads: int = 2,
    memory_mb: int = 600,
) -> pd.DataFrame:
    """Return n, Σz and Σz² of every node that has weights.

    Parameters
    ----------
    evidence, methodology, forms
        As counted in pass one.
    counts : Counts
        Pass one.
    weights : DataFrame
        methodology, period, institution, node, term, weight (``scoring.survey_weights``):
        Fraction, points per unit share, renormalised where a node was dropped.
    engine, threads, memory_mb
        As in pass one.

    Returns
    -------
    DataFrame
        Table ``score_sums``. z is in units of 1/(scale·n) points: a respondent's part in the
        variance of the node is z/(scale·n); n = all questionnaires of the institution.

    Warns
    -----
    RuntimeWarning
        When the scale of a node was lowered, so that Σz² stays a 64-bit integer.
    """
    placed = _placed(weights)
    evidence = evidence.of({Period.parse(period) for period, _institution in placed})
    put = questionnaires(evidence.responses, dict(forms))
    plan = _planned(placed, counts, methodology, put)
    if not plan.nodes:
        return _long(pd.DataFrame(), plan, placed, methodology.code)
    runner = open_engine(engine, threads=threads, memory_mb=memory_mb)
    try:
        runner.register(VIEW, [part.path for part in evidence.responses])
        runner.register_table(COEFFICIENTS, plan.table(put))
        sums = runner.run(summing([plan.variants(node) for node in plan.nodes])).to_pandas()
    finally:
        runner.close()
    return _long(sums, plan, placed, methodology.code)


@dataclass(slots=True)
class Plan:
    """Coefficients of every institution, node and variant.

    Attributes
    ----------
    nodes : dict of str to dict
        Node → its variants, numbered.
    parts : dict
        (period, institution, node, form) → variant → (a, b).
    scales : dict
        (period, institution, node) → scale.
    """

    nodes: dict[str, dict[Variant, int]] = field(default_factory=dict)
    parts: dict[tuple[str, str, str, str], Part] = field(default_factory=dict)
    scales: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def variants(self, node: str) -> list[Variant]:
        """Return the variants of a node in their order."""
        return list(self.nodes[node])

    def add(self, place: Place, node: str, scale: int, by_form: dict[str, Part]) -> None:
        """Take the coefficients of one node of one institution."""
        known = self.nodes.setdefault(node, {})
        for form, part in by_form.items():
            for variant in part:
                known.setdefault(variant, len(known))
            self.parts[*place, node, form] = part
        self.scales[*place, node] = scale

    def table(self, put: Put) -> pa.Table:
        """Return the view of coefficients: a row for every institution and form."""
        places = sorted({key[:2] for key in self.scales})
        rows = [(*place, form) for place in places for form in put.forms]
        columns: dict[str, list[str] | list[int]] = {
            name: [row[i] for row in rows]
            for i, name in enumerate(("period", "institution", "form"))
        }
        for i, (node, variants) in enumerate(self.nodes.items()):
            for variant, j in variants.items():
                pairs = [
                    self.parts.get((*row[:2], node, row[2]), {}).get(variant, (0, 0))
                    for row in rows
                ]
                columns[f"a{i}_{j}"] = [a for a, _b in pairs]
                columns[f"b{i}_{j}"] = [b for _a, b in pairs]
        return pa.table(columns)


def _placed(weights: pd.DataFrame) -> dict[Place, Weights]:
    found: dict[Place, Weights] = {}
    rows = weights[["period", "institution", "node", "term", "weight"]].itertuples(index=False)
    for period, institution, node, term, weight in rows:
        found.setdefault((period, institution), {}).setdefault(node, {})[term] = weight
    return found


def _planned(
    placed: dict[Place, Weights], counts: Counts, methodology: Methodology, put: Put
) -> Plan:
    terms = {term.node: term for term in survey_terms(methodology)}
    variants = _variants(terms.values(), methodology, put)
    ratios = _ratios(counts.tally, terms, methodology.choices.denominator)
    sizes = {
        (row.period, row.institution): int(row.n)
        for row in counts.respondents.itertuples(index=False)
    }
    plan, lowered = Plan(), []
    for place, nodes in placed.items():
        for node, shares in nodes.items():
            known = {
                term: (weight, *ratios[*place, term])
                for term, weight in shares.items()
                if ratios[*place, term][0]
            }
            if sizes[place] and known:
                scale, by_form = _fitting(known, sizes[place], variants)
                plan.add(place, node, scale, by_form)
                lowered += [node] if scale < SCALE else []
    if lowered:
        said = f"scale of pass two lowered for {len(lowered)} scores, first {lowered[0]}"
        warnings.warn(said, RuntimeWarning, stacklevel=3)
    return plan


def _variants(terms: Iterable[Term], methodology: Methodology, put: Put) -> Variants:
    """Return form → term → what a questionnaire on that form adds to it."""
    denominator = methodology.choices.denominator
    found: dict[str, dict[str, Variant]] = {form: {} for form in put.forms}
    for term in terms:
        for code, form in put.forms.items():
            one = term.asked(form, put)
            if one is not None:
                found[code][term.node] = term.variant(one, denominator)
    return found


def _ratios(
    tally: pd.DataFrame, terms: Mapping[str, Term], denominator: str
) -> dict[tuple[str, str, str], Ratio]:
    """Return X and R = Y/X of every term; a mean counts its answered, R in scale units."""
    found: dict[tuple[str, str, str], Ratio] = {}
    survey = tally[tally["node"].isin(list(terms))]
    for row in survey.itertuples(index=False):
        term = terms[row.node]
        low, high = term.scale or (0, 1)
        silent = row.missing if denominator == "all" and term.formula.kernel == "share" else 0
        x = int(row.n) // (high - low) + int(silent)
        found[row.period, row.institution, row.node] = (
            x,
            Fraction(int(row.k), x) if x else Fraction(0),
        )
    return found


def _fitting(
    known: dict[str, Known], n: int, variants: Variants
) -> tuple[int, dict[str, Part]]:
    """Return the coefficients at the greatest scale at which Σz² surely fits."""
    scale = SCALE
    by_form = _coefficients(known, n, variants, scale)
    while n * _widest(by_form) ** 2 >= LIMIT and scale > 1:
        scale //= STEP
        by_form = _coefficients(known, n, variants, scale)
    return scale, by_form


def _coefficients(
    known: dict[str, Known], n: int, variants: Variants, scale: int
) -> dict[str, Part]:
    """Return form → variant → integers a, b: scale·n times those of the linearised score."""
    found: dict[str, Part] = {}
    for form, of_term in variants.items():
        part: Part = {}
        for node, (weight, x, ratio) in known.items():
            if node in of_term:
                variant = of_term[node]
                unit = Fraction(scale * n, x) * weight / variant.width
                a, b = part.get(variant, (0, 0))
                part[variant] = (a + round(unit), b + round(unit * ratio))
        found[form] = part
    return found


def _widest(by_form: dict[str, Part]) -> int:
    """Return the greatest |z| that any questionnaire could have."""
    sizes = [
        sum(max(abs(a * variant.width - b), abs(b)) for variant, (a, b) in part.items())
        for part in by_form.values()
    ]
    return max(sizes, default=0)


def _long(
    sums: pd.DataFrame, plan: Plan, placed: dict[Place, Weights], methodology: str
) -> pd.DataFrame:
    """Return one row a node of the institutions that have weights for it."""
    rows = []
    for i, node in enumerate(plan.nodes):
        for row in sums[["period", "institution", "n", f"s{i}", f"q{i}"]].itertuples(
            index=False
        ):
            period, institution, n, z1, z2 = row
            scale = plan.scales.get((period, institution, node))
            if scale is not None and node in placed[period, institution]:
                rows.append((methodology, period, institution, node, n, z1, z2, scale))
    table = pd.DataFrame(rows, columns=COLUMNS).astype(INTEGERS)
    return checked(table.sort_values(KEY, ignore_index=True), "score_sums")
