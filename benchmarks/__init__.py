"""Costs as ratios of one run on one machine; never timed tests."""
