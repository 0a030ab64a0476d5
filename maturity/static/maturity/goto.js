// Ctrl-K goes anywhere, ? lists the keys of a page. Both are short cuts to links that stand elsewhere, too.
(() => {
  "use strict";
  const goto = document.getElementById("goto");
  const keys = document.getElementById("keys");
  if (!goto || !keys) return;
  const field = goto.querySelector("input");
  const list = goto.querySelector("[role=listbox]");
  const none = goto.querySelector("[data-none]");
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

  // What stands on the page already need not be asked for: its words, without those for screen readers alone.
  const words = (link) =>
    [...link.childNodes]
      .filter((each) => each.nodeType === Node.TEXT_NODE)
      .map((each) => each.data)
      .join("")
      .trim();
  for (const group of goto.querySelectorAll("[data-takes]")) {
    for (const link of document.querySelectorAll(group.dataset.takes)) {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.dataset.url = link.getAttribute("href");
      option.textContent = words(link);
      group.append(option);
    }
  }

  // ø, æ and đ are letters of their own to Unicode; whoever has no key for them types o, ae and d.
  const LETTERS = { ø: "o", æ: "ae", œ: "oe", đ: "d", ł: "l", ß: "ss", þ: "th", ð: "d" };
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[øæœđłßþð]/g, (letter) => LETTERS[letter]);
  const options = () => [...list.querySelectorAll("[role=option]")];
  const shown = () => options().filter((each) => !each.hidden);

  function choose(option) {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function filter() {
    const parts = plain(field.value).split(/\s+/);
    options().forEach((each, place) => {
      const text = plain(each.textContent);
      each.id = `goto-${place}`;
      each.hidden = !parts.every((part) => text.includes(part));
    });
    for (const group of list.querySelectorAll("[role=group]"))
      group.hidden = !group.querySelector("[role=option]:not([hidden])");
    const found = shown();
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    none.textContent = found.length ? "" : none.dataset.none;
    choose(found[0]);
  }

  function step(by) {
    const found = shown();
    const place = found.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (found.length) choose(found[(place + by + found.length) % found.length]);
  }

  function open() {
    if (keys.open) keys.close();
    if (document.querySelector("dialog[open]")) return;
    const more = list.querySelector("[hx-get]");
    if (!more.childElementCount) htmx.trigger(more, "wanted");
    field.value = "";
    goto.showModal();
    field.focus();
    filter();
  }

  list.addEventListener("htmx:afterSettle", () => {
    const chosen = list.querySelector("[aria-selected=true]:not([hidden])");
    filter();
    if (chosen) choose(chosen);
  });
  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) step(by);
    else if (event.key === "Enter") list.querySelector("[aria-selected=true]:not([hidden])")?.click();
    else if (event.key === "Escape") goto.close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    goto.close();
    location.assign(option.dataset.url);
  });
  // The field keeps the focus, so that arrows and letters go on working after a press beside an option.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  for (const dialog of [goto, keys]) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog && isOutside(event, dialog)) dialog.close();
    });
  }
  function isOutside(event, dialog) {
    const box = dialog.getBoundingClientRect();
    return (
      event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
    );
  }

  const isTyping = (target) => target.closest?.("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const command = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
    if (command && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (goto.open) goto.close();
      else open();
    } else if (
      event.key === "?" &&
      "single" in keys.dataset &&
      !isTyping(event.target) &&
      !event.ctrlKey &&
      !event.metaKey
    ) {
      if (!document.querySelector("dialog[open]")) keys.showModal();
    }
  });

  const button = document.querySelector("[data-goes]");
  button.addEventListener("click", open);
  button.hidden = false;
  if (isMac) for (const each of document.querySelectorAll("[data-command]")) each.textContent = "⌘";
})();
