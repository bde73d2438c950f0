"""Time and weight of every figure, against empty axes of the same run.

Run from the root of the repository: ``python -m benchmarks.figures``. The council is the
invented one of the figures' tests; the time is this process's, after one warm draw.
"""

import io
import statistics
import time

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from nok_analysis.figures import draw
from tests.figures.conftest import CHARTS
from tests.figures.council import council

REPEATS = 7
LIMIT_MS = 40
LIMIT_BYTES = 60_000


def empty_axes():
    """What plain matplotlib pays before anything is drawn."""
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "nok"}):
        figure = Figure(figsize=(7.6, 3.7))
        figure.add_subplot()
        written = io.StringIO()
        FigureCanvasSVG(figure).print_svg(written)
    return written.getvalue()


def warm_median(work):
    """Milliseconds of processor time, median of `REPEATS` after a warm-up."""
    work()
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent)


def main():
    assessment = council()
    base = warm_median(empty_axes)
    print(f"{'figure':<26}{'ms':>7}{'bytes':>9}{'of empty axes':>15}")
    print(f"{'(empty axes)':<26}{base:>7.1f}{len(empty_axes()):>9}{1:>15.2f}")
    together = 0.0
    for title, (name, options) in CHARTS.items():
        spent = warm_median(lambda: draw(name, assessment, **options))  # noqa: B023 - used at once
        together += spent
        weight = len(draw(name, assessment, **options)._repr_html_().encode())
        over = " over the limit" if spent > LIMIT_MS or weight > LIMIT_BYTES else ""
        print(f"{title:<26}{spent:>7.1f}{weight:>9}{spent / base:>15.2f}{over}")
    print(f"{'all':<26}{together:>7.1f}")


if __name__ == "__main__":
    main()
