"""Where the organisation stands: how sure that is, how far from the target, and what weights do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.framework.rules import Model, Text
from maturity.methods.scoring import Score
from maturity.methods.scoring.standing import Certainty, Standing
from maturity.web.formats import number
from maturity.web.languages import spoken

from ..domain.page import AssessmentPage, DimensionRow

# A gap of less is not worth a word in the heading.
WORTH_SAYING = 0.5


def rung_name(model: Model, rung: float) -> str:
    """The name of the rung nearest to a figure."""
    return model.rungs[max(1, min(5, round(rung))) - 1].name.in_(spoken())


def gap_shown(score: Score) -> float | None:
    """The gap as the difference of the two figures that stand beside it, each with one decimal.

    Else a reader who subtracts 2.5 from 3.8 finds 1.3 where the page says 1.4.
    """
    if score.target is None or score.mean is None:
        return None
    return float(round(score.target, 1) - round(score.mean, 1))


def rungs_of(standing: Standing, model: Model) -> dict[str, str]:
    low, high = rung_name(model, standing.low), rung_name(model, standing.high)
    return {"rung": low, "low": low, "high": high}


def standing_in_words(standing: Standing, model: Model) -> str:
    """``Probably between Curious and Player``"""
    words = {
        Certainty.AT: _("At %(rung)s"),
        Certainty.PROBABLY: _("Probably at %(rung)s"),
        Certainty.BETWEEN: _("Probably between %(low)s and %(high)s"),
        Certainty.ANYWHERE: _("Anywhere from %(low)s to %(high)s"),
        Certainty.NEAREST: _("Nearest to %(rung)s"),
    }
    return words[standing.certainty] % rungs_of(standing, model)


def certainty_in_words(standing: Standing) -> str:
    """What stands small under the nearest rung: ``probably``, ``2 or 3``, ``1–4``; nothing where it is sure."""
    rungs = {"low": standing.low, "high": standing.high}
    words = {
        Certainty.PROBABLY: _("probably"),
        Certainty.BETWEEN: _("%(low)s or %(high)s") % rungs,
        Certainty.ANYWHERE: f"{standing.low}–{standing.high}",
    }
    return words.get(standing.certainty, "")


def finding(page: AssessmentPage, organisation: str) -> str:
    """The assessment in one sentence, without its full stop."""
    standing, gap = page.overall.standing, page.overall.gap
    if not page.found or standing is None:
        return _("Too few answers to say where you stand")
    words = {
        Certainty.AT: _("%(organisation)s is at %(rung)s"),
        Certainty.PROBABLY: _("%(organisation)s is probably at %(rung)s"),
        Certainty.BETWEEN: _("%(organisation)s is probably between %(low)s and %(high)s"),
        Certainty.ANYWHERE: _("%(organisation)s is anywhere from %(low)s to %(high)s"),
        Certainty.NEAREST: _("%(organisation)s is nearest to %(rung)s"),
    }
    said = words[standing.certainty] % {"organisation": organisation, **rungs_of(standing, page.model)}
    if gap is None or gap <= WORTH_SAYING:
        return said
    return said + _(", %(gap)s rungs below its target") % {"gap": number(gap_shown(page.overall), 1)}


def basis(page: AssessmentPage) -> str:
    """How many people and answers the figures rest on."""
    overall = page.overall
    voted = ngettext("%(people)s person voted.", "%(people)s people voted.", overall.n) % {"people": overall.n}
    chosen = ngettext("%(chosen)s rung was chosen,", "%(chosen)s rungs were chosen,", overall.answers) % {
        "chosen": number(overall.answers, 0)
    }
    unknown = _(
        "%(unknown)s times “don’t know”. Departments weigh alike; the newest round of each statement counts."
    ) % {"unknown": overall.dont_know}
    return f"{voted} {chosen} {unknown}"


def gap_in_words(row: DimensionRow, model: Model) -> str:
    """How far a dimension is from its target."""
    return _("%(gap)s rungs to go, from %(mean)s to %(target)s.") % {
        "gap": number(gap_shown(row.score), 1),
        "mean": number(row.score.mean, 1),
        "target": rung_name(model, row.score.target or 0),
    }


def strip_label(score: Score, name: Text) -> str:
    """A strip of the ladder picture for those who do not see it."""
    counted = dict(zip(("one", "two", "three", "four", "five"), score.distribution or (), strict=True))
    return _("%(name)s: %(one)s, %(two)s, %(three)s, %(four)s and %(five)s answers on rungs 1 to 5; mean %(mean)s.") % {
        "name": name.in_(spoken()),
        "mean": number(score.mean, 1),
        **counted,
    }


def weighing_in_words(page: AssessmentPage) -> str:
    """How far the overall could move if dimensions did not count alike."""
    found = page.weighing
    if found is None:
        return ""
    return _(
        "All dimensions count alike, which makes %(mean)s. If any of them may count up to twice or down to half as "
        "much, the overall lies between %(low)s and %(high)s."
    ) % {"mean": number(found.overall, 1), "low": number(found.lowest, 1), "high": number(found.highest, 1)}


def moving_in_words(page: AssessmentPage) -> str:
    """Which dimension moves the overall most; nothing where none does."""
    found, most, row = page.weighing, page.moves_most, page.moving_row
    if found is None or most is None or row is None:
        return ""
    return _("%(name)s moves it most: without it the overall is %(without)s instead of %(overall)s.") % {
        "name": row.dimension.name.in_(spoken()),
        "without": number(most.without, 2),
        "overall": number(found.overall, 2),
    }
