"""Reads: what is to be planned (``inputs``), and the plan as its page and the report show it (``page``)."""

from .inputs import PlanInputs, inputs_of, problem_of
from .page import PlanItem, PlanPage, Screen, current_plan, plan_screen

__all__ = ["PlanInputs", "PlanItem", "PlanPage", "Screen", "current_plan", "inputs_of", "plan_screen", "problem_of"]
