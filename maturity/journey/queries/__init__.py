"""Reads: the journey map, one touchpoint with what customers said of it, and what forms and services ask."""

from .map import Column, JourneyMap, MapStage, journey_map, may_edit
from .rows import name_is_taken, touchpoints_of
from .scores import JourneyScores, ScoresPage, scores_page
from .touchpoint import TouchpointPage, touchpoint_page

__all__ = [
    "Column",
    "JourneyMap",
    "JourneyScores",
    "MapStage",
    "ScoresPage",
    "TouchpointPage",
    "journey_map",
    "may_edit",
    "name_is_taken",
    "scores_page",
    "touchpoint_page",
    "touchpoints_of",
]
