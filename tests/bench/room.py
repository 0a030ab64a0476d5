"""Makes a database with rooms full of phones for the bench, in the process's own ``MATURITY_HOME``.

python -m tests.bench.room 1000         # prints, as JSON, the session, its open round and every phone's key
python -m tests.bench.room 1000 2000    # a list of two such rooms in one engagement
python -m tests.bench.room reports 5    # five reports for the worker to make
"""

import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maturity.clients.models import Engagement, User


def fill(phones: int) -> dict[str, Any]:
    """An engagement with one session whose first round is open, and ``phones`` participants in its departments."""
    engagement, ane = house()
    return room(engagement, ane, phones)


def house() -> "tuple[Engagement, User]":
    """An empty database with Havblik in it, and its facilitator."""
    from django.core.management import call_command

    from maturity.clients.models import User
    from maturity.config.workbook import import_workbook
    from maturity.management.commands.demo import HAVBLIK

    call_command("migrate", verbosity=0)
    ane = User.objects.create_user("bench@example.com", "correct horse battery", name="Bench", language="en")
    return import_workbook(HAVBLIK, facilitator=ane).engagement, ane


def room(engagement: "Engagement", ane: "User", phones: int) -> dict[str, Any]:
    """A session whose first round is open, with so many phones; ``facilitator`` is their log-in's cookie."""
    from maturity.models import Participant
    from maturity.workshop import services
    from maturity.workshop.rules import Selection, hash_key, new_key

    title = f"Bench {engagement.sessions.count()}"
    session = services.create_session(engagement=engagement, by=ane, title=title, selection=Selection.FULL)
    departments = list(engagement.departments.order_by("name"))
    keys = [new_key() for _each in range(phones)]
    Participant.objects.bulk_create(
        Participant(
            session=session,
            department=departments[number % len(departments)],
            language=("en", "da", "sv")[number % 3],
            label=f"P-{number}",
            key_hash=hash_key(key),
        )
        for number, key in enumerate(keys)
    )
    services.go_on(session=session, after=None)
    session.refresh_from_db()
    assert session.current is not None
    return {
        "session": session.pk,
        "version": session.version,
        "round": session.current.rounds.get(number=1).pk,
        "statement": session.current.pk,
        "engagement": engagement.pk,
        "facilitator": log_in(ane),
        "keys": keys,
    }


def log_in(user: "User") -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ask_for_reports(number: int) -> None:
    """Hand the worker so many reports: in each of our languages, so that none is an equal one under way."""
    from maturity.jobs.services import ask_for
    from maturity.models import Engagement
    from maturity.web.languages import language_choices

    engagement, languages = Engagement.objects.get(), [code for code, _name in language_choices()]
    for each in range(number):
        ask_for(
            engagement=engagement, kind="report", asked_by=None, language=languages[each % len(languages)], copy=each
        )


def main(words: list[str]) -> None:
    if words[0] == "reports":
        ask_for_reports(int(words[1]))
    elif len(words) == 1:
        sys.stdout.write(json.dumps(fill(int(words[0]))))
    else:
        engagement, ane = house()
        sys.stdout.write(json.dumps([room(engagement, ane, int(phones)) for phones in words]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.config.settings")
    import django

    django.setup()
    main(sys.argv[1:])
