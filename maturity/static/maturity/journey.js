// The map by mouse and by keyboard. Everything here is a comfort: links, forms and buttons do the same without it.
(() => {
  "use strict";

  const map = () => document.querySelector(".journey-map");
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  // Open cells: change saves, Escape leaves, and so does leaving an untouched cell.
  document.addEventListener("change", (event) => event.target.closest("form[data-saves]")?.requestSubmit());
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form[data-cell]");
    if (!form) return;
    if (event.key === "Escape") {
      event.preventDefault();
      form.dataset.left = "key";
      form.querySelector("[data-cancels]").click();
    }
  });
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest("form[data-saves]");
    if (!form || !event.relatedTarget || form.contains(event.relatedTarget)) return;
    const touched = [...form.elements].some(
      (each) =>
        each.defaultValue !== undefined &&
        each.type !== "hidden" &&
        each.type !== "checkbox" &&
        each.value !== each.defaultValue &&
        each.tagName !== "SELECT",
    );
    if (!touched && !form.querySelector(".errorlist")) form.querySelector("[data-cancels]").click();
  });

  // What is opened gets the focus; what is closed gives it back, unless the reader has gone elsewhere meanwhile.
  document.addEventListener("htmx:afterSettle", (event) => {
    const cell = event.target.closest?.(".cell");
    if (!cell) return;
    const field = cell.querySelector("form[data-cell] :is(input:not([type=hidden]), select, textarea)");
    if (field) {
      field.focus();
      field.select?.();
    } else if (document.activeElement === document.body) {
      cell.querySelector("a.value")?.focus();
    }
  });

  // After a move the whole map is new: it stays scrolled where it was.
  let scrolled = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const scroller = document.querySelector(".map-scroller");
    if (event.target.id === "journey" && scroller) scrolled = [scroller.scrollLeft, scroller.scrollTop];
  });
  document.addEventListener("htmx:afterSwap", () => {
    const scroller = document.querySelector(".map-scroller");
    if (scrolled && scroller) [scroller.scrollLeft, scroller.scrollTop] = scrolled;
    scrolled = null;
    rove();
  });
  document.addEventListener("said", (event) => {
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.textContent = event.detail.text;
    document.getElementById("notices").replaceChildren(notice);
    setTimeout(() => notice.remove(), 6000);
  });

  // Moving a touchpoint: the menu's buttons, Alt + arrow on its head, or a drag.
  const change = async (url, values, refocus) => {
    await htmx.ajax("POST", url, { target: "#journey", swap: "outerHTML", values, headers: { "X-CSRFToken": csrf() } });
    if (refocus) document.getElementById(refocus)?.focus();
  };
  const address = (head, verb) =>
    head
      .querySelector(".menu-body")
      ?.getAttribute("action")
      .replace(/move\/$/, verb);
  document.addEventListener("keydown", (event) => {
    const head = event.altKey && event.target.closest?.(".head[draggable]");
    const way = { ArrowLeft: "left", ArrowRight: "right" }[event.key];
    if (!head || !way || event.target.closest("form[data-cell]")) return;
    event.preventDefault();
    change(address(head, "move/"), { way }, `head-${head.dataset.touchpoint}`);
  });

  let dragged = null;
  const clear = () =>
    document.querySelectorAll(".drop-before, .drop-behind, .drop-into").forEach((each) => {
      each.classList.remove("drop-before", "drop-behind", "drop-into");
    });
  const half = (event, head) => event.clientX > head.getBoundingClientRect().left + head.offsetWidth / 2;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".head[draggable]") || null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.touchpoint);
    dragged.classList.add("dragged");
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    clear();
  });
  document.addEventListener("dragover", (event) => {
    const place = dragged && event.target.closest?.(".head, .stages [data-stage]");
    if (!place) return;
    event.preventDefault();
    clear();
    place.classList.add(
      place.classList.contains("head") ? (half(event, place) ? "drop-behind" : "drop-before") : "drop-into",
    );
  });
  document.addEventListener("drop", (event) => {
    const target = dragged && event.target.closest?.(".head, .stages [data-stage]");
    if (!target || target === dragged) return;
    event.preventDefault();
    const stage = target.dataset.stage;
    let place = 9999;
    if (target.classList.contains("head")) {
      place = Number(target.dataset.place) + (half(event, target) ? 1 : 0);
      if (dragged.dataset.stage === stage && Number(dragged.dataset.place) < place) place -= 1;
    }
    change(address(dragged, "put/"), { stage, place }, `head-${dragged.dataset.touchpoint}`);
  });

  // The map is one stop for the Tab key; arrows go from cell to cell.
  const stops = () => [...(map()?.querySelectorAll("tbody a.value, .heads a.value, .heads .vacant a") ?? [])];
  const rove = () => {
    const all = stops();
    const current = all.find((each) => each === document.activeElement) ?? all[0];
    all.forEach((each) => {
      each.tabIndex = each === current ? 0 : -1;
    });
  };
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".journey-map a.value")) rove();
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const link = event.target.closest?.(".journey-map a.value");
    if (!step || !link || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const rows = [...map().querySelectorAll("tr")];
    const cell = link.closest("td, th");
    let row = rows.indexOf(cell.parentElement);
    let column = [...cell.parentElement.children].indexOf(cell);
    do {
      row += step[0];
      column += step[1];
      const next = rows[row]?.children[column]?.querySelector("a.value");
      if (next) {
        next.focus();
        next.scrollIntoView({ block: "nearest", inline: "nearest" });
        return;
      }
    } while (rows[row]?.children[column]);
  });
  rove();

  // An address that names a touchpoint finds its card where the table is hidden.
  const named = location.hash.match(/^#touchpoint-(\d+)$/);
  if (named && !document.getElementById(`touchpoint-${named[1]}`)?.offsetParent)
    document.getElementById(`card-${named[1]}`)?.scrollIntoView();
})();
