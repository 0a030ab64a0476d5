"""Contents page: every row of the second half of the story, chapter by chapter."""

from .business_case.models import Assumption, CaseTerms, DriverBase, SavedCase
from .follow_up.models import Progress, Reading
from .initiatives.models import Benefit, Effort, Estimate, Initiative, Measure
from .plan.models import Pin, PlanSettings, SavedPlan
from .report.models import Report

__all__ = [
    "Assumption",
    "Benefit",
    "CaseTerms",
    "DriverBase",
    "Effort",
    "Estimate",
    "Initiative",
    "Measure",
    "Pin",
    "PlanSettings",
    "Progress",
    "Reading",
    "Report",
    "SavedCase",
    "SavedPlan",
]
