"""A small client's channels: Search sends customers to Web, Web to Phone and back; five measured paths; two systems."""

from decimal import Decimal

from maturity.models import Channel, Engagement, Handoff, Link, Path, System


def channel(engagement: Engagement, name: str, *, department: str = "Sales", **fields) -> Channel:
    """A channel with 1000 contacts a year at 2 each, unless told otherwise."""
    given = {"kind": "digital", "contacts_per_year": 1000, "cost_per_contact": 2, **fields}
    led_by = engagement.departments.get(name=department)
    return Channel.objects.create(engagement=engagement, name=name, department=led_by, **given)


def handoff(
    origin: Channel, destination: Channel, *, share: str | None = "0.5", follows: bool | None = False
) -> Handoff:
    return Handoff.objects.create(
        origin=origin,
        destination=destination,
        share=None if share is None else Decimal(share),
        identity_follows=follows,
        purpose="Get help",
        estimated_by="Sales",
    )


def path(*channels: Channel, customers: int, conversions: int) -> Path:
    return Path.objects.create(
        engagement=channels[0].engagement,
        route=[each.pk for each in channels],
        customers=customers,
        conversions=conversions,
    )


def system(engagement: Engagement, name: str, *, owner: str = "", data_class: str = "personal") -> System:
    led_by = engagement.departments.get(name="IT")
    return System.objects.create(
        engagement=engagement, name=name, department=led_by, data_owner=owner, data_class=data_class
    )


def waterways(engagement: Engagement) -> tuple[Channel, Channel, Channel]:
    """Search, Web and Phone with three handoffs and five paths (200 customers, 80 conversions)."""
    search = channel(engagement, "Search")
    web = channel(engagement, "Web")
    phone = channel(engagement, "Phone", department="Service", kind="human", contacts_per_year=400, cost_per_contact=48)
    handoff(search, web, share="0.6", follows=False)
    handoff(web, phone, share="0.2", follows=False)
    handoff(phone, web, share="0.1", follows=True)
    path(search, customers=40, conversions=0)
    path(search, web, customers=60, conversions=20)
    path(web, customers=40, conversions=20)
    path(web, phone, customers=40, conversions=30)
    path(phone, customers=20, conversions=10)
    return search, web, phone


def systems(engagement: Engagement) -> Link:
    """CRM (owned) and Telephony (nobody's), tied by hand where it should be real time."""
    crm = system(engagement, "CRM", owner="Sales")
    telephony = system(engagement, "Telephony")
    return Link.objects.create(
        origin=telephony, destination=crm, exchange="manual", should_be="real time", reason="Greet"
    )
