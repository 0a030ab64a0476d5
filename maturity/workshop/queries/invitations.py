"""What an invitation says, and the calendar file that carries it (RFC 5545).

The file names no person: no organizer, no attendee, no address. Its UID does not change when the session moves, so a
calendar that knows it moves the entry; the session's version is its SEQUENCE.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from ..models import Session

LINE: Final = 75  # octets, without the line's end
ESCAPES: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True)
class Invitation:
    """What everybody invited is told: the session, the link that joins it, the typed code and where to type it."""

    session: Session
    organisation: str
    facilitators: tuple[str, ...]
    link: str
    code: str
    address: str

    @property
    def ends_at(self) -> datetime | None:
        """When the meeting is over."""
        starts = self.session.starts_at
        return starts + timedelta(minutes=self.session.length) if starts else None


def calendar_of(invitation: Invitation, description: str, now: datetime) -> str:
    """One event as an iCalendar stream; ValueError for a session without a start."""
    session, ends = invitation.session, invitation.ends_at
    if session.starts_at is None or ends is None:
        raise ValueError("a session without a start is no event")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Maturity workbench//Workshop//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid_of(session)}",
        f"SEQUENCE:{session.version}",
        f"DTSTAMP:{stamp(now)}",
        f"DTSTART:{stamp(session.starts_at)}",
        f"DTEND:{stamp(ends)}",
        f"SUMMARY:{escape(session.title)}",
        f"DESCRIPTION:{escape(description)}",
        f"URL:{invitation.link}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in fold(line))


def uid_of(session: Session) -> str:
    """The same for as long as there is the session, and no other session's anywhere."""
    digest = sha256(f"{session.pk} {session.opened_at.isoformat()}".encode()).hexdigest()
    return f"{digest[:32]}@maturity-workbench"


def stamp(moment: datetime) -> str:
    """A date and time in UTC: ``20261123T083000Z``."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """A TEXT value, §3.3.11.

    >>> escape("Bring: pens, paper; and\\ntime")
    'Bring: pens\\\\, paper\\\\; and\\\\ntime'
    """
    plain = "\n".join(text.splitlines())
    return "".join(ESCAPES.get(character, character) for character in plain)


def fold(line: str) -> Iterator[str]:
    """A content line as lines of 75 octets at most, the later ones begun by a space; no character is cut, §3.1.

    >>> [len(each.encode()) for each in fold("SUMMARY:" + "å" * 50)]
    [74, 35]
    """
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part
