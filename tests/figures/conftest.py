import pytest

from nok_analysis.figures import draw
from tests.figures.council import council

#: Every chart as the notebooks draw it: name → options.
CHARTS = {
    "rating": ("rating", {}),
    "rating on a criterion": ("rating", {"node": "3"}),
    "profile": ("profile", {"institution": "I04"}),
    "profile without scores": ("profile", {"institution": "I07"}),
    "waterfall": ("waterfall", {"institution": "I04"}),
    "waterfall of one alone": ("waterfall", {"institution": "I08"}),
    "changes": ("changes", {}),
    "changes in a year": ("changes", {"against": "2025Q3"}),
    "progress": ("progress", {}),
    "progress of one": ("progress", {"institution": "I03"}),
    "answers": ("answers", {"question": "overall_satisfied"}),
    "answers to a filter": ("answers", {"question": "stand_used"}),
    "questions": ("questions", {}),
    "questions of one": ("questions", {"institution": "I03"}),
}


@pytest.fixture(scope="session")
def assessment():
    return council()


@pytest.fixture(scope="session", params=CHARTS, ids=str)
def drawn(request, assessment):
    name, options = CHARTS[request.param]
    return draw(name, assessment, **options)
