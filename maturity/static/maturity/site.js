// What every page does beyond links and forms. Everything here is a comfort: without it the page still works.
(() => {
  "use strict";

  // Menus close when the reader turns elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // The chapter that one is in stays in view on narrow screens.
  document.querySelector(".story [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // Dialogs: a button with data-opens names the dialog's id.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  });
})();
