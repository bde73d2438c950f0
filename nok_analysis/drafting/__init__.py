"""Form files proposed from unknown exports; what is not certain is left to a person."""

from nok_analysis.drafting.propose import Proposal, propose

__all__ = ["Proposal", "propose"]
