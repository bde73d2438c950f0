"""Nothing is lost from files damaged by chance; ``make soak`` tries ten thousand."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.intake import check
from tests.intake.conftest import AS_OF, PERIOD
from tests.intake.damage import SEEDS, damaged, hold_to_conservation, inputs, judged

FEW = 240


def test_damaged_files_lose_no_row_and_stall_no_reader(tmp_path, forms, registry):
    files = list(inputs(random.Random(4), FEW))
    found = judged(tmp_path, files, forms["door-survey"], registry)
    for judgement, (_name, content) in zip(found, files, strict=True):
        hold_to_conservation(judgement, content)
    assert {"accepted", "accepted_with_quarantine", "refused"} == {one.status for one in found}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.randoms(use_true_random=False), st.integers(1, 12))
def test_any_damage_conserves_rows(forms, registry, name, rng, hits):
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(damaged(SEEDS[name], rng, hits))
        (one,) = check([path], (forms["door-survey"],), registry, period=PERIOD, as_of=AS_OF)
        hold_to_conservation(one, path.read_bytes())
