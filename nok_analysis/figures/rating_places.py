"""Who stands where: the places of the rating, selected and ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from nok_analysis import circle
from nok_analysis.figures.estimates import Estimate, estimate, known
from nok_analysis.figures.material import (
    TOTAL,
    Material,
    Member,
    Record,
    answered,
    by_category,
    groups_of,
    mean_of,
    members,
    rows,
    scores_of,
    unscored,
)
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

NOT_DISTINGUISHED = "not_distinguished"
_UNPLACED = {
    NOT_DISTINGUISHED: _("the criterion does not tell institutions apart"),
    "group_below_three": _("fewer than three in the group, no place"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An institution of the rating; `rank` is None where it has no place."""

    member: Member
    total: Estimate
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    rank_last: int | None  # where equal scores share a range of places
    groups: tuple[str, ...]
    answered: str
    reason: str
    method: str
    unplaced: str = _("no place")
    why_unplaced: str = ""  # word of the standings


@dataclass(frozen=True, slots=True)
class Block:
    """Institutions that are ranked together, best first, those without a score last."""

    category: str
    title: str
    places: tuple[Place, ...]
    mean: Fraction | None
    node: str = TOTAL

    @property
    def ranked(self) -> tuple[Place, ...]:
        """Those with a place."""
        return tuple(one for one in self.places if one.rank is not None)

    @property
    def scored(self) -> tuple[Place, ...]:
        """Those with a score, the highest first."""
        return tuple(one for one in self.places if one.total.is_shown)


def decimals_of(assessment: Material, node: str) -> int:
    """Return how many decimals the total, or a criterion, is shown with."""
    level = Level.TOTAL if node == TOTAL else Level.CRITERION
    return assessment.methodology.decimals(level)


def blocks_of(assessment: Material, words: Words, node: str = TOTAL) -> tuple[Block, ...]:
    """Return the groups that are ranked together on a node, as the passport lists them."""
    scores = scores_of(assessment, (node,), str(assessment.run.period))
    groups, decimals = groups_of(assessment, (node,)), decimals_of(assessment, node)
    within = assessment.methodology.choices.ranking_within
    stood = rows(
        assessment.standings,
        node=node,
        period=str(assessment.run.period),
        scope=within,
        methodology=assessment.methodology.code,
    )
    standing = {row.institution: row for row in stood}
    found = by_category(assessment, members(assessment).values())
    blocks = []
    for category, group in found.items():
        places = [
            _place(assessment, one, scores.get((one.code, node)), standing.get(one.code), words)
            for one in group
        ]
        if sum(one.total.is_shown for one in places) == 1:
            places = [_alone(one) for one in places]
        places.sort(key=order)
        blocks.append(
            Block(
                category,
                circle.title(assessment, category),
                tuple(places),
                mean_of(groups.get((category, node)), decimals),
                node,
            )
        )
    return tuple(blocks)


def order(one: Place) -> tuple[bool, float, Fraction, str]:
    """Sort by place, then by score, best first; those without a score last."""
    rank = float("inf") if one.rank is None else one.rank
    return (not one.total.is_shown, rank, -(one.total.value or 0), one.member.name)


def _place(
    assessment: Material, one: Member, score: Record, stands: Record, words: Words
) -> Place:
    total = estimate(score, decimals_of(assessment, TOTAL if score is None else score.node))
    ranked = total.is_shown and stands is not None and known(stands.rank)
    low, high = (stands.rank_low, stands.rank_high) if ranked else (None, None)
    return Place(
        member=one,
        total=total,
        rank=int(stands.rank) if ranked else None,
        rank_low=int(low) if known(low) else None,
        rank_high=int(high) if known(high) else None,
        rank_last=circle.last_place(assessment, stands) if ranked else None,
        groups=_listed(stands.groups) if ranked else (),
        answered=answered(one, words),
        unplaced=_UNPLACED.get(getattr(stands, "reason", ""), _("no place")),
        reason="" if total.is_shown else unscored(assessment, total.status, words),
        method=getattr(score, "method", ""),
        why_unplaced=str(getattr(stands, "reason", "") or ""),
    )


def _alone(one: Place) -> Place:
    """Return the place without a rank: who stands alone is not compared."""
    if not one.total.is_shown:
        return one
    return replace(
        one,
        rank=None,
        rank_low=None,
        rank_high=None,
        groups=(),
        unplaced=_("alone, not compared"),
    )


def _listed(value: object) -> tuple[str, ...]:
    """Return the codes of a list cell, joined by “ | ” in files."""
    if isinstance(value, str):
        return tuple(part for part in value.split(" | ") if part)
    return tuple(str(part) for part in value) if isinstance(value, Iterable) else ()
