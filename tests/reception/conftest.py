import pytest

from tests.reception.council import council_in


@pytest.fixture
def council(tmp_path):
    """A small council of this test's own; another `council` than that of the whole house."""
    return council_in(tmp_path)
