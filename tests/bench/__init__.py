"""The bench: what pages, methods and long work cost on this machine, as ratios measured in one run.

Ratios travel between machines; seconds do not. Each module is one topic and gives the rows of its table. The slow,
obvious ways of computing that it sets methods beside are in ``tests.reference``.
"""
