// @ts-check
// The console and the projector: the part that asks for itself comes with pieces for other places of the page, which htmx
// puts there.
import { poll } from "./live.js";

poll({
  find: () => document.querySelector("[data-poll]:not([data-part])"),
  hear: (text, answer, part) => {
    const place = answer.headers.get("HX-Retarget") ?? `#${part.id}`;
    window.htmx.swap(place, text, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 20 });
  },
});
