"""The textbook: every figure about maturity, customers' experience and channels is computed here.

    scale          the ladder of five rungs, and what may be computed with rungs
    agreement      how far a group answers alike
    scoring        from ballots to a rung with its uncertainty
    resampling     means in which departments weigh alike, over people drawn again
    departments    whether departments differ, by how much, and what a small one's mean is worth
    split          one opinion or two camps
    movement       how a room moved between two rounds, and nothing about who
    suppression    which groups may be shown without giving anybody away
    noise          whether a difference is more than chance makes it, and how small a one could be seen
    change         what changed between two waves, and what the next could show
    tilt           whether owners see their own in a kinder light
    experience     what customers say, beside what the house believes
    channels       what each channel contributes on the customer's way

The modules take values and return values: the standard library, numpy and scipy, no rows, no files, no words for
people. Missing is ``None``; what cannot be computed is an error or a named state, never 0. Seeds are arguments.
"""
