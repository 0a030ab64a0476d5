// The facilitator's console: a key for each step, and time that goes on between two pictures of the board.
(() => {
  "use strict";
  const FIELDS = "input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]";
  const isOn = () => document.querySelector("#keys[data-single]") !== null;
  const isTyping = (target) => target.closest?.(FIELDS) !== null;

  function say(words) {
    const announcement = document.getElementById("announcement");
    if (announcement) announcement.textContent = words;
  }

  function press(found) {
    if (found.disabled) say(found.title);
    else if (found.matches(FIELDS)) found.focus();
    else if (found.matches("summary")) unfold(found);
    else found.click();
  }

  function unfold(summary) {
    summary.click();
    const first = summary.parentElement.querySelector(`${FIELDS}, button`);
    // The click opens it only after this: what is still closed now is open next.
    requestAnimationFrame(() => (summary.parentElement.open && first ? first : summary).focus());
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target) && !event.isComposing) event.target.blur();
    if (!isOn() || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || event.key.length !== 1) return;
    const found = [...document.querySelectorAll("[data-key]")].find(
      (each) => each.dataset.key === event.key.toLowerCase(),
    );
    if (!found) return;
    event.preventDefault();
    press(found);
  });

  // The server says how the time stands; between its answers the page counts on.
  const since = new WeakMap();

  function tick() {
    for (const clock of document.querySelectorAll("[data-clock]")) {
      if (!since.has(clock)) since.set(clock, performance.now());
      tell(clock, Math.floor((performance.now() - since.get(clock)) / 60000));
    }
  }

  function tell(clock, passed) {
    const [used, budget, behind] = ["used", "budget", "behind"].map((name) => Number(clock.dataset[name]));
    const spent = clock.querySelector("[data-spent]");
    if (spent) {
      spent.querySelector("[data-minutes]").textContent = String(used + passed);
      spent.classList.toggle("over", used + passed > budget);
    }
    // Minutes that are the statement's own cost nothing; those beyond them do.
    const now = behind + Math.max(0, passed - Math.max(0, budget - used));
    const standing = clock.querySelector("[data-standing]");
    const { late, early, onTime } = clock.dataset;
    standing.textContent = now > 0 ? late.replace("__", now) : now < 0 ? early.replace("__", -now) : onTime;
    standing.classList.toggle("over", now > 0);
  }

  document.addEventListener("DOMContentLoaded", tick);
  setInterval(tick, 5000);
})();
