// @ts-check
// Live pages by one protocol. A part of a page says where it comes from (data-from), which version it shows (data-seen)
// and how often to ask (data-poll, milliseconds). The server answers 204 while that version is current, and may slow
// the page down (Poll-Interval). HX-Redirect leads elsewhere. Whoever asks says so (`Live: part`), for the server to send
// a part and no page. Pages work without all this, as links and forms.

const LONGEST_PAUSE = 15000;
const PATIENCE = 10000;
const LOOK_AGAIN = 1500;

/**
 * Twice as long after every failure, and never all phones at once.
 * @param {number} failures
 */
export const pause = (failures) => Math.min(LONGEST_PAUSE, 500 * 2 ** failures) * (0.5 + Math.random() / 2);

/**
 * Ask the server for a part. An answer that leads elsewhere has been followed already.
 * @param {string} address
 * @param {RequestInit} [options]
 */
export async function request(address, { headers, ...options } = {}) {
  const answer = await fetch(address, {
    cache: "no-store",
    headers: { Live: "part", ...headers },
    signal: AbortSignal.timeout?.(PATIENCE),
    ...options,
  });
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) location.assign(elsewhere);
  return answer;
}

/** @param {HTMLElement} part */
function addressOf(part) {
  const { from = "", seen = "" } = part.dataset;
  return `${from}${from.includes("?") ? "&" : "?"}seen=${encodeURIComponent(seen)}`;
}

/**
 * Ask for a part again and again, at the server's pace and only while somebody looks.
 *
 * `find` gives the part; `may` says whether it may be replaced now, before asking and again before `hear` is called with
 * what came; `turn` is a number that changes when what has been asked for is old; `heard` is called after every answer,
 * `failed` after every failure, with their number in a row.
 * @param {{
 *   find: () => HTMLElement | null,
 *   hear: (text: string, answer: Response, part: HTMLElement) => void,
 *   may?: (part: HTMLElement) => boolean,
 *   turn?: () => number,
 *   heard?: () => void,
 *   failed?: (failures: number) => void,
 * }} page
 */
export function poll({ find, hear, may = () => true, turn = () => 0, heard = () => {}, failed = () => {} }) {
  let timer = 0;
  let failures = 0;
  let asking = false;

  /** @param {number} [slower] */
  function later(slower = 0) {
    clearTimeout(timer);
    const own = Number(find()?.dataset.poll) || LOOK_AGAIN;
    timer = setTimeout(ask, Math.max(own, slower) * (0.9 + Math.random() / 5));
  }

  async function ask() {
    clearTimeout(timer);
    if (asking || document.hidden) return;
    const part = find();
    if (!part || !may(part)) return later();
    asking = true;
    try {
      later(await take(part));
    } catch {
      failures += 1;
      failed(failures);
      later(pause(failures));
    } finally {
      asking = false;
    }
  }

  /** @param {HTMLElement} part */
  async function take(part) {
    const before = turn();
    const answer = await request(addressOf(part));
    if (answer.status >= 500) throw new Error(answer.statusText);
    const text = answer.status === 200 ? await answer.text() : "";
    if (text && turn() === before && may(part)) hear(text, answer, part);
    failures = 0;
    heard();
    return Number(answer.headers.get("Poll-Interval"));
  }

  document.addEventListener("visibilitychange", () => void ask());
  addEventListener("online", () => void ask());
  later();
  return { ask };
}

/**
 * Put a part that the server sent into the place of the same part. What is open, ticked, selected, scrolled or in focus
 * stays so; a box that was sent (data-sent) is the server's to tick.
 * @param {HTMLElement} now
 * @param {HTMLElement} fresh
 */
export function swap(now, fresh) {
  for (const each of now.querySelectorAll("details[open][id]")) twin(fresh, each)?.setAttribute("open", "");
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (
    now.querySelectorAll("input:checked:not([data-sent])")
  )) {
    const again = /** @type {HTMLInputElement | null} */ (
      fresh.querySelector(`[type=checkbox][name="${CSS.escape(box.name)}"][value="${CSS.escape(box.value)}"]`)
    );
    if (again) again.checked = true;
  }
  const scrolled = [now, ...now.querySelectorAll("[id]")].filter((each) => each.scrollTop || each.scrollLeft);
  const places = scrolled.map((each) => ({ id: each.id, top: each.scrollTop, left: each.scrollLeft }));
  const focus = /** @type {HTMLInputElement | null} */ (
    now.contains(document.activeElement) ? document.activeElement : null
  );
  const selection = focus && selectionOf(focus);
  now.replaceWith(fresh);
  for (const { id, top, left } of places) document.getElementById(id)?.scrollTo(left, top);
  if (focus?.id) refocus(focus.id, selection);
  return fresh;
}

