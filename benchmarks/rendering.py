"""What a page costs: our warm worker against papermill and nbconvert as they come.

Both sides render the same notebook of the sample council, alternating; CPU seconds, children
included. Read the ratio, not the seconds.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nok_analysis.corridor import assess
from nok_analysis.report import worker
from nok_analysis.report.plan import Job
from nok_analysis.report.worker import Task, warm_up

ROUNDS = 5
RUN = "params/runs/2026Q3.yaml"
NOTEBOOK = Path("notebooks/01_summary.ipynb")
BIN = Path(sys.executable).parent


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command_lines(folder):
    """CPU seconds of papermill and nbconvert at a shell."""
    before = children()
    out = Path(folder) / "out.ipynb"
    for arguments in (
        [BIN / "papermill", NOTEBOOK, out, "-p", "run", RUN, "--no-progress-bar"],
        [BIN / "jupyter", "nbconvert", "--to", "nok", "--output-dir", folder, out],
    ):
        subprocess.run([str(one) for one in arguments], check=True, capture_output=True)
    return children() - before


def ours():
    """CPU seconds of one page in a warm worker."""
    before = time.process_time()
    answer = worker._done(Task(Job("index", NOTEBOOK), RUN, Path.cwd(), 120, 4096, "nok"))
    assert answer.verdict == "ok", answer
    return time.process_time() - before


def main():
    warm_up()
    assess(RUN)
    ours()
    theirs, mine = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            theirs.append(command_lines(folder))
            mine.append(ours())
    for name, seconds in (("command lines", theirs), ("warm worker", mine)):
        print(f"{name:<16}{statistics.median(seconds):7.3f} s CPU "
              f"({min(seconds):.3f}–{max(seconds):.3f})")  # fmt: skip
    print(f"{'ratio':<16}{statistics.median(theirs) / statistics.median(mine):7.1f}")


if __name__ == "__main__":
    main()
