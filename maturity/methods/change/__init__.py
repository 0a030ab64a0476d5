"""What changed between two waves of an assessment, and what could the next wave show?

The same statements are voted on again, by other people of the same departments or by the same people. Is the house
further than it was?

*Comparable.* The two are compared over what both have: the statements that three people or more of both answered, and
the departments that took part in both; else a department that stayed away would look like progress. Where those left
out are fewer than three people of a wave, the smallest department that was left in goes out with them, so that nobody
can be found by subtraction from the wave's own mean. Each mean is then that of ``scoring``: people, then statements,
then departments weigh alike; overall, then dimensions:

    x = Σ_d Σ_s W_ds · x_ds     x_ds: mean of department d on statement s, of n_ds people; W_ds: its weight, sum 1
    change = x(after) − x(before), in rungs

*Its uncertainty* comes from how differently people of one department answer. Person i contributes to x

    u_i = Σ_s W_ds · (rung_is − x_ds) / n_ds   over the statements that they answered

and the department's variance is v_d = p / (p − 1) · Σ u_i² over its p people: s²/p where all answered all, and its
linearisation where not. In two samples the two waves' v_d add up. Where the same people answered, what is common to
both of a person's answers is no noise and drops out:

    v_d = v_d(before) + v_d(after) − 2 c Σ u_i(before) · u_i(after) over those in both,  c = √(p₁p₂ / ((p₁−1)(p₂−1)))

which is the paired t where all came twice, and uses those who came once as well. An answer in whole rungs stands for
anything within half a rung: v_d is at least what this rounding makes it, Σ_s W_ds² / (12 n_ds) per wave, so a
department that answers as with one voice is not without uncertainty. A department of one person shows no spread and
borrows the others'. The pieces make an interval and a verdict by Student's t, as in ``noise``; a two-sample piece has
p − 1 degrees of freedom, a paired one those of the smaller wave.

*The smallest change that could be detected* is stated before the next wave is held, from the spread of this one and
the numbers planned (v_d shrinks as people grow), with two samples unless a correlation of people's answers is assumed.

Limits: pairing is for those who know that P1 is the same person in both; a wrong pairing makes the interval wrong. The
departments are given, not sampled. Over thirteen dimensions in which nothing changed, at 90 % one or two look like
more than noise by chance: read the overall change first.

Read in this order: `results`, `waves`, `sides` (means and contributions), `spread` (variances), `following`.

Sources: Cochran, W. G. (1977), Sampling Techniques, 3rd ed., §5.4 (strata, degrees of freedom); Särndal, C.-E.,
Swensson, B. & Wretman, J. (1992), Model Assisted Survey Sampling, ch. 5 (linearisation); Derrick, B. et al. (2017),
Test statistics for the comparison of means for two samples that include both paired and independent observations,
Journal of Modern Applied Statistical Methods 16, 137–157.
"""

from .following import smallest_changes
from .results import Changes, ChangeState, Detectable, Detectables, WaveChange
from .waves import changes

__all__ = ["ChangeState", "Changes", "Detectable", "Detectables", "WaveChange", "changes", "smallest_changes"]
