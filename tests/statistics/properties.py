"""Settings and data of the property tests: the same cases in every run."""

from hypothesis import settings
from hypothesis import strategies as st

holds = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@st.composite
def counts(draw, most=400):
    """A count and its total, the total at least 1."""
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@st.composite
def samples(draw, most=120):
    """A count, its total and a population that holds them."""
    count, n = draw(counts(most))
    return count, n, n + draw(st.integers(0, 3 * most))


scores = st.floats(0, 100, allow_nan=False).map(lambda score: round(score, 3))
