"""The look of a verdict: mark, word and colour from one function, so they never disagree."""

from __future__ import annotations

from dataclasses import dataclass

from nok_analysis.wording.words import Words
from nok_analysis.wording.words import mark_for_catalog as _


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict is shown.

    Attributes
    ----------
    mark : str
        One sign, the same in text and figures; stands before the word or number.
    word : str
        The verdict in the reader's language.
    tone : str
        ``up``, ``down`` or empty: the class of a cell and the colour of a mark.
    """

    mark: str
    word: str
    tone: str


_LOOKS = {
    "improved": ("▲", _("improvement"), "up"),
    "declined": ("▼", _("decline"), "down"),
    "above": ("▲", _("above the mean"), "up"),
    "below": ("▼", _("below the mean"), "down"),
    "higher": ("▲", _("higher"), "up"),
    "lower": ("▼", _("lower"), "down"),
    "no_evidence": ("■", _("not proven"), ""),
    "too_few": ("□", _("fewer than {minimum} answers"), ""),
    "not_compared": ("□", _("not compared"), ""),
}


def look(verdict: str, words: Words, *, minimum: int = 10) -> Look:
    """Return mark, word and tone of a verdict of the closed vocabulary.

    Parameters
    ----------
    verdict : str
        ``improved, declined, above, below, higher, lower, no_evidence, too_few, not_compared``.
    minimum : int
        Respondents needed for a judgement, said by ``too_few``.

    Examples
    --------
    >>> look("improved", Words("en"))
    Look(mark='▲', word='improvement', tone='up')
    """
    mark, message, tone = _LOOKS[verdict]
    return Look(mark, words.say(message, minimum=words.number(minimum)), tone)
