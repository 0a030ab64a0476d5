// A phone in the room. It asks what is open, at the server's pace and only while somebody looks; it keeps answers while
// the network is away, sends each until it is acknowledged, and says what became of it.
//
// A page takes part by a `form.ballot` (round, sequence, rung, responsible, comment) with `#sent` in it, and by `#live`
// (data-from, data-seen, data-poll) inside `#room` (data-scene, data-moment, data-says). Both may be absent. What is
// typed into a field with a `data-draft` name stays on the phone until its form is sent.
import { Memory, Outbox, partIn, poll, request } from "./live.js";

const TYPING = 700;
const words = document.getElementById("words").dataset;
const ballot = () => /** @type {HTMLFormElement | null} */ (document.querySelector("form.ballot"));

// What the phone remembers: answers on their way, comments without a card, the numbers given out.
const memory = new Memory(
  `room-${document.body.dataset.room}`,
  () => ({ unsent: [], drafts: {}, sequences: {}, sent: {} }),
  () => sign(),
);

// Words

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const clock = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: words.zone,
  }).format(new Date(moment));

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function waiting() {
  const number = memory.kept.unsent.length;
  return number > 1 ? fill(words.waitingMany, { number }) : words.waiting;
}

let away = !navigator.onLine;
let left = false;
let unread = null;

// The sign at the thumb: where the answer in this round is.
function sign() {
  const form = ballot();
  const note = form?.querySelector("#sent");
  const trouble = left ? words.left : memory.kept.unsent.length && away ? waiting() : "";
  keep(trouble, Boolean(note));
  if (!note) return;
  const round = form.elements.round.value;
  const draft = memory.kept.drafts[form.dataset.statement];
  const own = memory.kept.unsent.some((answer) => answer.round === round);
  if (trouble) mark(note, "unsent", trouble);
  else if (unread?.round === round) mark(note, "unsent", fill(words.unread, unread));
  else if (own) mark(note, "sending", words.sending);
  else if (memory.kept.sent[round]) mark(note, "is-sent", fill(words.sent, { time: clock(memory.kept.sent[round]) }));
  else if (draft && !chosen(form)) mark(note, "draft", words.draft);
  else if (!note.classList.contains("is-sent")) mark(note, "", words.choose);
}

function mark(note, state, text) {
  note.className = state;
  say(note, text);
}

// What must be read although its statement has gone: it stands above the page.
function keep(trouble, said) {
  const line = document.getElementById("kept");
  const text = memory.kept.late || (trouble ? !said && trouble : silence > 1 && words.disconnected) || uncounted();
  if (!line) return;
  // Shown before it is filled: screen readers tell what changes in a line that is there.
  line.hidden = !text;
  say(line, text);
}

function uncounted() {
  const shown = document.querySelector("[data-moment^=shown] [data-statement]")?.dataset.statement;
  const draft = shown && memory.kept.drafts[shown];
  return draft ? fill(words.uncounted, { comment: draft }) : "";
}

// Answers

const chosen = (form) => form.querySelector("[name=rung]:checked");

function read(form) {
  const { round, sequence, comment, responsible } = form.elements;
  const next = Math.max(Number(sequence.value), (memory.kept.sequences[round.value] ?? 0) + 1);
  return {
    round: round.value,
    sequence: next,
    rung: chosen(form).value,
    comment: comment?.value ?? "",
    responsible: responsible?.checked ? "yes" : "",
    at: Date.now(),
    statement: form.dataset.statement,
  };
}

function hold(form) {
  clearTimeout(typing);
  typing = 0;
  const text = form.elements.comment?.value ?? "";
  if (text.trim()) memory.kept.drafts[form.dataset.statement] = text;
  else delete memory.kept.drafts[form.dataset.statement];
  if (chosen(form)) put(read(form));
  memory.remember();
  sign();
  outbox.deliver();
}

// The newest answer of a round is the only one; it goes to the end of the line.
function put(answer) {
  outbox.put(answer, (other) => other.round === answer.round);
  memory.kept.sequences[answer.round] = answer.sequence;
  delete memory.kept.late;
  unread = null;
}

// Puts what this phone remembers into a form that has just come from the server. What somebody chose or wrote before this
// script was there is the newest.
function restore(form) {
  const round = form.elements.round.value;
  const answer = memory.kept.unsent.find((other) => other.round === round);
  const draft = memory.kept.drafts[form.dataset.statement];
  const early = chosen(form)?.defaultChecked === false;
  const { comment } = form.elements;
  if (early || (comment && comment.value !== comment.defaultValue)) return hold(form);
  if (answer) {
    form.querySelectorAll("[name=rung]").forEach((card) => {
      card.checked = card.value === answer.rung;
    });
    if (form.elements.responsible) form.elements.responsible.checked = Boolean(answer.responsible);
  }
  const text = draft ?? answer?.comment;
  if (comment && text !== undefined) comment.value = text;
  if (!answer) delete memory.kept.late;
  if (draft !== undefined && chosen(form) && draft !== answer?.comment) hold(form);
  else memory.remember();
}

