"""Ten thousand damaged files: no row is lost, no reader dies or stalls."""

import random

import pytest

from nok_analysis.forms import read_form
from nok_analysis.registry import read_registry
from tests.intake.conftest import CASES
from tests.intake.damage import hold_to_conservation, inputs, judged

BATCHES, EACH = 50, 200

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", range(BATCHES))
def test_two_hundred_damaged_files_lose_no_row(seed, tmp_path):
    form = read_form(CASES / "forms/door_survey.yaml")
    registry = read_registry(CASES / "intake/registry.csv")
    files = list(inputs(random.Random(seed), EACH))
    found = judged(tmp_path, files, form, registry)
    for judgement, (_name, content) in zip(found, files, strict=True):
        hold_to_conservation(judgement, content)
