import subprocess
import sys

import pytest

from nok_analysis import statistics
from nok_analysis.statistics import verdicts


def test_package_loads_no_numbers_until_asked():
    code = "import sys, nok_analysis.statistics; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", statistics.__all__)
def test_every_module_is_reached_by_its_name(name):
    module = getattr(statistics, name)
    assert module.__name__ == f"nok_analysis.statistics.{name}"
    assert name in dir(statistics)


def test_unknown_module_is_refused_like_any_attribute():
    with pytest.raises(AttributeError, match="no attribute 'magic'"):
        statistics.magic  # noqa: B018


def test_every_exported_name_exists():
    for name in statistics.__all__:
        module = getattr(statistics, name)
        assert all(hasattr(module, word) for word in getattr(module, "__all__", ()))


def test_words_are_closed_and_without_repeats():
    assert verdicts.STATUSES == ("ok", "too_few", "refused", "trial")
    assert len(set(verdicts.REASONS)) == len(verdicts.REASONS) == 22
    assert verdicts.CHANGE_VERDICTS == ("improved", "declined", "no_evidence", "too_few")
    assert verdicts.PAIR_VERDICTS == ("higher", "lower", "no_evidence", "too_few")
    assert verdicts.CONTRAST_VERDICTS == ("above", "below", "no_evidence", "too_few")


def test_a_difference_equal_to_the_threshold_reaches_it_in_spite_of_floats():
    assert 0.85 - 0.80 < 0.05
    assert verdicts.reaches(0.85 - 0.80, 0.05)
    assert verdicts.reaches(0.80 - 0.85, 0.05)
    assert not verdicts.reaches(0.049, 0.05)
    assert not verdicts.reaches(float("nan"), 0.0)


def test_an_interval_that_touches_zero_decides_nothing():
    assert verdicts.side(0.0, 1.0) == verdicts.side(-1.0, 0.0) == 0
    assert verdicts.side(float("nan"), float("nan")) == 0
