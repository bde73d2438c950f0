"""Contracts as written in the data dictionary.

A column's name fixes its type in every table (:data:`TYPES`); ``!`` says never null, ``?`` may
be null, ``name:type`` overrides the type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nok_analysis.vocabulary import (
    Channel,
    Claim,
    Level,
    OpinionKind,
    RespondentRole,
    Side,
    State,
    Status,
    Tone,
    VoiceChannel,
)

_NAMES_BY_TYPE = {
    "int": "k n n_b asked missing not_applicable population rank rank_of rank_low rank_high "
    "marginal_low marginal_high place institutions measured term required_n "
    "representatives suspects accepted quarantined corrected rejected rows_in blank "
    "bytes source_row row segment scale year decimals headcount documents",
    "float": "share low high standard_error n_effective confidence_level p p_adjusted "
    "threshold share_same reliability phi tau2 funnel_target z z_adjusted warning_low "
    "warning_high limit_low limit_high center share_required item_missing per_100",
    "exact": "value value_without value_weighted lowest highest difference gap weight "
    "value_effect weight_effect scale_low scale_high",
    "flag": "active assessed stale distinguishes tied outside met break_before",
    "date": "date last_update confirmed as_of published_on answered_on received_on due_date "
    "done_date",
    "signed": "z1 z2 age_days",
    "map": "warnings",
}

#: Type of a column by its name; a column named nowhere here is a text.
TYPES = {name: kind for kind, names in _NAMES_BY_TYPE.items() for name in names.split()}

#: Closed words of a column, wherever it stands.
WORDS: dict[str, frozenset[str]] = {
    "level": frozenset(Level),
    "status": frozenset(Status),
    "state": frozenset(State),
    "channel": frozenset(Channel),
    "respondent_role": frozenset(RespondentRole),
    "from_group": frozenset(Side),
    "tone": frozenset(Tone),
    "claim": frozenset(Claim),
}

#: Closed words of a column in one table only, before :data:`WORDS`.
WORDS_OF: dict[tuple[str, str], frozenset[str]] = {
    ("opinions", "kind"): frozenset(OpinionKind),
    ("opinions", "channel"): frozenset(VoiceChannel),
    ("opinion_counts", "kind"): frozenset(OpinionKind),
    ("opinion_counts", "channel"): frozenset(VoiceChannel),
}

#: Tables of received evidence, in the order of the store.
EVIDENCE = (
    "responses",
    "observations",
    "opinions",
    "external_ratings",
    "counts",
    "head_reports",
)

#: What every row of evidence carries beside its own columns.
CARRIED = ("form", "source_file", "source_sheet", "source_row", "flags")

#: Columns of evidence that a person may stand in. N never leaves the store; S leaves only as
#: a person has approved it. Both are searched for red flags where they hold free text.
PERSONAL = {
    "respondent": "N",
    "interviewer": "N",
    "text": "N",
    "author": "S",
    "outcome": "S",
    "effect": "S",
    "reason": "S",
}


def words_of(table: str, column: str) -> frozenset[str]:
    """Return the closed words of a column; none when any text may stand there.

    Examples
    --------
    >>> ", ".join(sorted(words_of("opinions", "tone")))
    'negative, neutral, positive'
    """
    return WORDS_OF.get((table, column), WORDS.get(column, frozenset()))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its type, and whether it may be null."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Contract:
    """What a table promises.

    Attributes
    ----------
    key : tuple of str
        Columns that are never null and together unique; empty where rows have no key.
    order : tuple of str
        Columns that the rows are sorted by, binary collation.
    open : bool
        Whether further columns may stand beside these (answers, columns as received).
    within : bool
        Whether k may never exceed n.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    open: bool = False
    within: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.columns)


