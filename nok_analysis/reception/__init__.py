"""Reception: received files judged, kept, and taken back when a person has corrected them."""

from nok_analysis.reception.door import Overrides
from nok_analysis.reception.intaking import take_in
from nok_analysis.reception.keeping import keep
from nok_analysis.reception.receiving import (
    Reception,
    fingerprint_of,
    receive,
    refuse_nothing,
)
from nok_analysis.reception.returning import TakenBack, take_back

__all__ = [
    "Overrides",
    "Reception",
    "TakenBack",
    "fingerprint_of",
    "keep",
    "receive",
    "refuse_nothing",
    "take_back",
    "take_in",
]
