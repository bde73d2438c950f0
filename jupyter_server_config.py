"""Jupyter server of the workbench: this machine only, token on, nothing else open.

Access to this server is execution of code. ``nok lab`` and ``make lab`` use this file.
"""

from pathlib import Path

ROOT = Path(__file__).parent
LAB = ROOT / "nok_analysis/workbench/lab"

c = get_config()  # noqa: F821 (given by Jupyter)

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_remote_access = False
c.ServerApp.allow_root = False
c.ServerApp.disable_check_xsrf = False
c.ServerApp.terminals_enabled = False
c.ServerApp.quit_button = True
c.ServerApp.root_dir = str(ROOT)

# A password would switch the token off; the login page may not set one either.
c.PasswordIdentityProvider.hashed_password = ""
c.PasswordIdentityProvider.allow_password_change = False

# Nothing is fetched from outside: no news, no look for a newer version, no list of extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.app_settings_dir = str(LAB)  # overrides.json: nobody is asked about news

# custom.css: the report's exhibits look like themselves in a notebook too.
c.LabApp.custom_css = True
c.ServerApp.tornado_settings = {"static_custom_path": [str(LAB)]}
