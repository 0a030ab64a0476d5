"""Reads: what is to be planned (``inputs``), and the plan as its page and the report show it (``page``)."""

from .inputs import inputs_of
from .page import PlanItem, PlanPage, Screen, current_plan, plan_screen

__all__ = ["PlanItem", "PlanPage", "Screen", "current_plan", "inputs_of", "plan_screen"]
