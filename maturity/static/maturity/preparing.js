// Copy a text with one press: `data-copies` names the field, `data-copied` says that it is done.
(() => {
  "use strict";
  if (!navigator.clipboard) return;

  async function copy(button) {
    const field = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select(); // not allowed: it is marked, and the keyboard copies it
      return;
    }
    const label = button.textContent;
    button.textContent = button.dataset.copied;
    document.getElementById("copied").textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  }

  document.querySelectorAll("[data-copies]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
})();
