"""live.js by itself: a page with nothing but a part, and a server made of a few lines."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
SOURCE = Path(__file__).resolve().parents[2] / "maturity/static/maturity/live.js"
HOME = "http://live.test/"
PART = """<div id="part" data-from="/part/" data-seen="{seen}" data-poll="{poll}">
  <details id="more"><summary>More</summary>{seen}</details>
  <input id="field" value="A long sentence">
  <input type="checkbox" name="card" value="1"><input type="checkbox" name="card" value="2">
  <div id="list" class="scrolls"><p>{seen}</p></div>
</div>"""
STYLE = "<style>.scrolls { height: 20px; overflow: auto } .scrolls p { height: 400px }</style>"
POLLING = """import * as live from "/live.js";
window.live = live;
window.failures = [];
live.poll({
  find: () => document.querySelector("#part"),
  hear: (text, answer, part) => live.swap(part, live.partIn(text, part.id)),
  may: () => !window.busy,
  failed: (number) => window.failures.push(number),
});"""
LINE = """import * as live from "/live.js";
window.memory = new live.Memory("room-1", () => ({ unsent: [], drafts: {} }));
window.outbox = new live.Outbox(memory, {
  send: (thing) => live.request("/send/", { method: "POST", body: thing.text }),
  settle: (thing, answer) => Boolean(answer) && answer.status < 500,
});
outbox.deliver();"""


class Server:
    """Answers by what a test puts into it, and remembers what it was asked."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.seen, self.poll, self.headers, self.status = "1", 50, {}, 200
        self.asked: list[tuple[str, str | None]] = []
        self.sent: list[str | None] = []

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if path == "live.js":
            route.fulfill(body=SOURCE.read_text(), content_type="text/javascript")
        elif path.startswith("part/"):
            self.asked.append((path, route.request.headers.get("live")))
            self.answer(route, path)
        elif path == "send/":
            self.sent.append(route.request.post_data)
            route.fulfill(status=self.status)
        else:
            part = PART.format(seen=self.seen, poll=self.poll)
            body = f'{STYLE}<body>{part}<script type="module">{self.script}</script>'
            route.fulfill(body=body, content_type="text/html")

    def answer(self, route: Route, path: str) -> None:
        current = path.endswith(f"seen={self.seen}")
        status = 204 if current and self.status == 200 else self.status
        body = "" if status == 204 else PART.format(seen=self.seen, poll=self.poll)
        route.fulfill(status=status, body=body, headers=self.headers, content_type="text/html")


def opened(page: Page, script: str) -> Server:
    server = Server(script)
    page.route("**/*", server)
    page.goto(HOME)
    return server


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def await_asked(page: Page, server: Server, times: int) -> None:
    while len(server.asked) < times:
        page.wait_for_timeout(10)


def test_part_is_asked_for_by_an_honest_header_and_replaced_when_it_is_new(page: Page) -> None:
    server = opened(page, POLLING)
    await_asked(page, server, 2)
    assert {*server.asked} == {("part/?seen=1", "part")}
    server.seen = "2"
    expect(page.locator("#part")).to_have_attribute("data-seen", "2")


def test_server_sets_the_pace(page: Page) -> None:
    server = opened(page, POLLING)
    server.headers = {"Poll-Interval": "60000"}
    await_asked(page, server, 1)
    asked = len(server.asked)
    page.wait_for_timeout(400)
    assert len(server.asked) <= asked + 1


def test_new_part_keeps_what_is_open_ticked_scrolled_selected_and_in_focus(page: Page) -> None:
    server = opened(page, POLLING)
    page.locator("#more summary").click()
    page.locator("[value='2']").check()
    page.evaluate("document.getElementById('list').scrollTop = 120")
    page.evaluate("field.focus(); field.setSelectionRange(2, 6)")
    server.seen = "2"
    expect(page.locator("#part")).to_have_attribute("data-seen", "2")
    kept = """[more.open, [...document.querySelectorAll('[name=card]')].map((each) => each.checked), list.scrollTop,
        document.activeElement.id, field.selectionStart, field.selectionEnd]"""
    assert page.evaluate(kept) == [True, [False, True], 120, "field", 2, 6]


def test_part_in_use_is_neither_asked_for_nor_replaced(page: Page) -> None:
    server = opened(page, POLLING)
    await_asked(page, server, 1)
    page.evaluate("window.busy = true")
    page.wait_for_timeout(100)
    server.seen, asked = "2", len(server.asked)
    page.wait_for_timeout(300)
    assert (len(server.asked), page.locator("#part").get_attribute("data-seen")) == (asked, "1")


def test_failures_are_counted_until_an_answer_comes(page: Page) -> None:
    server = opened(page, POLLING)
    server.status = 502
    page.wait_for_function("window.failures.length >= 2")
    assert page.evaluate("window.failures.slice(0, 2)") == [1, 2]
    server.status, server.seen = 200, "2"
    expect(page.locator("#part")).to_have_attribute("data-seen", "2")


def test_pause_doubles_with_every_failure_up_to_a_quarter_of_a_minute(page: Page) -> None:
    opened(page, POLLING)
    for failures, longest in [(0, 500), (1, 1000), (4, 8000), (9, 15000)]:
        shortest, most = page.evaluate(f"[...Array(50)].map(() => live.pause({failures})).sort((a, b) => a - b)")[::49]
        assert longest / 2 <= shortest <= most <= longest


def test_page_goes_where_the_server_sends_it(page: Page) -> None:
    server = opened(page, POLLING)
    server.headers, server.status = {"HX-Redirect": "/elsewhere/"}, 286
    page.wait_for_url(f"{HOME}elsewhere/")


def test_things_are_sent_in_order_and_each_until_it_is_acknowledged(page: Page) -> None:
    server = opened(page, LINE)
    server.status = 503
    page.evaluate("outbox.put({ text: 'one' }); outbox.put({ text: 'two' }); void outbox.deliver()")
    page.wait_for_function("outbox.failures > 0")
    assert {*server.sent} == {"one"}
    server.status = 200
    page.wait_for_function("outbox.unsent.length === 0")
    assert server.sent[-2:] == ["one", "two"]


def test_what_was_not_sent_is_sent_by_the_page_after_a_reload(page: Page) -> None:
    server = opened(page, LINE)
    server.status = 503
    page.evaluate("outbox.put({ text: 'one' })")
    server.status = 200
    page.reload()
    page.wait_for_function("outbox.unsent.length === 0")
    assert (server.sent, page.evaluate("localStorage.getItem('room-1')")) == (
        ["one"],
        json.dumps({"unsent": [], "drafts": {}}, separators=(",", ":")),
    )


def test_newer_thing_takes_the_place_of_the_one_that_it_replaces(page: Page) -> None:
    opened(page, LINE)
    page.evaluate("""for (const [text, round] of [["a", 1], ["b", 2], ["c", 1]]) {
        outbox.put({ text, round }, (other) => other.round === round);
    }""")
    assert page.evaluate("outbox.unsent.map(({ text }) => text)") == ["b", "c"]


def test_what_a_room_left_behind_is_forgotten_with_it(page: Page) -> None:
    opened(page, LINE)
    page.evaluate("""for (const place of ["room-1", "room-1-board", "room-12"]) localStorage.setItem(place, "{}");
        memory.forget();""")
    assert page.evaluate("Object.keys(localStorage)") == ["room-12"]
