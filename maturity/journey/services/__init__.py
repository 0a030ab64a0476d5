"""Writes: journeys, stages, touchpoints and what is known of them. Every change leaves a line in the trail."""

from .example import add_example
from .journeys import add_journey, add_persona, add_stage, move_stage, remove_stage, rename
from .order import archive_touchpoint, move_touchpoint, put_touchpoint, restore_touchpoint
from .refusal import JourneyRefusal
from .set_pieces import add_set_piece, edit_set_piece, remove_set_piece, restore_set_piece
from .touchpoints import add_ratings, add_touchpoint, copy_touchpoint, edit_touchpoint

__all__ = [
    "JourneyRefusal",
    "add_example",
    "add_journey",
    "add_persona",
    "add_ratings",
    "add_set_piece",
    "add_stage",
    "add_touchpoint",
    "archive_touchpoint",
    "copy_touchpoint",
    "edit_set_piece",
    "edit_touchpoint",
    "move_stage",
    "move_touchpoint",
    "put_touchpoint",
    "remove_set_piece",
    "remove_stage",
    "rename",
    "restore_set_piece",
    "restore_touchpoint",
]
