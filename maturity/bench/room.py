"""Makes a database with a room full of phones for the bench, in the process's own ``MATURITY_HOME``.

python -m maturity.bench.room 1000      # prints, as JSON, the session, its open round and every phone's key
"""

import json
import os
import sys


def fill(phones: int) -> dict[str, object]:
    """An engagement with one session whose first round is open, and ``phones`` participants in eight departments."""
    from django.core.management import call_command

    from maturity.clients.models import User
    from maturity.config.workbook import import_workbook
    from maturity.management.commands.demo import HAVBLIK
    from maturity.models import Participant
    from maturity.workshop import services
    from maturity.workshop.rules import Selection, hash_key, new_key

    call_command("migrate", verbosity=0)
    ane = User.objects.create_user("bench@example.com", "correct horse battery", name="Bench", language="en")
    engagement = import_workbook(HAVBLIK, facilitator=ane).engagement
    session = services.create_session(engagement=engagement, by=ane, title="Bench", selection=Selection.FULL)
    departments = list(engagement.departments.order_by("name"))
    keys = [new_key() for _each in range(phones)]
    Participant.objects.bulk_create(
        Participant(
            session=session,
            department=departments[number % len(departments)],
            language="en",
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
        "engagement": engagement.pk,
        "keys": keys,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.config.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps(fill(int(sys.argv[1]))))
