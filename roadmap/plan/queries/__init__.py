"""Reads: what is to be planned, and the plan that is kept."""

from .inputs import inputs_of
from .kept import kept_plan, unfinished_job

__all__ = ["inputs_of", "kept_plan", "unfinished_job"]
