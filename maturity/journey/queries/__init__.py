"""Reads: the journey map, one touchpoint with what customers said of it, and what forms and services ask."""

from .map import Column, JourneyMap, Stages, journey_map, journey_maps, may_edit
from .scores import JourneyScores, ScoresPage, scores_page
from .touchpoint import TouchpointPage, touchpoint_page
from .touchpoints import living_touchpoints, name_is_taken, touchpoints_of

__all__ = [
    "Column",
    "JourneyMap",
    "JourneyScores",
    "ScoresPage",
    "Stages",
    "TouchpointPage",
    "journey_map",
    "journey_maps",
    "living_touchpoints",
    "may_edit",
    "name_is_taken",
    "scores_page",
    "touchpoint_page",
    "touchpoints_of",
]
