import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nok_analysis.statistics import adjustment, evidence
from tests.statistics.properties import holds, scores


def survey(seed=1, n=120, items=1):
    rng = np.random.default_rng(seed)
    place = rng.integers(0, 4, n)
    x = np.column_stack([rng.integers(1, 5, n), rng.integers(0, 2, n)]).astype(float)
    level = 5 + x @ [0.8, -0.5] + 0.3 * place
    y = level[:, np.newaxis] + rng.normal(0, 1, (n, items))
    return y, x, np.array(["A", "B", "C", "D"])[place]


def test_slopes_and_constants_are_those_of_dummy_regression():
    y, x, names = survey()
    dummies = (names[:, np.newaxis] == ["A", "B", "C", "D"]).astype(float)
    beta = np.linalg.lstsq(np.hstack([x, dummies]), y[:, 0], rcond=None)[0]
    found = adjustment.case_mix(y[:, 0], x, names)
    assert found.coefficients[0].tolist() == pytest.approx(beta[:2].tolist())
    shifted = beta[2:] - beta[2:].mean() + found.unadjusted.mean()
    assert found.adjusted.tolist() == pytest.approx(shifted.tolist())
    assert found.institutions == ("A", "B", "C", "D")
    assert found.n.sum() == 120
    assert found.df == 120 - 4 - 2


def test_cells_with_frequencies_equal_single_records():
    y, x, names = survey(n=200)
    y = y.round()
    cells, times = np.unique(
        np.column_stack([y, x, np.searchsorted(["A", "B", "C", "D"], names)]),
        axis=0,
        return_counts=True,
    )
    labels = np.array(["A", "B", "C", "D"])[cells[:, 3].astype(int)]
    rows = adjustment.case_mix(y, x, names)
    summed = adjustment.case_mix(cells[:, :1], cells[:, 1:3], labels, frequencies=times)
    for name in ("n", "adjusted", "variances", "coefficients", "r_squared"):
        assert np.allclose(getattr(rows, name), getattr(summed, name)), name
    assert rows.df == summed.df


def test_missing_adjuster_takes_the_mean_of_all_records_before_records_are_dropped():
    y = np.array([1.0, 2.0, np.nan, 4.0, 5.0, 7.0])
    x = np.array([[1.0], [np.nan], [4.0], [2.0], [3.0], [5.0]])
    names = list("AAABBB")
    filled = x.copy()
    filled[1] = 2.5
    found = adjustment.case_mix(y, x, names)
    assert found.adjusted.tolist() == pytest.approx(
        adjustment.case_mix(y, filled, names).adjusted.tolist()
    )
    assert found.n.tolist() == [2, 3]


def test_items_weigh_as_stated_and_not_by_answers():
    y, x, names = survey(items=2)
    y[::3, 1] = np.nan
    both = adjustment.case_mix(y, x, names)
    first, second = (adjustment.case_mix(y[:, j], x, names) for j in (0, 1))
    assert np.allclose(both.adjusted, (first.adjusted + second.adjusted) / 2)
    tilted = adjustment.case_mix(y, x, names, item_weights=[3, 1])
    assert np.allclose(tilted.adjusted, 0.75 * first.adjusted + 0.25 * second.adjusted)
    assert both.coefficients.shape == (2, 2)
    assert both.r_squared.shape == (2,)


def test_no_adjusters_leave_the_means():
    y, _, names = survey()
    found = adjustment.case_mix(y, None, names)
    assert np.allclose(found.adjusted, found.unadjusted)
    spread = [
        ((y[names == name] - y[names == name].mean()) ** 2).sum() / (names == name).sum() ** 2
        for name in "ABCD"
    ]
    assert np.allclose(found.variances, spread)


def test_institution_without_answers_keeps_its_row():
    found = adjustment.case_mix([1, 2, 3, 4, np.nan], None, list("AABBC"))
    assert found.institutions == ("A", "B", "C")
    assert found.n.tolist() == [2, 2, 0]
    assert math.isnan(found.adjusted[2])
    assert math.isnan(found.variances[2])


