// @ts-check
// The board and the closing round, on phones and on the console. A part of a page ([data-part], with an id) is live; forms
// with data-for="id" are sent without leaving the page and answered with the part. What cannot be sent is sent again
// until it is. Without this script they are plain forms.
import { Memory, Outbox, partIn, poll, request, swap } from "./live.js";

/** @type {HTMLElement | null} */
let dragged = null;
let made = 0;

/**
 * @param {string} id
 * @param {string} text
 */
function say(id, text) {
  const line = document.getElementById(`${id}-said`);
  if (line && line.textContent !== text) line.textContent = text;
}

/**
 * What the server sent takes the part's place.
 * @param {HTMLElement | null} part
 * @param {string} text
 */
function show(part, text) {
  const fresh = part?.isConnected && partIn(text, part.id);
  if (!fresh) return null;
  swap(part, fresh);
  window.htmx?.process(fresh);
  return fresh;
}

/** @param {HTMLElement} part */
function written(part) {
  /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */
  const fields = part.querySelectorAll("textarea, input[type=text], input:not([type])");
  return [...fields].some((field) => field.value !== field.defaultValue);
}

// Sending: what waits is kept under the room's name, so that it goes when the room is forgotten.

const { room } = document.body.dataset;
const memory = new Memory(`${room ? `room-${room}` : location.pathname}-board`, () => ({ unsent: [] }));
const outbox = new Outbox(memory, {
  send: ({ address, body }) => request(address, { method: "POST", body: new URLSearchParams(body) }),
  settle: async ({ id, back }, answer) => {
    if (!answer || answer.status >= 500) {
      say(id, document.getElementById(`${id}-said`)?.dataset.waiting ?? "");
      return false;
    }
    const fresh = show(document.getElementById(id), await answer.text().catch(() => ""));
    if (back && answer.status === 409) giveBack(back);
    if (fresh) say(id, fresh.dataset.says ?? "");
    return true;
  },
});

/**
 * @param {string} id
 * @param {string} address
 * @param {URLSearchParams} body
 * @param {object} [back]
 */
function send(id, address, body, back) {
  made += 1;
  outbox.put({ id, address, body: body.toString(), back, made: `${Date.now()}-${made}` });
  void outbox.deliver();
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("form[data-for]")) return;
  event.preventDefault();
  const body = new FormData(form);
  const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  for (const box of /** @type {Iterable<HTMLInputElement>} */ (form.elements)) {
    if (box.name === "card") box.toggleAttribute("data-sent", box.checked);
  }
  send(form.dataset.for ?? "", form.action, new URLSearchParams(/** @type {any} */ (body)), empty(form));
});

/**
 * A new card is begun at once. Should this one be refused, its text comes back.
 * @param {HTMLFormElement} form
 */
function empty(form) {
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(form.dataset.empties ?? ""));
  if (!field) return undefined;
  const back = { id: field.id, text: field.value };
  const key = /** @type {HTMLInputElement} */ (form.elements.namedItem("key"));
  field.value = "";
  key.value = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  field.focus();
  return back;
}

/** @param {{ id: string, text: string }} back */
function giveBack({ id, text }) {
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById(id));
  if (field && !field.value) field.value = text;
}

// Drawing a card onto a group or onto another card

const aim = (/** @type {Element | null} */ place) => {
  for (const each of document.querySelectorAll(".aimed")) each.classList.toggle("aimed", each === place);
};

/**
 * Where the card that is being drawn would fall.
 * @param {Event} event
 * @returns {HTMLElement | null}
 */
function placeUnder(event) {
  const place = dragged && /** @type {Element} */ (event.target).closest?.("[data-drop]");
  return place && !place.contains(dragged) ? /** @type {HTMLElement} */ (place) : null;
}

document.addEventListener("dragstart", (event) => {
  dragged = /** @type {Element} */ (event.target).closest?.("[data-card]") ?? null;
  if (dragged) event.dataTransfer?.setData("text/plain", dragged.dataset.card ?? "");
});
document.addEventListener("dragend", () => {
  dragged = null;
  aim(null);
});
document.addEventListener("dragover", (event) => {
  const place = placeUnder(event);
  aim(place);
  if (!place) return;
  event.preventDefault();
  place.classList.add("aimed");
});
document.addEventListener("drop", (event) => {
  const place = placeUnder(event);
  const part = /** @type {HTMLElement | null | undefined} */ (place?.closest("[data-drops]"));
  if (!place || !part || !dragged) return;
  event.preventDefault();
  const beside = place.matches(".group") ? [] : place.querySelectorAll("[data-card]");
  const cards = /** @type {HTMLElement[]} */ ([dragged, ...beside]);
  const body = new URLSearchParams(cards.map((card) => ["card", card.dataset.card ?? ""]));
  const token = /** @type {HTMLInputElement} */ (part.querySelector("[name=csrfmiddlewaretoken]"));
  body.append("name", (place.dataset.drop ?? "").slice(0, 80));
  body.append("csrfmiddlewaretoken", token.value);
  dragged = null;
  send(part.id, part.dataset.drops ?? "", body);
});

poll({
  find: () => document.querySelector("[data-part][data-from]"),
  // What one has sent since this was asked is newer than it.
  may: (part) => !outbox.busy && !outbox.unsent.length && !dragged && !written(part),
  turn: () => outbox.turn,
  hear: (text, _answer, part) => {
    show(part, text);
  },
});
void outbox.deliver();
addEventListener("online", () => void outbox.retry());
