"""From ballots to a rung, with its uncertainty.

People of several departments vote a rung 1–5, or "don't know", on the statements of a dimension. Where do we stand?

*The mean.* Departments weigh alike, however many people they send, for the question is about the house and not about
the department that came in force; inside a department statements weigh alike, however many answered each:

    statement mean   x_ds = mean of the rungs that department d gave to statement s
    department mean  x_d  = mean over s of x_ds
    dimension mean   x    = mean over d of x_d
    overall mean          = mean over the dimensions of x

"Don't know" is counted and shown, but is no rung. The current rung is the nearest to the mean (half-way: the lower).

*The interval* is of the mean over all who could have come: people are a sample, the departments are given. It comes
from a model of the ballots (``ordinal``) in which a department of one, or three equal answers, borrow their spread from
everybody else: the middle 90 % of what the model holds possible, widened to the mean where that lies outside. The
share of the model's draws nearest to a rung is how probable that rung is (`standing`). Where every department sent one
person, people and departments cannot be told apart, and there is no interval.

*Split.* Each person counts once, with the lower median of their rungs; ``split`` holds the rule for two camps.

*Agreement* is r_wg per statement, averaged over the statements that at least two answered; alpha over all of them
where it is defined.

*Departments that differ*: a mean at least one rung from that of the other departments, from at least three people, and
by the model above or below them in the whole interval.

*Too few.* Fewer than three people who chose a rung are too few answers: a result with that state and counts of
people, no figures. A department of fewer than three people is part of the whole, but its mean is not given, and not
that of another either where it could be found by subtraction (``suppression``).

Only the newest round of each statement counts; the caller passes those ballots and no others.

Read in this order: `results`, `assess`, `standing` (how sure is the rung?), `weights` (how much do weights matter?).

Source: Liddell, T. M. & Kruschke, J. K. (2018), Analyzing ordinal data with metric models, Journal of Experimental
Social Psychology 79, 328–348; more in ``ordinal``.
"""

from .assess import assess, score
from .results import FEWEST_PEOPLE, Assessment, CountedBallot, DepartmentScore, Score, ScoreState
from .standing import Certainty, Standing, rung_probabilities, standing
from .weights import Reaction, Weighing, weigh

__all__ = [
    "FEWEST_PEOPLE",
    "Assessment",
    "Certainty",
    "CountedBallot",
    "DepartmentScore",
    "Reaction",
    "Score",
    "ScoreState",
    "Standing",
    "Weighing",
    "assess",
    "rung_probabilities",
    "score",
    "standing",
    "weigh",
]
