"""Imported by the fork server before any job: warms it up."""

import contextlib

from nok_analysis.report.worker import warm_up

# What fails here fails again in each job, which then says so.
with contextlib.suppress(Exception):
    warm_up()
