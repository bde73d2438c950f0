"""Choices: every point that the orders leave open, its allowed words and its default."""

from __future__ import annotations

from dataclasses import dataclass

from nok_analysis.methodology.model import Choices, Rounding
from nok_analysis.parameters import Section
from nok_analysis.wording import mark_for_catalog as _

#: Choice → allowed words, the default first; a formula's ``by`` may name one of these.
ALLOWED: dict[str, tuple[str, ...]] = {
    "formula_version": ("V-B", "V-A"),
    "denominator": ("answered", "all"),
    "undefined": ("exclude_and_renormalise", "zero", "hundred"),
    "undefined_criterion": ("refuse", "exclude"),
    "waiting_parts": ("both", "timeliness", "waiting"),
    "waiting_precedence": ("half_first", "distance_first"),
    "missing_waiting": ("undefined", "zero"),
    "required_items": ("per_institution", "form"),
    "na_in_steps": ("ignore", "count_as_met", "rescale"),
    "aggregation": ("plain", "weighted"),
}
MODES = ("half_up", "half_even")
PLACES = ("0", "1", "2", "3", "4")
RANK_ON = ("exact", "displayed")
TIE_RULES = ("shared_min", "shared_dense", "shared_range")
WITHIN = ("institution_type", "all", "founder")
LEAST_RESPONDENTS = 5
#: Choices by which a formula may branch.
BRANCHES = ("formula_version", "waiting_parts")


@dataclass(frozen=True, slots=True)
class Choice:
    """A point left open that a score may depend on.

    Attributes
    ----------
    key : str
        As in the file under ``choices``; ``rounding.carry`` stands for both of its levels.
    words : tuple of str
        What may stand there, the default first.
    kernels : tuple of str
        Kernels that look at it; empty = any score may.
    """

    key: str
    words: tuple[str, ...]
    kernels: tuple[str, ...] = ()

    def read(self, choices: Choices) -> str:
        """Return the word that stands in a file."""
        if self.key != CARRY:
            return getattr(choices, self.key)
        carried = set(choices.rounding.carry.values())
        return carried.pop() if len(carried) == 1 else ""


CARRY = "rounding.carry"
CARRIED = ("exact", "2", "1", "0")
_CHECKLISTS = ("share_of_required", "pooled_share_of_required")
#: Points left open that scores may depend on, in the order of the page.
ALTERNATIVES = (
    Choice("formula_version", ALLOWED["formula_version"]),
    Choice("denominator", ALLOWED["denominator"], ("share",)),
    Choice("undefined", ALLOWED["undefined"]),
    Choice("undefined_criterion", ALLOWED["undefined_criterion"]),
    Choice("waiting_parts", ALLOWED["waiting_parts"]),
    Choice("waiting_precedence", ALLOWED["waiting_precedence"], ("waiting_points",)),
    Choice("missing_waiting", ALLOWED["missing_waiting"], ("waiting_points",)),
    Choice("required_items", ALLOWED["required_items"], _CHECKLISTS),
    Choice("na_in_steps", ALLOWED["na_in_steps"], ("step_points",)),
    Choice(CARRY, CARRIED),
)


def read_choices(section: Section) -> tuple[Choices, dict[str, str]]:
    """Return the choices of a methodology file, and the words that formulas may branch on.

    Parameters
    ----------
    section : Section
        The mapping under ``choices``; faults are gathered in it.
    """
    words = {key: section.word(key, allowed, allowed[0]) for key, allowed in ALLOWED.items()}
    ties = section.section("ties", required=False)
    ranking = section.section("ranking", required=False)
    sample = section.section("sample", required=False)
    found = Choices(
        **words,
        rounding=_rounding(section.section("rounding", required=False)),
        rank_on=ties.word("rank_on", RANK_ON, RANK_ON[0]),
        tie_rule=ties.word("rule", TIE_RULES, TIE_RULES[0]),
        ranking_within=ranking.word("within", WITHIN, WITHIN[0]),
        freshness_days=section.whole("freshness_days", "365", low=1),
        min_respondents=section.whole("min_respondents", "10", low=LEAST_RESPONDENTS),
        sample_share=_share(sample),
        sample_cap=sample.whole("cap", "600", low=1),
        points_approved=section.text("points_approved", ""),
    )
    for part in (ties, ranking, sample, section):
        part.finish()
    return found, words


def _rounding(section: Section) -> Rounding:
    display = section.section("display", required=False)
    carry = section.section("carry", required=False)
    found = Rounding(
        mode=section.word("mode", MODES, MODES[0]),
        display={
            level: int(display.word(level, PLACES, "2"))
            for level in ("indicator", "criterion", "total")
        },
        carry={
            level: carry.word(level, ("exact", *PLACES), "exact")
            for level in ("indicator", "criterion")
        },
    )
    for part in (display, carry, section):
        part.finish()
    return found


def _share(section: Section) -> str:
    share = section.exact("share", "0.4")
    if not 0 < share <= 1:
        section.fault("share", _("a share lies between 0 and 1, e.g. 0.4"), code="out_of_range")
    return section.text("share", "0.4")
