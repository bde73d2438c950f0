"""The folder in which everything lies, and nothing outside it."""

import pytest

from nok_analysis.errors import RunError
from nok_analysis.workspace import Workspace


@pytest.fixture
def root(tmp_path):
    (tmp_path / "council/params").mkdir(parents=True)
    (tmp_path / "council/notebooks/deeper").mkdir(parents=True)
    return tmp_path / "council"


def test_a_workspace_is_found_from_any_folder_inside_it(root):
    for start in (root, root / "params", root / "notebooks/deeper"):
        assert Workspace.around(start).root == root


def test_the_nearest_workspace_is_meant(root):
    (root / "notebooks/params").mkdir()
    assert Workspace.around(root / "notebooks/deeper").root == root / "notebooks"


def test_outside_a_workspace_the_folder_is_named(tmp_path):
    with pytest.raises(RunError, match=tmp_path.name):
        Workspace.around(tmp_path)


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "~/x", "$HOME/x", "params/../../x", "params/$(x)"]
)
def test_a_path_that_leads_out_is_refused_with_its_place(root, path):
    with pytest.raises(RunError) as error:
        Workspace(root).inside(path, file="run.yaml", key="registry.file")
    (fault,) = error.value.faults
    assert (fault.file, fault.path, fault.code) == ("run.yaml", "registry.file", "bad_path")


def test_a_link_that_leads_out_is_refused(root):
    (root / "params/link").symlink_to(root.parent)
    with pytest.raises(RunError):
        Workspace(root).inside("params/link/x")


def test_people_see_paths_as_they_lie_in_the_workspace(root):
    workspace = Workspace(root)
    assert workspace.shown(root / "params/a.yaml") == "params/a.yaml"
    assert workspace.shown(root.parent / "elsewhere/a.yaml") == "a.yaml"
    assert workspace.inside("params/a.yaml") == root / "params/a.yaml"
