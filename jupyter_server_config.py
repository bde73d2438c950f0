"""Jupyter server of the workbench: this machine only, token on, nothing else open."""

c = get_config()  # noqa: F821 (given by Jupyter)

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_remote_access = False
c.ServerApp.allow_root = False
c.ServerApp.terminals_enabled = False
c.ServerApp.quit_button = True
c.ServerApp.disable_check_xsrf = False
c.LabApp.news_url = None
