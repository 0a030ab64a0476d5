"""The world of two clients: Ane, Eve and Dora in A, Bob in B, and a phone in a session of A."""

from dataclasses import dataclass

import pytest
from django.test import Client

from tests.factories import world as factory
from tests.factories.world import House, Rows


@dataclass(frozen=True)
class World:
    a: House
    b: House
    without_b: Rows

    def people(self) -> dict[str, Client]:
        """A browser for everybody, in the order of the permission table."""
        users = {"Ane": self.a.facilitator, "Eve": self.a.executive, "Dora": self.a.lead, "Bob": self.b.facilitator}
        known = {name: factory.client_of(user) for name, user in users.items()}
        return {"nobody": Client(raise_request_exception=False), **known, "phone": factory.browser_of(self.a.phone)}


@pytest.fixture
def world(db) -> World:
    a = factory.house(organisation="Client A", title="Omnichannel", facilitator="Ane", executive="Eve", lead="Dora")
    without_b = factory.rows()
    b = factory.house(organisation="Client B", title="Rival", facilitator="Bob", executive="Erik", lead="Dag")
    return World(a, b, without_b)
