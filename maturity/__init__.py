"""Where do we stand? The first half of the story, one chapter a sub-package, told in order:

clients      0  who takes part: organisations, departments, members and their roles, engagements
framework    1  what maturity means: rungs, dimensions, statements with a text per rung
workshop     2  the room: sessions, rounds, blind ballots, reveal, discussion, decision
assessment   3  what was found: rungs with their uncertainty, agreement, targets, gaps
journey      4  what the customer meets: personas, stages, touchpoints, set pieces, experience gap
channels     5  how customers move: channels, handoffs, paths, systems and links

A chapter may look back, never forward. The second half is told in the package ``roadmap``. Around the chapters:
``methods`` (the mathematics), ``charts`` (its pictures), ``web`` (what all pages share), ``jobs`` (long work),
``config`` (settings and URLs) and ``demo`` (a made-up engagement to try); the last two know both packages. What things
cost is measured in ``tests/bench``, and ``tests/reference`` has the slow ways that methods are checked against.
"""
