import pytest

from tests.tables.stand_in import changed, council


@pytest.fixture(scope="session")
def quarter():
    return council()


@pytest.fixture
def about(quarter):
    """The council as an institution's page sees it."""
    return lambda institution: changed(quarter, institution=institution)
