// What goes wrong between browser and server is said in the page's own words, since Gradio's notices know only English.
// A lost connection is watched, and the page reloads by itself once the server is back: nothing of a visit is lost by that.

import { leaveQuietly } from "./composer.js";
import { say } from "./say.js";
import { visitState, visitToken } from "./visit.js";

const SHOWN = 12000; // milliseconds that a notice stays
const RETRY = 2000; // milliseconds between two attempts to reconnect
const EVERY = 20000; // milliseconds between two looks at the connection while the page is visible

let leaving = null;
let retrying = null;

function notify(text, stays = false) {
  document.getElementById("notice")?.remove();
  const notice = Object.assign(document.createElement("p"), { id: "notice", textContent: text });
  notice.setAttribute("role", "alert");
  document.body.append(notice);
  clearTimeout(leaving);
  if (!stays) leaving = setTimeout(() => notice.remove(), SHOWN);
}

function reload() {
  leaveQuietly();
  location.reload();
}

async function retry() {
  retrying = null;
  if ((await visitState()) === "lost") retrying = setTimeout(retry, RETRY);
  else reload();
}

// Looks whether the visit is still there. `onBusy` says what else may have failed if it is.
export async function checkConnection(onBusy) {
  if (!visitToken() || retrying) return;
  const state = await visitState();
  if (state === "gone") reload();
  else if (state === "here") onBusy?.();
  else if (!retrying) {
    notify(say("browser.lost"), true);
    retrying = setTimeout(retry, RETRY);
  }
}

new MutationObserver(() => {
  for (const toast of document.querySelectorAll(".toast-body:not([data-seen])")) {
    toast.dataset.seen = "";
    document.dispatchEvent(new CustomEvent("question-failed"));
    checkConnection(() => notify(say("browser.busy")));
  }
}).observe(document.body, { subtree: true, childList: true });

addEventListener("online", () => checkConnection());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && checkConnection());
setInterval(() => document.visibilityState === "visible" && checkConnection(), EVERY);
