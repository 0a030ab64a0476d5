"""The languages of the product. Django calls English ``en-gb``; files, forms and the command line call it ``en``."""

from django.db.models import TextChoices


class Language(TextChoices):
    ENGLISH = "en", "English"
    DANISH = "da", "Dansk"
    SWEDISH = "sv", "Svenska"


DJANGO_CODES = {Language.ENGLISH: "en-gb", Language.DANISH: "da", Language.SWEDISH: "sv"}


def django_language(language: str) -> str:
    """The code that Django knows a language of ours by: ``en`` is British English."""
    return DJANGO_CODES[Language(language)]


def language_of(django_code: str | None) -> Language:
    """The language of ours that a Django code stands for; English where there is none."""
    prefix = (django_code or "").split("-")[0]
    return Language(prefix) if prefix in Language.values else Language.ENGLISH