_WRITTEN = """
responses: institution period respondent / form! date? channel? respondent_role! stratum?
  settlement? interviewer? source_file! source_sheet? source_row! flags?
observations: institution period form item date / state! reason? last_update? measured? term?
  unit? evidence_link? observer? observer_role? source_file! source_sheet? source_row! flags?
opinions: institution period kind document topic / date! channel! author? from_group? tone?
  settlement? headcount? evidence_link? text? outcome? answered_on? form! source_file!
  source_sheet? source_row! flags?
external_ratings: institution_as_printed year author node question / period! institution?
  published_on? from_group? methodology? value? decimals? scale_low? scale_high? rank?
  rank_of? n? evidence_link? form! source_file! source_sheet? source_row! flags?
counts: institution period question / k! n! form! source_file! source_sheet? source_row! flags?
head_reports: institution period measure measure_text / received_on! claim! done_date? due_date?
  evidence_link? effect? responsible? form! source_file! source_sheet? source_row! flags?
opinion_counts: period institution kind channel from_group tone topic settlement / documents!
  headcount? per_100? low? high? method?
institutions: period institution / name! short_name? institution_type! founder? municipality?
  region? settlement? population? active! assessed! reason? change? merged_into?
nodes: methodology node / level! parent? place! name! symbol? weight? kernel? low:exact?
  high:exact? source_act? clause? basis? confirmed?
distributions: period institution form question breakdown category answer / k! n! asked!
  missing! not_applicable! share? low? high? method? status!
tally: methodology period institution node / k! n! missing! not_applicable!
score_sums: methodology period institution node / n! z1! z2! scale!
openness: period institution form item / state! reason? date? last_update? age_days? stale?
  measured? term? unit? evidence_link?
scores: methodology period institution node / level! value? low? high? n? method? status!
  reason? standard_error? n_effective? confidence_level? population? target? left_out?
  value_without? band?
aggregates: methodology period scope category node / institutions! assessed:int! value?
  value_weighted? lowest? highest? reliability? distinguishes? phi? tau2? funnel_target?
  status! reason?
standings: methodology period scope category node institution / rank? rank_of? tied? rank_low?
  rank_high? marginal_low? marginal_high? groups? gap? z? z_adjusted? warning_low?
  warning_high? limit_low? limit_high? outside? status! reason?
comparison: kind methodology node institution period institution_b period_b / difference? low?
  high? n? n_b? method? p? p_adjusted? threshold? verdict! value_effect? weight_effect? reason?
series: methodology cycle_kind institution node period / value? low? high? step! center?
  limit_low? limit_high? segment? signal? break_before! reason?
robustness: methodology period scope category scenario institution / rank? rank_low?
  rank_high? share_same? value? status! reason?
coverage: period institution / population? required_n? n! share_required? met?
  representatives! suspects? accepted! quarantined? item_missing?
manifest: table period source_file form / path! source_sha256! bytes! form_version!
  form_sha256! approved! parquet! parquet_sha256! rows_in! blank! accepted! corrected!
  quarantined! rejected! warnings! supersedes! as_of! version!
quarantine: / file! source_sha256! sheet? row! column? code! message! status? reason?
"""

# Rows stand in the order of the key, but for these.
_ORDERS = {
    "responses": ("period", "institution", "respondent"),
    "quarantine": ("file", "sheet", "row"),
}


def _contract(written: str) -> Contract:
    name, key, rest = re.split(r":\s|/", written, maxsplit=2)
    keys = tuple(key.split())
    columns = [*(_column(f"{one}!") for one in keys), *map(_column, rest.split())]
    order = _ORDERS.get(name, keys)
    opened = name in {"responses", "quarantine"}
    within = name in {"distributions", "counts"}
    return Contract(name, keys, tuple(columns), order, opened, within)


def _column(written: str) -> Column:
    name, _colon, kind = written[:-1].partition(":")
    return Column(name, kind or TYPES.get(name, "text"), written.endswith("?"))


CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for contract in map(_contract, re.split(r"\n(?! )", _WRITTEN.strip()))
}
