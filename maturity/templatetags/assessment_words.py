"""The assessment's sentences, which its pages and the report print: ``{{ page|finding:organisation }}``."""

from django import template

from maturity.assessment.words import agreement, departments, standing, waves

register = template.Library()
for sentence in (
    standing.basis,
    standing.certainty_in_words,
    standing.finding,
    standing.gap_in_words,
    standing.gap_shown,
    standing.moving_in_words,
    standing.standing_in_words,
    standing.strip_label,
    standing.weighing_in_words,
    agreement.against_chance,
    agreement.agreement_finding,
    agreement.alpha_in_words,
    agreement.alpha_note,
    agreement.between_in_words,
    agreement.departments_matter_most,
    agreement.room_in_words,
    agreement.rule_in_words,
    agreement.split_in_words,
    agreement.spread_in_words,
    departments.differing_heading,
    departments.effect_in_words,
    departments.from_to,
    departments.how_compared,
    departments.sees_it,
    waves.comparison_basis,
    waves.moved_in_words,
    waves.waves_finding,
):
    register.filter(sentence.__name__, sentence)
