"""The command line as people use it: a process of its own, its exit code and what it said."""

import hashlib
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import nbformat
import nbformat.v4 as v4

# A cell of one line that begins with "run" would be IPython's %run.
PARAMETERS = '# The run file.\nrun: str = ""  # run file'
NOK = str(Path(sys.executable).with_name("nok"))


def nok(*arguments, cwd, **environment):
    """Run a command to its end; no traceback may ever reach a person."""
    done = subprocess.run(
        [NOK, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def started(*arguments, cwd):
    """Start a command in a session of its own, with Ctrl-C as at a terminal.

    A test run that was itself started in the background hands on an ignored SIGINT.
    """
    return subprocess.Popen(
        [NOK, *map(str, arguments)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
    )


def refused(done, *said):
    """Hold a refusal to its form: exit code 2, nothing on stdout, a sentence."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    for words in said:
        assert words in done.stderr
    return True


def pages(reports):
    """Return the hash of every page by its path."""
    return {
        file.relative_to(reports).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(reports.rglob("*.html"))
    }


def contents(folder):
    """Return the bytes of every file by its path."""
    return {file: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def change(root, old, new, name="params/runs/2026Q3.yaml"):
    """Change one place of a file of parameters."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def limits(root, *, cell, report):
    """Set the limits of a run."""
    change(root, 'cell_seconds: "120", report_seconds: "600"',
           f'cell_seconds: "{cell}", report_seconds: "{report}"')  # fmt: skip


def notebooks(root, **cells):
    """Replace the notebooks of a workspace by small sealed ones, each with one cell more.

    The added cell is the sixth of its notebook; None leaves out both it and the seal.
    """
    for old in (root / "notebooks").glob("*.ipynb"):
        old.unlink()
    for number, (name, cell) in enumerate(cells.items(), start=1):
        found = [
            v4.new_markdown_cell("A note."),
            v4.new_code_cell("from nok_analysis import assess, seal, tell"),
            v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
            v4.new_code_cell("assessment = assess(run)"),
            v4.new_code_cell('tell("masthead", assessment)'),
        ]
        if cell is not None:
            found += [v4.new_code_cell(cell), v4.new_code_cell("seal(assessment)")]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        made = v4.new_notebook(cells=found, metadata={"kernelspec": kernel})
        nbformat.write(made, root / f"notebooks/{number:02d}_{name}.ipynb")
    return root
