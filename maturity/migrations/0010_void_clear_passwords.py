"""Passwords that the admin stored as they were typed become unusable, and their owners are told.

Such a password never let anybody in. Whoever runs the migration reads the addresses; each person gets a mail that says
what happened and how to choose a new one. The log-in page says nothing of it: it answers as for any wrong password.
"""

from django.contrib.auth.hashers import identify_hasher, is_password_usable, make_password
from django.db import migrations, transaction


def is_clear_text(password):
    """Whether something is stored that no hasher made."""
    if not password or not is_password_usable(password):
        return False
    try:
        identify_hasher(password)
    except ValueError:
        return True
    return False


def void_clear_passwords(apps, schema_editor):
    people = apps.get_model("maturity", "User").objects.using(schema_editor.connection.alias)
    found = [person for person in people.order_by("email") if is_clear_text(person.password)]
    for person in found:
        person.password = make_password(None)
        person.save(update_fields=["password"])
    if found:
        # Only what is written is told: a migration that is undone sends no mail.
        transaction.on_commit(lambda: tell(found), using=schema_editor.connection.alias)


def tell(found):
    from maturity.clients.accounts import send_void_password

    print("\nThese passwords had been stored as they were typed. They are deleted; their owners choose new ones:")
    for person in found:
        told = send_void_password(email=person.email, language=person.language)
        print(f"  {person.email}: {'told by mail' if told else 'the mail could not be sent, please tell them'}")


class Migration(migrations.Migration):

    dependencies = [
        ('maturity', '0009_verbs_of_chapters'),
    ]

    operations = [migrations.RunPython(void_clear_passwords, migrations.RunPython.noop)]
