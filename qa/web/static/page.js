// Wires what the server renders to the page view, the previews and the views of the page.

import "./notices.js";
import { hidePreview } from "./preview.js";
import { language, say } from "./say.js";
import "./sorting.js";
import "./turns.js";
import "./uploads.js";
import { PageView } from "./viewer.js";

const VIEWS = ["talk", "comparison", "library"]; // their addresses end in "#view-" and the name, which is no element's id
const SLOW = 3000; // milliseconds after which a pending question asks whether the server is there
const WIDE = matchMedia("(min-width: 1000px)"); // there the question field is in view, and no keyboard pops up
const view = new PageView();
const calm = matchMedia("(prefers-reduced-motion: reduce)");

document.documentElement.lang = language;
showView();

function showEvidence(card) {
  const group = card.closest("#panel .evidence");
  if (!group) return;
  for (const other of document.querySelectorAll(".evidence")) other.hidden = other !== group;
}

function open(card, opener, focus = true) {
  hidePreview();
  showEvidence(card);
  view.show(card, opener, focus);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  const card = opener ? document.getElementById(opener.dataset.open) : event.target.closest(".card");
  if (!card || (!opener && String(getSelection()))) return;
  event.preventDefault();
  open(card, opener || card.querySelector("[data-open]"));
});

let shown = "";

// The newest answer comes into view, its pages are fetched ahead, and an open page view follows it.
document.addEventListener("conversation-changed", () => requestAnimationFrame(() => {
  document.documentElement.classList.remove("waiting");
  const turns = document.querySelectorAll(".turn");
  if (!turns.length) {
    shown = "";
    return view.close(false);
  }
  if (document.body.dataset.view !== VIEWS[0]) history.replaceState(null, "", `#view-${VIEWS[0]}`);
  showView();
  // While a language model writes, the answer grows: that moves nothing else.
  const state = `${turns.length} ${Boolean(document.querySelector(".turn .pending"))}`;
  if (state === shown) return;
  shown = state;
  turns[turns.length - 1].scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  const cards = document.querySelectorAll(`.evidence[data-turn="${turns.length}"] .card`);
  for (const card of cards) PageView.fetchAhead(card);
  if (view.isOpen && cards.length) open(cards[0], null, false);
  watchConnection();
}));

// A question that is not answered for long may have lost its server; then the page says so.
let watching = null;

function watchConnection() {
  clearTimeout(watching);
  const pending = document.querySelector(".turn .pending");
  if (!pending) return;
  watching = setTimeout(async () => {
    const alive = await fetch("healthz").then((answer) => answer.ok, () => false);
    if (!pending.isConnected) return;
    if (alive) return watchConnection();
    pending.className = "reply failed";
    pending.replaceChildren(Object.assign(document.createElement("p"), { textContent: say("browser.lost") }));
  }, SLOW);
}

// The views of the page: the address names one after its #.
function showView() {
  const named = location.hash.replace("#view-", "");
  document.body.dataset.view = VIEWS.includes(named) ? named : VIEWS[0];
  for (const link of document.querySelectorAll(".views a")) {
    if (link.dataset.view === document.body.dataset.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("masthead-changed", () => requestAnimationFrame(() => {
  document.title = document.querySelector("#brand h1").textContent;
  showView();
}));
addEventListener("hashchange", () => {
  view.close(false);
  showView();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".export[open]");
  if (hidePreview()) return;
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else view.close();
});
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".export[open]");
  if (menu && (!menu.contains(event.target) || event.target.closest("a"))) menu.open = false;
});

// A visit begins: a linked question is asked, once. It ends when the tab is closed.
document.addEventListener("visit-opened", () => requestAnimationFrame(() => {
  if (WIDE.matches) document.querySelector("#question textarea").focus({ preventScroll: true });
  const question = new URLSearchParams(location.search).get("q");
  if (question && !document.querySelector(".turn")) {
    document.dispatchEvent(new CustomEvent("question-linked", { detail: question }));
  }
}), { once: true });
addEventListener("pagehide", (event) => {
  const visit = document.querySelector("[data-visit]");
  if (visit && !event.persisted) navigator.sendBeacon(`visits/${visit.dataset.visit}/end`);
});

// Gradio's accordions do not say whether they are open, and redraw their headings now and then.
function sayWhetherOpen() {
  for (const heading of document.querySelectorAll(":is(#scope, #sides) > button")) {
    const open = String(heading.classList.contains("open"));
    if (heading.getAttribute("aria-expanded") !== open) heading.setAttribute("aria-expanded", open);
  }
}
new MutationObserver(sayWhetherOpen).observe(document.body, { subtree: true, childList: true, attributeFilter: ["class"] });
