"""Variants of the shipped methodologies, and cases written for people."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from nok_analysis.methodology import TermCount, evaluate, read_methodology
from nok_analysis.methodology.arithmetic import calculation

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests/cases/scores").glob("*.yaml"))


def text_of(name):
    return (ROOT / f"params/methodology/{name}.yaml").read_text(encoding="utf-8")


def shipped(name):
    """Return a methodology as shipped."""
    return read_methodology(ROOT / f"params/methodology/{name}.yaml")


def variant(folder, name="344n-social", edits=(), **choices):
    """Return a shipped methodology with other choices and other lines."""
    text = text_of(name)
    for choice, word in choices.items():
        text, found = re.subn(rf"(?m)^  {choice}: .*$", f"  {choice}: {word}", text)
        assert found == 1, choice
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return read_methodology(path)


@dataclass(frozen=True)
class Case:
    """A case of scoring: counts in, exact values out."""

    name: str
    methodology: str
    choices: dict
    counts: dict
    expected: dict
    edits: tuple = ()

    def variant(self, folder):
        """Return the methodology of the case."""
        return variant(folder, self.methodology, self.edits, **self.choices)


def read_case(path):
    """Return a case file; every scalar a text."""
    read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    counts = {
        node: TermCount(**{name: int(number) for name, number in given.items()})
        for node, given in read["counts"].items()
    }
    edits = tuple(map(tuple, read.get("edits", ())))
    return Case(
        read["name"], read["methodology"], read["choices"], counts, read["expected"], edits
    )


def everybody(methodology, k, n):
    """Return counts in which every survey term has k of n and every checklist is full."""
    found = {}
    for node, leaf in methodology.terms():
        survey = leaf.question or leaf.questions
        found[node] = TermCount(k, n) if survey else TermCount(5, 5)
    return found


def tally_of(methodology, places):
    """Return a table `tally` of (period, institution) → counts of its terms."""
    rows = [
        {"methodology": methodology.code, "period": period, "institution": institution,
         "node": node, "k": count.k, "n": count.n, "missing": count.missing,
         "not_applicable": count.not_applicable, "reason": count.reason}
        for (period, institution), counts in places.items()
        for node, count in counts.items()
    ]  # fmt: skip
    return pd.DataFrame(rows).sort_values(
        ["methodology", "period", "institution", "node"], ignore_index=True
    )


def worked_case():
    """Return the counts of the worked case of forty questionnaires."""
    return read_case(ROOT / "tests/cases/scores/344n-v-b.yaml").counts


def calculated(counts, methodology, node, words):
    """Return the calculation of a node with its result, as the pages set them side by side."""
    worked = evaluate(methodology, counts).node(node)
    weights = {
        one.code: tuple(i.weight for i in one.indicators) for one in methodology.criteria
    }
    weights["total"] = tuple(one.weight for one in methodology.criteria)
    level = node if node == "total" else "criterion" if node in weights else "indicator"
    text = calculation(worked, methodology, level, words, weights=weights.get(node, ()))
    if worked.value is None:
        return text
    return f"{text} = {words.number(worked.value, methodology.decimals(level))}"