/**
 * @param {HTMLElement} part
 * @param {Element} each
 */
const twin = (part, each) => part.querySelector(`#${CSS.escape(each.id)}`);

/**
 * Where in a field one writes; nothing for what has no text.
 * @param {HTMLInputElement} field
 * @returns {[number, number] | null}
 */
function selectionOf(field) {
  return Number.isInteger(field.selectionStart) ? [Number(field.selectionStart), Number(field.selectionEnd)] : null;
}

/**
 * @param {string} id
 * @param {[number, number] | null} selection
 */
function refocus(id, selection) {
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById(id));
  field?.focus({ preventScroll: true });
  if (field && selection && selectionOf(field)) field.setSelectionRange(...selection);
}

/**
 * The part with this id in what the server sent.
 * @param {string} text
 * @param {string} id
 */
export const partIn = (text, id) => new DOMParser().parseFromString(text, "text/html").getElementById(id);

/**
 * What a page keeps in the browser, also from one reload to the next. Where the browser keeps nothing, it lasts as long as
 * the page. `changed` is called when another page of the same browser has changed it.
 */
export class Memory {
  /**
   * @param {string} place
   * @param {() => Record<string, any>} blank
   * @param {() => void} [changed]
   */
  constructor(place, blank, changed = () => {}) {
    this.place = place;
    this.blank = blank;
    this.kept = blank();
    try {
      this.read(localStorage.getItem(place));
    } catch {
      /* not allowed */
    }
    addEventListener("storage", (event) => {
      if (event.key !== place) return;
      this.read(event.newValue);
      changed();
    });
  }

  /** @param {string | null} text */
  read(text) {
    this.kept = { ...this.blank(), ...JSON.parse(text ?? "null") };
  }

  remember() {
    try {
      localStorage.setItem(this.place, JSON.stringify(this.kept));
    } catch {
      /* full, or not allowed */
    }
  }

  /** Forget this, and what is kept at places whose names begin with this one's. */
  forget() {
    this.kept = this.blank();
    try {
      const places = Object.keys(localStorage).filter((each) => each.startsWith(`${this.place}-`));
      for (const each of [this.place, ...places]) localStorage.removeItem(each);
    } catch {
      /* not allowed */
    }
  }
}

/**
 * What is to be sent: one thing at a time, in order, each until it is acknowledged, also by the page after this one. It
 * lies in a memory under `unsent`.
 *
 * `send` sends a thing; `settle` reads the answer (null where none came) and says whether the thing is done with.
 */
export class Outbox {
  /**
   * @param {Memory} memory
   * @param {{
   *   send: (thing: any) => Promise<any>,
   *   settle: (thing: any, answer: any) => boolean | Promise<boolean>,
   *   settled?: () => void,
   * }} ways
   */
  constructor(memory, { send, settle, settled = () => {} }) {
    this.memory = memory;
    this.send = send;
    this.settle = settle;
    this.settled = settled;
    this.failures = 0;
    this.busy = false;
    this.timer = 0;
    /** How many things have been settled: who asked before that has an old answer. */
    this.turn = 0;
  }

  /** @returns {any[]} */
  get unsent() {
    return this.memory.kept.unsent;
  }

  /**
   * Put a thing at the end of the line, in place of those that it replaces.
   * @param {object} thing
   * @param {(other: any) => boolean} [replaces]
   */
  put(thing, replaces = () => false) {
    this.memory.kept.unsent = [...this.unsent.filter((other) => !replaces(other)), thing];
    this.memory.remember();
  }

  /** @param {(thing: any) => boolean} test */
  drop(test) {
    this.memory.kept.unsent = this.unsent.filter((thing) => !test(thing));
  }

  /** Begin again without waiting: the network is said to be back. */
  retry() {
    this.failures = 0;
    return this.deliver();
  }

  async deliver() {
    clearTimeout(this.timer);
    const thing = this.unsent[0];
    if (this.busy || !thing) return;
    this.busy = true;
    const answer = await this.send(thing).catch(() => null);
    this.busy = false;
    this.turn += 1;
    if (!(await this.settle(thing, answer))) {
      this.failures += 1;
      this.timer = setTimeout(() => void this.deliver(), pause(this.failures));
      return;
    }
    this.failures = 0;
    // Another page may have read and written the line meanwhile: the same thing is another object there.
    const sent = JSON.stringify(thing);
    this.drop((other) => JSON.stringify(other) === sent);
    this.memory.remember();
    this.settled();
    void this.deliver();
  }
}
