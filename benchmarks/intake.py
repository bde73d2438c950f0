"""What the door costs: a hundred thousand questionnaires judged, against bare readers.

Run from the root of the repository: ``python -m benchmarks.intake``. The table is invented
(seeded): 34 columns, 29 five-point questions, a quarter of the rows with a comment. The readers
beside it only read, every cell as a text: fastexcel the workbook, pyarrow the text. Both sides
run in a process of their own, one after the other; CPU seconds of the work itself, and the
peak of the process.
"""

import csv
import datetime as dt
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

ROWS, QUESTIONS, INSTITUTIONS, ROUNDS = 100_000, 29, 40, 3
LIMIT = 3
HEAD = ["Учреждение", "№ анкеты", "Дата", "Способ",
        *(f"q{i:02d}" for i in range(1, QUESTIONS + 1)), "Предложения"]  # fmt: skip
REGISTRY = ("Код;Наименование;Краткое наименование;Другие названия;ИНН;Тип;Получателей;"
            "Действует с;Действует по;Присоединено к")  # fmt: skip
FORM = """form: bench
version: "1"
kind: questionnaire
title: Анкета
institution: {column: Учреждение}
respondent: {column: "№ анкеты"}
time: {column: Дата, zone: Asia/Novokuznetsk}
channel: {column: Способ, answers: {web: [сайт], paper: [бумага]}, missing: paper}
questions:
"""
QUESTION = ('  - {{code: {0}, role: numerator, column: {0}, scale: {{low: "1", high: "5"}}, '
            'positive: ["4", "5"]}}\n')  # fmt: skip


def row(number, rng):
    """An invented questionnaire."""
    comment = f"Спасибо за заботу, всё хорошо {number}" if rng.random() < 0.25 else ""
    return [f"I{rng.randrange(INSTITUTIONS):02d}", str(number),
            f"{rng.randrange(1, 32):02d}.07.2026", rng.choice(["сайт", "бумага", ""]),
            *rng.choices("123455", k=QUESTIONS), comment]  # fmt: skip


def make(folder):
    """Write the table twice, its form and its registry."""
    rng = random.Random(2026)
    rows = [HEAD, *(row(number, rng) for number in range(ROWS))]
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    with xlsxwriter.Workbook(folder / "answers.xlsx") as book:
        sheet = book.add_worksheet("Ответы")
        for at, cells in enumerate(rows):
            sheet.write_row(at, 0, [int(one) if len(one) == 1 else one for one in cells])
    questions = "".join(QUESTION.format(name) for name in HEAD[4:-1])
    words = "  - {code: words, role: free_text, column: Предложения}\n"
    (folder / "form.yaml").write_text(FORM + questions + words, encoding="utf-8")
    places = [f"I{i:02d};Центр № {i};;;;центр;9000;;;" for i in range(INSTITUTIONS)]
    (folder / "registry.csv").write_text("\n".join([REGISTRY, *places]), encoding="utf-8")


def bare(path):
    """The reader alone: every cell a text, nothing judged."""
    if path.suffix == ".xlsx":
        import fastexcel

        def read():
            sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
            return sheet.to_arrow()
    else:
        import pyarrow as pa
        from pyarrow import csv as reader

        def read():
            texts = reader.ConvertOptions(column_types=dict.fromkeys(HEAD, pa.string()))
            return reader.read_csv(path, None, reader.ParseOptions(delimiter=";"), texts)

    return read


def door_reader(path):
    """The door's own reader: the file hashed, preflight, every cell a text, its place known."""
    from nok_analysis.forms import read_form
    from nok_analysis.intake.preflight import read_bytes
    from nok_analysis.intake.sources import read_source
    from nok_analysis.intake.table import Limits

    form = read_form(path.with_name("form.yaml"))
    return lambda: read_source(read_bytes(path), [form], Limits())


def door(path):
    """The whole judgement."""
    from nok_analysis.forms import read_form
    from nok_analysis.intake import check
    from nok_analysis.period import Period
    from nok_analysis.registry import read_registry

    form, registry = (read_form(path.with_name("form.yaml")),
                      read_registry(path.with_name("registry.csv")))  # fmt: skip
    rules = {"period": Period.parse("2026Q3"), "as_of": dt.date(2026, 11, 21)}

    def judge():
        (found,) = check([path], [form], registry, **rules)
        assert found.accepted == ROWS, found.issues[:3]

    return judge


SIDES = {"bare reader": bare, "door's reader": door_reader, "whole judgement": door}


def child(side, path):
    """Print CPU seconds of one side and the peak of the process."""
    work = SIDES[side](Path(path))
    begun = time.process_time()
    work()
    spent = time.process_time() - begun
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(spent, int(status.split("VmHWM:")[1].split()[0]) / 1024)


def measured(side, path):
    done = subprocess.run([sys.executable, "-m", "benchmarks.intake", side, str(path)],
                          check=True, capture_output=True, text=True)  # fmt: skip
    return tuple(map(float, done.stdout.split()))


def main():
    with tempfile.TemporaryDirectory() as name:
        make(Path(name))
        print(f"{'file':<14}{'side':<18}{'CPU s':>8}{'peak MB':>9}{'of bare reader':>16}")
        for file in ("answers.xlsx", "answers.csv"):
            rounds = [{side: measured(side, Path(name, file)) for side in SIDES}
                      for _ in range(ROUNDS)]  # fmt: skip
            for side in SIDES:
                spent = statistics.median(one[side][0] for one in rounds)
                peak = max(one[side][1] for one in rounds)
                ratio = statistics.median(
                    one[side][0] / one["bare reader"][0] for one in rounds
                )
                over = f"  over the limit of {LIMIT}" if ratio > LIMIT else ""
                print(f"{file:<14}{side:<18}{spent:>8.2f}{peak:>9.0f}{ratio:>16.2f}{over}")


if __name__ == "__main__":
    child(*sys.argv[1:]) if len(sys.argv) > 1 else main()
