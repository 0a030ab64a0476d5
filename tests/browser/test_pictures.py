"""The README's pictures of the workshop, taken from a room at Havblik.

MATURITY_PICTURES=.pictures python -m pytest tests/browser/test_pictures.py     # takes them again
"""

import io
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from maturity.config.workbook import import_workbook
from maturity.management.commands.demo import HAVBLIK
from maturity.models import Ballot, Engagement, Participant, Session
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.rules import Selection, hash_key, new_key
from tests.factories import databases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1200, "height": 750}


def said() -> list[tuple[int, int]]:
    """What sixty people answer, before and after they talked: apart at first, then nearer to the middle."""
    chance = random.Random(4)
    pairs = []
    for _each in range(60):
        first = chance.choice((1, 2, 2, 2, 3, 4, 4, 5))
        second = chance.choice((first, 3, 3)) if first != 3 else chance.choice((3, 3, 4, 2))
        pairs.append((first, 5 if first == 4 and chance.random() < 0.3 else second))
    return pairs


@pytest.fixture(autouse=True)
def room_of_its_own(transactional_db, live_server, monkeypatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(live_server.thread.httpd, "connections_override", {})
    process_cache.forget()
    with databases.on_disk(tmp_path / "room.sqlite3"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(os.environ.get("MATURITY_PICTURES") or tmp_path)


def room_at_havblik(ane) -> Session:
    engagement = import_workbook(HAVBLIK, facilitator=ane).engagement
    Engagement.objects.filter(pk=engagement.pk).update(language="en")
    session = services.create_session(engagement=engagement, by=ane, title="Autumn", selection=Selection.QUICK)
    departments = engagement.departments.order_by("name")[:3]
    Participant.objects.bulk_create(
        Participant(
            session=session, department=each, label=f"{each.name[:3].upper()}-{n}", key_hash=hash_key(new_key())
        )
        for each in departments
        for n in range(1, 21)
    )
    services.go_on(session=session, after=None)
    session.refresh_from_db()
    return session


def answer(session: Session, rungs: Sequence[int]) -> int:
    """Everybody without an answer gives one; the newest round's key."""
    newest = session.current.rounds.last()
    people = session.participants.exclude(ballots__round=newest).order_by("pk")
    Ballot.objects.bulk_create(
        Ballot(round=newest, participant=person, rung=rungs[place % len(rungs)]) for place, person in enumerate(people)
    )
    return newest.pk


def keep(page: Page, path: Path) -> None:
    """The page as it is on the screen, in few colours, which is a quarter of the bytes."""
    page.evaluate("document.fonts.ready")
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    taken.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def test_pictures_of_the_workshop(open_page, ane, folder):
    session = room_at_havblik(ane)
    home = f"/engagements/{session.engagement_id}/workshop/{session.pk}/"
    phone = open_page(
        f"/join/{session.join_token}/", width=350, height=500, device_scale_factor=2, has_touch=True, locale="en-GB"
    )
    phone.locator("label.choice").first.tap()
    phone.locator("button.primary").tap()
    expect(phone.locator(".card").first).to_be_visible()
    phone.locator(".card:has(input[value='3'])").tap()
    expect(phone.locator("#sent.is-sent")).to_be_visible()
    keep(phone, folder / "phone.png")
    services.reveal_round(session=session, round_id=answer(session, [first for first, _second in said()]), by=ane)
    services.open_second_round(session=session, statement=session.current)
    services.reveal_round(session=session, round_id=answer(session, [second for _first, second in said()]), by=ane)
    process_cache.forget()
    desk = open_page(f"{home}console/", user=ane, **WIDE)
    expect(desk.locator(".reveal")).to_be_visible()
    keep(desk, folder / "console.png")
    projector = open_page(f"{home}projector/", user=ane, **WIDE)
    expect(projector.locator(".whole-room")).to_be_visible()
    projector.keyboard.press("ArrowRight")
    expect(projector.locator(".flows")).to_be_visible()
    keep(projector, folder / "projector.png")
    assert {path.name for path in folder.glob("*.png")} >= {"phone.png", "console.png", "projector.png"}
