"""Imported by the fork server before any job: warms it up."""

import logging

from nok_analysis.report.worker import warm_up

try:
    warm_up()
except Exception as error:  # reports can be built all the same, only slower
    logging.getLogger(__name__).warning("reports are built cold: %s", error)
