// What goes wrong between browser and server is said in the page's own words; Gradio's notices know only English.

import { say } from "./say.js";

const SHOWN = 12000; // milliseconds

let leaving = null;

async function tell() {
  const alive = await fetch("healthz").then((answer) => answer.ok, () => false);
  document.getElementById("notice")?.remove();
  const notice = Object.assign(document.createElement("p"), { id: "notice", textContent: say(alive ? "browser.busy" : "browser.lost") });
  notice.setAttribute("role", "alert");
  document.body.append(notice);
  clearTimeout(leaving);
  leaving = setTimeout(() => notice.remove(), SHOWN);
}

new MutationObserver(() => {
  for (const toast of document.querySelectorAll(".toast-body:not([data-told])")) {
    toast.dataset.told = "";
    tell();
  }
}).observe(document.body, { subtree: true, childList: true });
