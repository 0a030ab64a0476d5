"""What do we do about it? The second half of the story, one chapter a sub-package, told in order:

initiatives    6  candidates from gaps and pains, estimates by many, guard-rails, dependencies
plan           7  what, when and by whom, under the departments' capacity and the budget
business_case  8  benefits, costs, assumptions, cash flow, simulation
follow_up      9  updates by department leads, measures and readings
report        10  the frozen report for those who decide

handbook      an appendix: how each figure is worked out, one page a method

A chapter may look back, also into ``maturity``, never forward.
"""
