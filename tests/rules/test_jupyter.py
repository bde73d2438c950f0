"""The Jupyter server that is shipped stays on this machine and asks nobody."""

import json
import os
import sys
from pathlib import Path

import pytest
from traitlets.config import PyFileConfigLoader

from nok_analysis.cli import lab

ROOT = Path(__file__).parents[2]
LAB = ROOT / "nok_analysis/workbench/lab"


@pytest.fixture
def config():
    return PyFileConfigLoader("jupyter_server_config.py", path=str(ROOT)).load_config()


def test_the_server_listens_on_this_machine_only_and_runs_for_no_root(config):
    server = config.ServerApp
    assert server.ip == "127.0.0.1"
    assert server.allow_remote_access is False
    assert server.allow_root is False
    assert server.disable_check_xsrf is False
    assert server.terminals_enabled is False
    assert server.quit_button is True
    assert server.root_dir == str(ROOT)


def test_the_token_stays_on_and_no_password_can_take_its_place(config):
    assert "token" not in config.IdentityProvider
    assert "token" not in config.ServerApp
    assert "allow_unauthenticated_access" not in config.ServerApp
    assert config.PasswordIdentityProvider.hashed_password == ""
    assert config.PasswordIdentityProvider.allow_password_change is False


def test_nothing_is_asked_of_the_outside(config):
    assert config.LabApp.news_url is None
    assert config.LabApp.check_for_updates_class == "jupyterlab.NeverCheckForUpdate"
    assert config.LabApp.extension_manager == "readonly"
    settings = json.loads((LAB / "overrides.json").read_text("utf-8"))
    told = settings["@jupyterlab/apputils-extension:notification"]
    assert told == {"fetchNews": "false", "checkForUpdates": False}


def test_the_style_of_exhibits_is_where_the_server_looks_for_it(config):
    assert config.LabApp.custom_css is True
    assert config.LabApp.app_settings_dir == str(LAB)
    assert config.ServerApp.tornado_settings == {"static_custom_path": [str(LAB)]}
    style = (LAB / "custom.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style
    assert ".exhibit svg.n{display:none}" in style


def test_nok_lab_opens_the_workbench_with_this_configuration(monkeypatch):
    called = []
    monkeypatch.setattr(os, "execv", lambda path, arguments: called.append((path, arguments)))
    monkeypatch.chdir(ROOT / "notebooks")
    lab()
    ((path, arguments),) = called
    assert Path(path) == Path(sys.executable).with_name("jupyter")
    assert arguments[1:] == [
        "lab",
        f"--config={ROOT / 'jupyter_server_config.py'}",
        "notebooks/00_workbench.ipynb",
    ]
    assert Path.cwd() == ROOT
