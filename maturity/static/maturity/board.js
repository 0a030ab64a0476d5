// The board and the closing round, on phones and on the console. A part of a page ([data-part], with an id) asks for
// itself at data-from every data-every milliseconds and is answered 204 while it is current (data-seen). Forms with
// data-for="id" are sent without leaving the page and answered with the part. What cannot be sent is sent again until
// it is. Without this script they are plain forms.
(() => {
  "use strict";
  const LONGEST_PAUSE = 15000;
  const PATIENCE = 10000;
  const HEADERS = { "HX-Request": "true" };
  const pause = (times) => new Promise((done) => {
    setTimeout(done, Math.min(LONGEST_PAUSE, 500 * 2 ** times) * (0.5 + Math.random() / 2));
  });

  function say(id, text) {
    const line = document.getElementById(`${id}-said`);
    if (line && line.textContent !== text) line.textContent = text;
  }

  // Showing

  // What the server sent takes the part's place; what is open, ticked, half written or in focus stays so.
  function show(part, text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
    if (!fresh || !part.isConnected) return;
    const focus = document.activeElement?.id;
    for (const one of part.querySelectorAll("details[open][id]")) fresh.querySelector(`#${one.id}`)?.setAttribute("open", "");
    for (const box of part.querySelectorAll("[type=checkbox]:checked")) {
      const again = fresh.querySelector(`[name="${box.name}"][value="${box.value}"]`);
      if (again && !box.matches("[data-sent]")) again.checked = true;
    }
    part.replaceWith(fresh);
    if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
    window.htmx?.process(fresh);
    return fresh;
  }

  const written = (part) => [...part.querySelectorAll("textarea, input[type=text], input:not([type])")]
    .some((field) => field.value !== field.defaultValue);

  // Asking

  let busy = 0;
  let turn = 0;
  let dragged = null;

  async function ask() {
    const part = document.querySelector("[data-part][data-from]");
    let every = Number(part?.dataset.every) || 1500;
    if (part && !document.hidden && !busy && !dragged && !written(part)) await fetchPart(part).catch(() => { every *= 2; });
    setTimeout(ask, every * (0.9 + Math.random() / 5));
  }

  async function fetchPart(part) {
    const now = turn;
    const address = `${part.dataset.from}?seen=${part.dataset.seen}`;
    const answer = await fetch(address, { headers: HEADERS, cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    if (answer.headers.get("HX-Redirect")) return location.assign(answer.headers.get("HX-Redirect"));
    if (answer.status !== 200) return;
    const text = await answer.text();
    // What one has sent meanwhile is newer than this.
    if (now === turn && !busy && !dragged && !written(part)) show(part, text);
  }

  // Sending: one at a time, in order.

  let line = Promise.resolve();

  function send(id, address, body, undo) {
    busy += 1;
    line = line.then(() => deliver(id, address, body, undo)).finally(() => { busy -= 1; turn += 1; });
  }

  async function deliver(id, address, body, undo) {
    for (let failures = 0; ; failures += 1) {
      const answer = await fetch(address, {
        method: "POST", headers: HEADERS, body, signal: AbortSignal.timeout?.(PATIENCE),
      }).catch(() => null);
      if (answer && answer.status < 500) return settle(id, answer, undo);
      say(id, document.getElementById(`${id}-said`)?.dataset.waiting ?? "");
      await pause(failures);
    }
  }

  async function settle(id, answer, undo) {
    if (answer.headers.get("HX-Redirect")) return location.assign(answer.headers.get("HX-Redirect"));
    const part = document.getElementById(id);
    const fresh = part && show(part, await answer.text());
    if (answer.status === 409) undo?.();
    if (fresh) say(id, fresh.dataset.says ?? "");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-for]")) return;
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    form.elements.card?.forEach?.((box) => { box.toggleAttribute("data-sent", box.checked); });
    if (form.elements.card?.checked) form.elements.card.setAttribute("data-sent", "");
    send(form.dataset.for, form.action, new URLSearchParams(body), empty(form));
  });

  // A new card is begun at once. Should this one be refused, its text comes back.
  function empty(form) {
    const field = form.elements[form.dataset.empties];
    if (!field) return undefined;
    const text = field.value;
    field.value = "";
    form.elements.key.value = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    field.focus();
    return () => { if (!field.value) field.value = text; };
  }

  // Drawing a card onto a group or onto another card

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-card]") ?? null;
    if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.card);
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    document.querySelectorAll(".aimed").forEach((one) => one.classList.remove("aimed"));
  });
  document.addEventListener("dragover", (event) => {
    const place = dragged && event.target.closest?.("[data-drop]");
    document.querySelectorAll(".aimed").forEach((one) => one.classList.toggle("aimed", one === place));
    if (!place || place.contains(dragged)) return;
    event.preventDefault();
    place.classList.add("aimed");
  });
  document.addEventListener("drop", (event) => {
    const place = dragged && event.target.closest?.("[data-drop]");
    const part = place?.closest("[data-drops]");
    if (!part || place.contains(dragged)) return;
    event.preventDefault();
    const cards = [dragged, ...(place.matches(".group") ? [] : place.querySelectorAll("[data-card]"))];
    const body = new URLSearchParams(cards.map((card) => ["card", card.dataset.card]));
    body.append("name", place.dataset.drop.slice(0, 80));
    body.append("csrfmiddlewaretoken", part.querySelector("[name=csrfmiddlewaretoken]").value);
    dragged = null;
    send(part.id, part.dataset.drops, body);
  });

  document.addEventListener("DOMContentLoaded", ask);
})();
