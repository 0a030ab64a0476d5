"""Start the site on this machine with a made-up engagement in it: `python3 manage.py demo`."""

import sys
from argparse import ArgumentParser
from io import StringIO
from typing import Any

import segno
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connections, transaction
from django.urls import reverse

from maturity.bootstrap import INTERRUPTED
from maturity.config.workbook import import_workbook
from maturity.demo import people, room, serving, site
from maturity.web.pango import pdf_problem
from maturity.workshop.rules import show_code

HAVBLIK = serving.ROOT / "maturity" / "demo" / "havblik.xlsx"
QUESTION = f"Delete {people.ORGANISATION}, all that was entered about it, and its people? Other clients stay. [y/N] "


def qr_code(text: str) -> str:
    drawn = StringIO()
    segno.make(text).terminal(out=drawn, compact=True)
    return drawn.getvalue()


class Command(BaseCommand):
    help = "Set up everything on this machine and start the site with a made-up engagement."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port to serve on, else the next free one (8000).")
        parser.add_argument("--lan", action="store_true", help="Also serve phones in the room; shows a QR code.")
        parser.add_argument("--prepare", action="store_true", help="Set up without serving.")
        parser.add_argument("--reset", action="store_true", help="Start the engagement over, after asking.")
        parser.add_argument("--no-input", action="store_true", help="Do not ask.")

    def handle(self, *, port: int, lan: bool, prepare: bool, reset: bool, no_input: bool, **_options: Any) -> None:
        try:
            password = self.set_up(reset, no_input)
        except KeyboardInterrupt:
            self.stderr.write("\nInterrupted. The next call finishes the job.")
            sys.exit(INTERRUPTED)
        if problem := pdf_problem():
            self.stderr.write(self.style.WARNING(problem))
        if prepare:
            self.tell_logins(password)
            return
        self.serve(port, lan, password)

    def set_up(self, reset: bool, no_input: bool) -> str | None:
        """Make what is missing; answers the password where logins were made just now."""
        with site.static_files():
            site.migrate()
            if reset and people.organisation():
                self.erase(no_input)
            return self.load()

    def erase(self, no_input: bool) -> None:
        if not no_input and input(QUESTION).strip().lower() not in ("y", "yes"):
            raise CommandError("Nothing was deleted.")
        people.erase()

    def load(self) -> str | None:
        """Answer the password of all logins where they were made just now; it is kept nowhere but as a hash."""
        if people.organisation():
            return None
        password = people.random_password()
        with transaction.atomic():
            facilitator = people.add_cast(password)
            engagement = import_workbook(HAVBLIK, facilitator=facilitator).engagement
            room.ask_for_results(engagement, facilitator)
            room.open_room(engagement, facilitator)
        return password

    def serve(self, port: int, lan: bool, password: str | None) -> None:
        address = self.address(lan)
        host = serving.EVERYWHERE if lan else address
        try:
            port = serving.free_port(host, port)
            url = f"http://{address}:{port}/"
            connections.close_all()  # the server has its own
            hosts = [*settings.ALLOWED_HOSTS, address]
            code = serving.serve(host, port, hosts, ready=lambda: self.tell_address(url, lan, password))
        except serving.ServingError as error:
            raise CommandError(str(error)) from error
        sys.exit(code)

    def address(self, lan: bool) -> str:
        if not lan:
            return "127.0.0.1"
        if address := serving.lan_address():
            return address
        raise CommandError("This machine is in no network, so no phone can reach it; start without --lan.")

    def tell_address(self, url: str, lan: bool, password: str | None) -> None:
        self.stdout.write(f"\n{people.ORGANISATION}, a company that does not exist, is ready at\n\n  {url}\n")
        self.tell_room(url, lan)
        self.tell_logins(password)
        self.stdout.write("Ctrl-C ends it.")
        self.stdout.flush()

    def tell_room(self, url: str, lan: bool) -> None:
        """How phones join the session that is open; its link as a QR code where they can reach it."""
        session = room.open_session()
        if session is None:
            return
        self.stdout.write(f"  Phones join the open workshop at {url}join/ with {show_code(session.code or '')}\n")
        if lan:
            self.stdout.write(qr_code(url.rstrip("/") + reverse("join:door", args=[session.join_token])))

    def tell_logins(self, password: str | None) -> None:
        width = max(len(person.email) for person in people.CAST)
        for person in people.CAST:
            self.stdout.write(f"  {person.email:<{width}}  {person.role.label}")
        if password:
            self.stdout.write(f"  {'password of all':<{width}}  {password}   (shown only this once)\n")
        else:
            self.stdout.write("  The password is the one shown at first; a new one: manage.py changepassword E-MAIL\n")
