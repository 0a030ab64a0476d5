"""How far do people who rate the same things agree?

There is no one figure for it, because there are several questions:

    alpha              do people answer more alike than chance would make them?  (Krippendorff's alpha, with interval)
    chance_corrected   the same where nearly all give the same answer, so that alpha has nothing to go by  (Gwet's AC2)
    within_group       how close together are the answers to one statement?  (r_wg, a_wg)
    intraclass         how much of the differences lies between departments?  (ICC(1), ICC(k))
    disagreement       is it so far from agreement that one should talk again?  (RAND/UCLA rule, share at both ends)
    verdict            all of it in one word

Alpha and AC2 are told over many statements, r_wg, a_wg and the rule on one. Where a figure cannot be computed it is an
error or a named state: never 0, which means "no agreement", and never 1.

``ratings`` holds what all of them share: how ratings come, and how they are checked.
"""

from .alpha import LEVELS, AlphaInterval, alpha_interval, krippendorff_alpha
from .chance_corrected import gwet_ac2
from .disagreement import FEWEST_RATERS, Disagreement, Polarisation, disagreement, polarisation
from .intraclass import IntraclassCorrelation, intraclass_correlation
from .verdict import RoomVerdict, alpha_and_ac2_part, verdict
from .within_group import a_wg, within_group_agreement

__all__ = [
    "FEWEST_RATERS",
    "LEVELS",
    "AlphaInterval",
    "Disagreement",
    "IntraclassCorrelation",
    "Polarisation",
    "RoomVerdict",
    "a_wg",
    "alpha_and_ac2_part",
    "alpha_interval",
    "disagreement",
    "gwet_ac2",
    "intraclass_correlation",
    "krippendorff_alpha",
    "polarisation",
    "verdict",
    "within_group_agreement",
]