@pytest.mark.parametrize(
    ("y", "names", "reason"),
    [
        ([np.nan, np.nan], ["A", "B"], "no_answers"),
        ([1.0, 2.0, 3.0], ["A", "A", "A"], "fewer_than_two_institutions"),
        ([1.0, 2.0], ["A", "B"], "no_variance_or_rows"),
    ],
)
def test_case_mix_says_why_it_cannot_judge(y, names, reason):
    found = adjustment.case_mix(y, None, names)
    assert (found.status, found.reason) == ("too_few", reason)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (([1, 2], None, ["A"]), {}),
        (([1, 2], None, ["A", "B"]), {"frequencies": [1, -1]}),
        (([1, 2], None, ["A", "B"]), {"frequencies": [1]}),
        (([1, 2], None, ["A", "B"]), {"item_weights": [1, 1]}),
        (([1, math.inf], None, ["A", "B"]), {}),
    ],
)
def test_impossible_case_mix_is_refused(arguments, options):
    with pytest.raises(ValueError, match="expected"):
        adjustment.case_mix(*arguments, **options)


def test_contrast_error_is_that_of_a_linear_combination():
    v = np.array([1.0, 4.0, 2.0, 0.5])
    found = adjustment.contrast_with_mean([88, 80, 84, 90], v)
    for place in range(4):
        factors = -np.ones(4) / 4
        factors[place] += 1
        assert found.standard_error[place] == pytest.approx(math.sqrt(factors**2 @ v))
    z = found.difference / found.standard_error
    assert found.p.tolist() == pytest.approx((2 * stats.norm.sf(abs(z))).tolist())
    assert (evidence.holm(found.p) >= found.p).all()
    assert found.overall == 85.5


def test_contrast_needs_both_evidence_and_size():
    estimates, v = [90.0, 80.0, 85.0], [1.0, 1.0, 1.0]
    assert adjustment.contrast_with_mean(estimates, v).verdict == (
        "above",
        "below",
        "no_evidence",
    )
    assert set(adjustment.contrast_with_mean(estimates, v, threshold=6).verdict) == {
        "no_evidence"
    }
    assert adjustment.contrast_with_mean(estimates, v, threshold=5).verdict[0] == "above"


def test_census_institutions_differ_from_the_mean_by_any_difference():
    found = adjustment.contrast_with_mean([80, 82, 81], [0, 0, 0])
    assert found.verdict == ("below", "above", "no_evidence")
    assert found.p.tolist() == [0.0, 0.0, 1.0]


def test_unknown_institution_is_too_few_and_does_not_enter_the_mean():
    found = adjustment.contrast_with_mean([90, 80, math.nan, 70], [1, 1, 1, math.nan])
    assert found.overall == 85.0
    assert found.verdict == ("above", "below", "too_few", "too_few")
    assert np.isnan(found.difference[2:]).all()


@pytest.mark.parametrize("estimates", [[], [80.0], [80.0, math.nan]])
def test_contrast_of_fewer_than_two_is_too_few(estimates):
    found = adjustment.contrast_with_mean(estimates, [1.0] * len(estimates))
    assert set(found.verdict) <= {"too_few"}
    assert math.isnan(found.overall)


def test_impossible_contrast_is_refused():
    for arguments, options in [
        (([1, 2], [1, -1]), {}),
        (([1, 2], [1]), {}),
        (([1, 2], [1, 1]), {"confidence_level": 95}),
        (([1, 2], [1, 1]), {"threshold": -1}),
    ]:
        with pytest.raises(ValueError, match="expected"):
            adjustment.contrast_with_mean(*arguments, **options)


@given(st.lists(st.tuples(scores, st.floats(0.01, 9)), min_size=2, max_size=8))
@holds
def test_differences_sum_to_zero_and_follow_their_institutions(rows):
    estimates, v = np.array(rows).T
    found = adjustment.contrast_with_mean(estimates, v)
    back = adjustment.contrast_with_mean(estimates[::-1], v[::-1])
    assert found.difference.sum() == pytest.approx(0, abs=1e-9)
    assert back.standard_error[::-1].tolist() == pytest.approx(found.standard_error.tolist())
