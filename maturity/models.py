"""Contents page: every row of the first half of the story, chapter by chapter."""

from .assessment.models import Target, Wave, WaveSession
from .channels.models import Channel, Handoff, Link, Path, System
from .clients.models import (
    Capacity,
    Change,
    Department,
    Engagement,
    FaultyWorkbook,
    ImportedWorkbook,
    Member,
    Organisation,
    User,
)
from .framework.models import Dimension, EngagementFramework, Framework, Statement
from .jobs.models import Job
from .journey.models import CustomerRating, Journey, Persona, SetPiece, Stage, Touchpoint
from .workshop.models import (
    Ball,
    Ballot,
    Break,
    Card,
    Dissent,
    Dot,
    Extra,
    Participant,
    Round,
    Session,
    SessionStatement,
)

__all__ = [
    "Ball",
    "Ballot",
    "Break",
    "Capacity",
    "Card",
    "Change",
    "Channel",
    "CustomerRating",
    "Department",
    "Dimension",
    "Dissent",
    "Dot",
    "Engagement",
    "EngagementFramework",
    "Extra",
    "FaultyWorkbook",
    "Framework",
    "Handoff",
    "ImportedWorkbook",
    "Job",
    "Journey",
    "Link",
    "Member",
    "Organisation",
    "Participant",
    "Path",
    "Persona",
    "Round",
    "Session",
    "SessionStatement",
    "SetPiece",
    "Stage",
    "Statement",
    "System",
    "Target",
    "Touchpoint",
    "User",
    "Wave",
    "WaveSession",
]
