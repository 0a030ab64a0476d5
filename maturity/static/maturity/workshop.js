// Live pages: ask one small address again and again, at the server's pace, and only while somebody looks.
(() => {
  "use strict";
  const poller = () => document.querySelector("[data-poll]");
  let timer = 0;
  let pace = 0;

  function askSoon() {
    clearTimeout(timer);
    const found = poller();
    if (found) timer = setTimeout(ask, pace || Number(found.dataset.poll));
  }

  function ask() {
    const found = poller();
    if (!found || document.hidden) return;
    htmx.trigger(found, "poll");
  }

  document.addEventListener("DOMContentLoaded", askSoon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.requestConfig.elt.matches("[data-poll]")) return;
    pace = Number(event.detail.xhr.getResponseHeader("Poll-Interval")) || 0;
    askSoon();
  });
})();
