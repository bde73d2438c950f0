import pytest

from tests.tables.lists import with_lists
from tests.tables.stand_in import changed, council


@pytest.fixture(scope="session")
def quarter():
    return with_lists(council())


@pytest.fixture
def about(quarter):
    """The council as an institution's page sees it."""
    return lambda institution: changed(quarter, institution=institution)
