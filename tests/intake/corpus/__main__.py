"""``python -m tests.intake.corpus FOLDER``: write the corpus of hostile files."""

import sys
from pathlib import Path

from tests.intake.corpus import write

print(f"{len(write(Path(sys.argv[1])))} files")  # noqa: T201 - a command