// Delivery

const outbox = new Outbox(memory, {
  async send({ at, statement, ...answer }) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const response = await request(document.body.dataset.ballots, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams(answer),
      keepalive: true,
    });
    // A hotel's log-in page says 200 too; only our own answer is one.
    return { status: response.status, ...(await response.json()) };
  },
  settle(answer, outcome) {
    const { status, at, reason } = outcome ?? {};
    if (status === 200 && at) arrived(answer, at);
    else if (status === 409) late(answer, reason);
    else if (status === 422) unread = { round: answer.round, reason };
    else return wait(status === 403);
    away = left = false;
    return true;
  },
  settled: () => sign(),
});

function arrived(answer, at) {
  memory.kept.sent[answer.round] = at;
  if (memory.kept.drafts[answer.statement] === answer.comment) delete memory.kept.drafts[answer.statement];
}

function late(answer, reason) {
  outbox.drop((other) => other.round === answer.round);
  const text = memory.kept.sent[answer.round] ? words.lateChange : words.late;
  memory.kept.late = fill(text, { time: clock(answer.at), reason });
  live.ask();
}

function wait(gone) {
  away = !gone;
  left = gone;
  sign();
  return false;
}

// The live part

let silence = 0;

const live = poll({
  find: () => document.getElementById("live"),
  hear(text) {
    const part = partIn(text, "room");
    if (part) change(document.getElementById("room"), part);
  },
  // The network came back before the browser noticed.
  heard() {
    if (!silence) return;
    silence = 0;
    away = false;
    sign();
    outbox.retry();
  },
  failed(failures) {
    silence = failures;
    sign();
  },
});

// The page stays under somebody's hands as long as the room is where it was.
function change(now, part) {
  if (part.dataset.scene === now.dataset.scene) {
    now.querySelector("#live").replaceWith(part.querySelector("#live"));
    return;
  }
  if (part.dataset.moment === now.dataset.moment && writing(now)) return;
  const held = now.contains(document.activeElement);
  const moved = part.dataset.moment !== now.dataset.moment || Boolean(part.querySelector("form.ballot"));
  flush();
  now.replaceWith(part);
  if (moved) say(document.getElementById("announcement"), part.dataset.says);
  if (moved) scrollTo(0, 0);
  if (held) part.querySelector("h1")?.focus();
  begin();
}

function writing(part) {
  const field = document.activeElement;
  return part.contains(field) && field.matches("textarea, input[type=text]") && field.value !== field.defaultValue;
}

function begin() {
  const form = ballot();
  if (form) restore(form);
  document.querySelectorAll("[data-draft]").forEach(fetchDraft);
  if (document.querySelector("[data-moment=closed]") && !memory.kept.unsent.length) tidy();
  sign();
}

// The session is over: nothing stays on the phone but, until the page is closed, why an answer came too late.
function tidy() {
  const { late } = memory.kept;
  memory.forget();
  memory.kept.late = late;
}

function fetchDraft(field) {
  const draft = memory.kept.drafts[field.dataset.draft];
  if (!draft || field.value !== field.defaultValue) return;
  field.value = draft;
  field.closest("details")?.setAttribute("open", "");
}

// What people do

let typing = 0;

function flush() {
  const form = ballot();
  if (form && typing) hold(form);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form.ballot");
  if (form) hold(form);
});

document.addEventListener("input", (event) => {
  const field = event.target;
  const form = field.closest("form.ballot");
  const name = field.dataset.draft ?? (form && field.name === "comment" ? form.dataset.statement : null);
  if (name === null) return;
  memory.kept.drafts[name] = field.value;
  memory.remember();
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(hold, TYPING, form);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forgets]")) memory.forget();
  event.target.querySelectorAll("[data-draft]").forEach((field) => {
    delete memory.kept.drafts[field.dataset.draft];
  });
  memory.remember();
  if (!event.target.matches("form.ballot")) return;
  event.preventDefault();
  hold(event.target);
});

function back() {
  silence = 0;
  away = !navigator.onLine;
  sign();
  outbox.retry();
}

addEventListener("online", back);
addEventListener("offline", () => {
  away = true;
  sign();
});
addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) flush();
  else back();
});
begin();
outbox.deliver();
