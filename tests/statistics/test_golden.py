import shutil
from pathlib import Path

import pytest

from tests.statistics.check_golden import main, verdict

FOLDER = Path(__file__).parents[1] / "golden" / "statistics"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".csv", ".json"})


@pytest.mark.parametrize("name", NAMES)
def test_package_agrees_with_golden_file(name):
    passed, line = verdict(name, FOLDER)
    assert passed, line


def test_command_prints_a_line_a_file_and_succeeds(tmp_path, capsys):
    shutil.copy(FOLDER / "shrink.json", tmp_path)
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("pass  shrink.json")


def test_command_fails_on_a_number_that_differs(tmp_path, capsys):
    text = (FOLDER / "mean_fpc.json").read_text(encoding="utf-8")
    changed = text.replace("6.97012593983408", "6.97012693983408")
    assert changed != text
    (tmp_path / "mean_fpc.json").write_text(changed, encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "FAIL  mean_fpc.json" in capsys.readouterr().out


def test_command_fails_on_a_file_without_a_check(tmp_path):
    (tmp_path / "unknown.json").write_text("{}", encoding="utf-8")
    assert main([str(tmp_path)]) == 1


def test_command_fails_on_an_empty_folder_and_without_a_folder(tmp_path):
    assert main([str(tmp_path)]) == 1
    assert main([]) == 2
