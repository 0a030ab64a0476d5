"""What do customers say, how sure is it, and how far is it from what the house believes?

*Net promoter score.* Of n answers 0–10 to "would you recommend us?", P are promoters (9–10), D detractors (0–6), the
rest passives:

    NPS = (P − D) / n, between −1 and 1

A net value hides whether it is many of both or few of either, and with the usual few answers it jumps although
nothing changed. So it never stands without its interval and the two shares. The interval is the adjusted Wald: act as
if three more customers had answered, ¾ promoter, ¾ detractor and 1½ passive,

    n' = n + 3     p = (P + ¾) / n'     d = (D + ¾) / n'
    (p − d) ± z √((p + d − (p − d)²) / n'), kept inside [−1, 1]

It keeps its promise (about 95 of 100 intervals hold the truth) down to small n and for extreme shares, where the
plain Wald interval fails. The middle of the interval is drawn a little towards 0; the plain score is shown as the
score, and with one or two answers it can even lie outside.

*Its change* between two periods in which other customers answered: the difference of the two scores, with the
interval around the difference of the two middles,

    (p₂ − d₂) − (p₁ − d₁) ± z √(V₁ + V₂)    V = (p + d − (p − d)²) / n', kept inside [−2, 2]

It is more than noise where the interval does not hold 0 (``noise``). The smallest change that could be detected, said
beforehand for the numbers planned, is (z of the confidence + z of the power) · √(V₁ + V₂), with the shares of the
first period in both.

*Experience gap.* The house rates a touchpoint 1–5; customers' scores 0–10 are put on the same ladder by the straight
line of ``scale``. gap = own rating − customers' mean, in rungs: above 0 the house thinks better of itself than
customers do. The interval of the mean is Student's t,

    mean ± t(n−1) · s / √n, kept inside [1, 5]

with s at least 1/√12 of a point: an answer in whole points stands for anything within half a point, so five identical
answers do not make a mean without uncertainty. With scores as skewed as customers' often are, t is a rough guide
below ten answers or so.

*Emotion* is the same mean drawn around zero, −2 to +2, as journey maps do: (mean score − 5) / 2.5.

*Peak and end.* What is remembered of an experience is mostly its most intense moment and its end, hardly its length.

Read in this order: `promoters`, `movement`, `gap`, `curve`.

Sources: Reichheld, F. F. (2003), The one number you need to grow, Harvard Business Review 81(12), 46–54. Rocks, B.
(2016), Interval estimation for the "net promoter score", The American Statistician 70, 365–372; Bonett, D. G. &
Price, R. M. (2012), Adjusted Wald confidence interval for a difference of binomial proportions based on paired data,
Journal of Educational and Behavioral Statistics 37, 479–488. Kahneman, D. et al. (1993), When more pain is preferred
to less, Psychological Science 4, 401–405.
"""

from .curve import PeakEnd, emotion, emotion_curve, peak_and_end
from .gap import FEWEST_ANSWERS, ExperienceGap, GapState, experience_gap
from .movement import ScoreChange, score_change, smallest_score_change
from .promoters import (
    DETRACTOR_TO,
    PROMOTER_FROM,
    NetPromoterScore,
    net_promoter_score,
)

__all__ = [
    "DETRACTOR_TO",
    "FEWEST_ANSWERS",
    "PROMOTER_FROM",
    "ExperienceGap",
    "GapState",
    "NetPromoterScore",
    "PeakEnd",
    "ScoreChange",
    "emotion",
    "emotion_curve",
    "experience_gap",
    "net_promoter_score",
    "peak_and_end",
    "score_change",
    "smallest_score_change",
]
