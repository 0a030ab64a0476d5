"""How sure is a mean rung? A hierarchical cumulative probit model of ballots.

People of several departments choose rungs 1–5 on the statements of one or more dimensions. Few people vote, a lone
person shows no spread, three equal answers are not certainty, and a mean near an end of the ladder cannot lie as far
beyond it as before it. All of that follows from one model.

*The model.* Person i of department d answers statement s of dimension k by an unseen opinion on the rungs' own scale,

    z = a + m_s + δ_d + γ_dk + π_i + ρ_ik + ε        ε ~ N(0, σ²)

and chooses rung r where c_{r−1} < z ≤ c_r. The outer thresholds stand where rounding puts them, c_1 = 1.5 and c_4 =
4.5, so that everything is told in rungs; the inner ones are learned, c_2 ~ N(2.5, ¼²), c_3 ~ N(3.5, ¼²), in order.
Every effect is normal around 0 with a spread of its own, so that those who say little borrow from the others:

    effect                         spread, half-normal with scale
    m_s   statement                0.6
    δ_d   department               0.8
    γ_dk  department × dimension   0.3
    π_i   person                   0.9
    ρ_ik  person × dimension       0.3
    ε     answer                   0.9
    a ~ N(3, 2²)

*What is told.* Not the opinion, but the rung that a person of department d would choose on average,

    E_sd = 5 − Σ_j Φ((c_j − a − m_s − δ_d − γ_dk) / √(spread_π² + spread_ρ² + σ²))

averaged as the observed mean is: statements alike in a department, departments alike in the dimension, dimensions
alike in the whole. The departments are those of the house; the people are a sample of those who could have come. The
posterior of these means gives the interval, the probability of each rung, and the pooled mean of a department, which
leans on the others as far as its own people leave it open.

*How it is worked out.* By Gibbs sampling in blocks: given z, the effects of a, departments, people and people ×
dimension form a tree and are drawn together, from the top, each with those below it integrated out; statements and
department × dimension follow, then the spreads (on a grid of their logarithm), the inner thresholds (a Metropolis
step with z integrated out, without which they hardly move), and z. Seeded: the same ballots give the same figures.

*Limits.* Of a room in which every department sent one person the model cannot tell people from departments; the
caller shows no interval there. With three people the interval is mostly the prior's word for how much people of one
department usually differ, which is the point: it is the honest half of what three equal answers say. Coverage of the
90 % interval over simulated rooms is measured by ``manage.py bench scoring``.

Sources: Liddell, T. M. & Kruschke, J. K. (2018), Analyzing ordinal data with metric models, Journal of Experimental
Social Psychology 79, 328–348 (outer thresholds fixed, spreads free). Bürkner, P.-C. & Vuorre, M. (2019), Ordinal
regression models in psychology, Advances in Methods and Practices in Psychological Science 2, 77–101. Albert, J. H. &
Chib, S. (1993), Bayesian analysis of binary and polychotomous response data, Journal of the American Statistical
Association 88, 669–679. Cowles, M. K. (1996), Accelerating Monte Carlo Markov chain convergence for
cumulative-link generalized linear models, Statistics and Computing 6, 101–111. Gelman, A. (2006), Prior distributions
for variance parameters in hierarchical models, Bayesian Analysis 1, 515–534.

Read in this order: `means`, `design`, `sampler`.
"""

from .means import DRAWS, posterior_means

__all__ = ["DRAWS", "posterior_means"]
