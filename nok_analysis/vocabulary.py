"""Closed words that tables and parameters share; their sentences are in ``wording``."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Level of a node of a methodology."""

    TOTAL = "total"
    CRITERION = "criterion"
    INDICATOR = "indicator"
    TERM = "term"


class Status(StrEnum):
    """What a value may be used for."""

    OK = "ok"
    TOO_FEW = "too_few"
    REFUSED = "refused"
    TRIAL = "trial"
    UNDEFINED = "undefined"
    HIDDEN = "hidden"


class State(StrEnum):
    """State of a checklist item."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """Unit of a wait and of its term; both are given in one."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class Role(StrEnum):
    """Role of a question in a questionnaire."""

    FILTER = "filter"
    NUMERATOR = "numerator"
    FREE_TEXT = "free_text"
    PROFILE = "profile"


class FormKind(StrEnum):
    """Kind of a form file."""

    QUESTIONNAIRE = "questionnaire"
    CHECKLIST = "checklist"
    REGISTER = "register"


class CycleKind(StrEnum):
    """Kind of an assessment cycle."""

    OFFICIAL = "official"
    INTERNAL_QUARTER = "internal_quarter"


class RespondentRole(StrEnum):
    """Who filled the questionnaire."""

    RECIPIENT = "recipient"
    REPRESENTATIVE = "representative"
    RECIPIENT_UNKNOWN = "recipient_unknown"


class Channel(StrEnum):
    """How the questionnaire was filled."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    INTERVIEW = "interview"


class OpinionKind(StrEnum):
    """What a voice in the table ``opinions`` is; each kind has its own template."""

    MENTION = "mention"
    REVIEW = "review"
    APPEAL = "appeal"
    GATHERING = "gathering"
    OPINION = "opinion"


class VoiceChannel(StrEnum):
    """Where somebody spoke who was not asked by a questionnaire."""

    MEDIA = "media"
    WEB = "web"
    SOCIAL = "social"
    INSTITUTION_SITE = "institution_site"
    HIGHER_BODY = "higher_body"
    LIVE = "live"
    LETTER = "letter"
    PHONE = "phone"
    APP = "app"


class Side(StrEnum):
    """Side that a voice or a member of the council comes from (``from_group``)."""

    PUBLIC_ORGANISATION = "public_organisation"
    PROFESSIONAL = "professional"
    EXPERT = "expert"
    RATING_ORGANISATION = "rating_organisation"
    MEDIA = "media"
    ADMINISTRATION = "administration"
    SETTLEMENT = "settlement"
    INSTITUTION = "institution"
    RECIPIENT = "recipient"
    PUBLIC = "public"
    OTHER = "other"


class Tone(StrEnum):
    """Sign of a voice: thanks, neither, complaint."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Claim(StrEnum):
    """What a head says of a measure of the plan."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    MOVED = "moved"
    NOTHING_REPORTED = "nothing_reported"


class Reason(StrEnum):
    """Why a value is undefined or hidden, or an institution not assessed."""

    ZERO_BASE = "zero_base"
    NOT_OBSERVED = "not_observed"
    INCOMPLETE_FORM = "incomplete_form"
    QUESTION_ABSENT = "question_absent"
    FILTER_MISSING = "filter_missing"
    CRITERION_UNDEFINED = "criterion_undefined"
    BELOW_MIN_N = "below_min_n"
    DISCLOSURE = "disclosure"
    CLOSED = "closed"
    MERGED = "merged"
    NOT_CHOSEN = "not_chosen"
    OTHER_CYCLE = "other_cycle"
    OTHER_METHODOLOGY = "other_methodology"


#: Between the members of a cell that holds several: codes, flags, aliases.
LIST_MARK = " | "
FEWEST_FOR_MEAN = 3  # two institutions have a difference, not an average

EVERYONE = "everyone"
NOT_APPLICABLE_ANSWER = -1
YES = 1
NO = 0

#: Codes of issues at the door and of faults in parameters (closed; extend here).
CODES = frozenset(
    {
        "not_a_file", "unreadable", "too_big", "too_many_columns", "too_many_rows",
        "cell_too_long", "wrong_type", "damaged", "encrypted", "macros", "dtd",
        "duplicate_part", "encoding", "empty", "no_rows", "header_missing",
        "header_duplicate", "header_column_missing", "header_column_unknown",
        "unclosed_quote", "wrong_field_count", "bad_bytes", "totals_row", "merged_cells",
        "formula_without_value", "error_cell", "hidden_rows", "several_sheets",
        "unknown_institution", "looks_like_institution", "closed_institution",
        "merged_institution", "empty_key", "damaged_key", "duplicate_identical",
        "duplicate_conflict", "unknown_answer", "out_of_range", "no_answers_in_row",
        "few_answers", "skip_violation", "unknown_channel", "bad_period", "other_period",
        "bad_date", "ambiguous_date", "date_outside_period", "date_in_future",
        "more_than_population", "personal_data_suspected", "syntax", "unknown_key",
        "duplicate_key", "missing_key", "alias", "tag", "too_deep", "bad_type", "below_floor",
        "weights_sum", "bad_path", "internal", "more_issues", "not_assessed", "empty_cell",
        "example_row",
    }
)  # fmt: skip
