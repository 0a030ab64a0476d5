"""From ballots to a rung, with its uncertainty.

People of several departments vote a rung 1–5, or "don't know", on the statements of a dimension. Where do we stand?

*The mean.* Departments weigh alike, however many people they send, for the question is about the house and not about
the department that came in force; inside a department statements weigh alike, however many answered each:

    statement mean   x_ds = mean of the rungs that department d gave to statement s
    department mean  x_d  = mean over s of x_ds
    dimension mean   x    = mean over d of x_d
    overall mean          = mean over the dimensions of x

"Don't know" is counted and shown, but is no rung. The current rung is the nearest to the mean (half-way: the lower).

*The interval* is a bootstrap over people, for they are what was sampled; the departments are given. In each of 1,000
samples every department of p people is replaced by p − 1 draws with replacement from its people (each with all her
answers; a department of one stays as it is), and the mean is computed again; the interval holds the middle 90 % of
these means, and the share of them nearest to a rung is how probable that rung is (`standing`). Drawing p − 1 and not
p makes the spread of the samples the unbiased one, which matters when p is 3. Where most departments sent one person
only, the interval is too narrow; where all did, there is nothing to draw from and there is none.

*Split.* Each person counts once, with the lower median of her rungs; ``split`` holds the rule for two camps.

*Agreement* is r_wg per statement, averaged over the statements that at least two answered; alpha over all of them
where it is defined.

*Departments that differ*: a mean at least one rung from that of the other departments, from at least three people.

*Too few.* Fewer than three people who chose a rung are too few answers: a result with that state and counts of
people, no figures. A department of fewer than three people is part of the whole, but its mean is not given, and not
that of another either where it could be found by subtraction (``suppression``).

Only the newest round of each statement counts; the caller passes those ballots and no others.

Read in this order: `results`, `assess`, `standing` (how sure is the rung?), `weights` (how much do weights matter?).

Sources: Efron, B. & Tibshirani, R. (1993), An Introduction to the Bootstrap, ch. 8, 13. McCarthy, P. J. & Snowden, C.
B. (1985), The Bootstrap and Finite Population Sampling, Vital and Health Statistics 2(95) (the p − 1 draws).
"""

from .assess import assess, score
from .results import FEWEST_PEOPLE, Assessment, Ballot, DepartmentScore, Score, State
from .standing import Certainty, Standing, rung_probabilities, standing
from .weights import Reaction, Weighing, weigh

__all__ = [
    "FEWEST_PEOPLE",
    "Assessment",
    "Ballot",
    "Certainty",
    "DepartmentScore",
    "Reaction",
    "Score",
    "Standing",
    "State",
    "Weighing",
    "assess",
    "rung_probabilities",
    "score",
    "standing",
    "weigh",
]
