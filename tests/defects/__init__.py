"""Defects seen in programs and published tables of others, and what ours does instead."""
