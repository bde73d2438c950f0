import pytest

from tests.figures.council import council


@pytest.fixture(scope="session")
def assessment():
    return council()
