// The projector: leaves that turn by themselves where all does not fit, the way in as large as the wall, a break's clock.
// Keys: ← and → turn, space holds and lets go, Q shows the way in.
(() => {
  "use strict";
  const pager = document.querySelector(".pager");
  const wayIn = document.querySelector(".way-in");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let deck = "";
  let whole = "";
  let at = 0;
  let held = false;
  let timer = 0;

  const leaves = () => [...document.querySelectorAll(".deck > .leaf")];
  const fits = (leaf, height) => leaf.scrollHeight <= height + 1;

  // Rows that do not fit move to a leaf of their own, with the table's head; what stands above them stays behind.
  function split(leaf, height) {
    const rows = [...leaf.querySelectorAll("[data-row]")];
    const moved = [];
    const give = () => {
      moved.unshift(rows.pop());
      moved[0].remove();
    };
    while (rows.length > 1 && !fits(leaf, height)) give();
    if (!moved.length) return;
    // As many on each as on the others, so that no row stands alone.
    const count = rows.length + moved.length;
    const even = Math.ceil(count / Math.ceil(count / rows.length));
    while (rows.length > even) give();
    const next = leaf.cloneNode(true);
    for (const each of next.querySelectorAll("[data-row], .finding, .big-count")) each.remove();
    (next.querySelector("tbody") || next.querySelector("ul, ol")).append(...moved);
    leaf.after(next);
    split(next, height);
  }

  function show() {
    const all = leaves();
    at = Math.min(at, Math.max(0, all.length - 1));
    all.forEach((leaf, place) => {
      leaf.hidden = place !== at;
    });
    if (!pager) return;
    pager.hidden = all.length < 2;
    const place = pager.querySelector(".place");
    place.textContent = `${at + 1} ${place.dataset.of} ${all.length}`;
  }

  function turn(by) {
    const count = leaves().length;
    if (count < 2) return;
    at = (at + by + count) % count;
    show();
  }

  // A new question begins at its first leaf; a new count stays where the room is reading.
  function lay() {
    const found = document.querySelector(".deck");
    if (found) {
      if (found.dataset.deck !== deck) {
        deck = found.dataset.deck;
        at = 0;
        held = false;
        wait();
      }
      whole = found.innerHTML;
      cut(found);
    }
    show();
    tick();
  }

  function cut(found) {
    // The pager takes its place before anything is measured: leaves are cut for the height that is left beside it.
    if (pager) pager.hidden = leaves().length < 2;
    for (const leaf of leaves()) split(leaf, found.clientHeight);
  }

  // Another width breaks other lines.
  function layAgain() {
    const found = document.querySelector(".deck");
    if (!found) return;
    found.innerHTML = whole;
    cut(found);
    show();
  }

  function wait() {
    clearInterval(timer);
    if (!pager || still.matches) return;
    timer = setInterval(() => {
      if (!held && !wayIn?.open) turn(1);
    }, Number(pager.dataset.seconds) * 1000);
  }

  function tick() {
    const left = document.querySelector("[data-until]");
    if (!left) return;
    const seconds = Math.ceil((Date.parse(left.dataset.until) - Date.now()) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    left.textContent = seconds > 0 ? `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}` : left.dataset.over;
  }

  function enlarge() {
    if (!wayIn) return;
    if (wayIn.open) wayIn.close();
    else wayIn.showModal();
  }

  document.body.classList.add("turns");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target.closest("button, a, input, textarea");
    if (event.key === "ArrowRight" || event.key === "PageDown") {
      held = true;
      turn(1);
    } else if (event.key === "ArrowLeft" || event.key === "PageUp") {
      held = true;
      turn(-1);
    } else if (event.key === " " && !onButton) {
      held = !held;
      event.preventDefault();
    } else if (event.key.toLowerCase() === "q") enlarge();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-turn], [data-enlarge]");
    if (!button) return;
    if ("enlarge" in button.dataset) enlarge();
    else {
      held = true;
      turn(Number(button.dataset.turn));
    }
  });
  addEventListener("resize", layAgain);
  document.addEventListener("htmx:afterSettle", lay);
  setInterval(tick, 1000);
  document.fonts.ready.then(lay);
})();
