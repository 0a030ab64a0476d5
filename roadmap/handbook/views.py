"""The list of methods by chapter, and the page of one. They tell of nobody, so that anybody may read them."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maturity.web.chapters import story
from maturity.web.http import Request
from maturity.web.languages import spoken

from .rules import method_called, methods


def chapter_titles() -> dict[str, str]:
    return {chapter.key: str(chapter.title) for chapter in story()}


@login_not_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Every method with the question that it answers, chapter by chapter."""
    titles = chapter_titles()
    by_chapter = sorted(methods(), key=lambda each: list(titles).index(each.chapter))
    chapters = [(titles[key], list(found)) for key, found in groupby(by_chapter, key=lambda each: each.chapter)]
    return render(request, "handbook/home.html", {"chapters": chapters, "language": spoken()})


@login_not_required
@require_safe
def method(request: Request, key: str) -> HttpResponse:
    """What one figure says and does not say, and how it is worked out."""
    found = method_called(key)
    if found is None:
        raise Http404
    language = spoken()
    context = {
        "method": found,
        "chapter": chapter_titles()[found.chapter],
        "example": found.example_in(language),
        "language": language,
    }
    return render(request, "handbook/method.html", context)
