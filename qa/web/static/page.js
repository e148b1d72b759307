// Wires what the server renders to the page view, the previews and the views of the page.

import "./charts.js";
import { checkConnection } from "./connection.js";
import "./composer.js";
import "./filters.js";
import "./history.js";
import { hidePreview } from "./preview.js";
import "./language.js";
import "./library_search.js";
import { language } from "./say.js";
import { sharedConversation } from "./sharing.js";
import "./sorting.js";
import "./turns.js";
import "./uploads.js";
import { PageView } from "./viewer.js";
import { visitPath, visitToken } from "./visit.js";

const VIEWS = ["talk", "comparison", "library"]; // their addresses end in "#view-" and the name, which is no element's id
const SLOW = 3000; // milliseconds after which a pending question asks whether the server is there
const WIDE = matchMedia("(min-width: 1000px)"); // there the question field is in view, and no keyboard pops up
const TWO_PAGES = matchMedia("(min-width: 1200px)"); // there the page of the first source opens beside its answer
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
  if (!card || (!opener && (String(getSelection()) || event.target.closest("summary, .card-quote")))) return;
  event.preventDefault();
  open(card, opener || card.querySelector("[data-open]"));
});

// A document's title opens it at its first page; its original can be downloaded from there.
document.addEventListener("click", (event) => {
  const title = event.target.closest("a.reader");
  if (!title || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  hidePreview();
  view.show(title, title, true);
});

// The sources of a turn, which the page on view may cover.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sources]");
  if (!button) return;
  view.dismiss();
  for (const group of document.querySelectorAll("#panel .evidence")) group.hidden = group.dataset.turn !== button.dataset.sources;
  const group = document.querySelector(`#panel .evidence[data-turn="${button.dataset.sources}"]`);
  group?.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  group?.querySelector("button, summary")?.focus({ preventScroll: true });
});

let shown = "";

// The newest answer comes into view, its pages are fetched ahead, and an open page view follows it.
document.addEventListener("conversation-changed", () => requestAnimationFrame(() => {
  document.documentElement.classList.remove("waiting");
  const turns = document.querySelectorAll(".turn");
  if (!turns.length) {
    shown = "";
    if (restored) view.close(false);
    return;
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
  if (cards.length && !document.querySelector(".turn:last-of-type .refusal")) showSource(cards[0]);
  watchConnection();
}));

// The next questions come later than the answer: they move into view where its question stays in view too.
document.addEventListener("next-questions-shown", () => requestAnimationFrame(() => {
  const next = document.querySelector("#next .next")?.getBoundingClientRect();
  const turn = document.querySelector(".turn:last-of-type")?.getBoundingClientRect();
  if (!next || !turn) return;
  const hidden = next.bottom - document.getElementById("composer").getBoundingClientRect().top;
  const room = turn.top - document.getElementById("masthead").getBoundingClientRect().bottom;
  if (hidden > 0 && hidden <= room) scrollBy({ top: hidden, behavior: calm.matches ? "auto" : "smooth" });
}));

// The page of a new answer opens beside it where there is room; after a reload, the page that was on view.
let restored = false;

function showSource(card) {
  const before = restored ? null : PageView.kept();
  restored = true;
  const earlier = before && document.getElementById(before.card);
  if (earlier) view.restore(earlier, before);
  else if (view.isOpen || (TWO_PAGES.matches && !view.isDismissed)) {
    showEvidence(card);
    view.show(card, null, false);
  }
}

// A question that is not answered for long may have lost its server; then the page reconnects.
let watching = null;

function watchConnection() {
  clearTimeout(watching);
  const pending = document.querySelector(".turn .pending");
  if (!pending) return;
  watching = setTimeout(() => checkConnection(watchConnection), SLOW);
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
  const menu = document.querySelector(".menu[open]");
  if (hidePreview()) return;
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else view.dismiss();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (event.target.isConnected && (!menu.contains(event.target) || event.target.closest("a"))) menu.open = false;
  }
});

// A visit begins: a linked question is asked, once. It ends when the tab is closed.
document.addEventListener("visit-opened", () => requestAnimationFrame(() => {
  if (WIDE.matches) document.querySelector("#question textarea").focus({ preventScroll: true });
  const shared = sharedConversation();
  if (shared.length) document.dispatchEvent(new CustomEvent("conversation-reopened", { detail: shared }));
  const question = new URLSearchParams(location.search).get("q");
  if (question && !document.querySelector(".turn")) {
    document.dispatchEvent(new CustomEvent("question-linked", { detail: question }));
  }
  openLinked(new URLSearchParams(location.search));
}), { once: true });

// A link of an export opens a document at the page of a quote.
function openLinked(linked) {
  const titles = [...document.querySelectorAll("#library a.reader")];
  const title = titles.find((each) => JSON.parse(each.dataset.source).name === linked.get("read"));
  if (!title) return;
  view.show(title, null, true);
  const page = Number(linked.get("at"));
  if (page >= 1 && page <= view.source.pages) view.goTo(page);
}
addEventListener("pagehide", (event) => {
  if (visitToken() && !event.persisted) navigator.sendBeacon(visitPath("end"));
});

// Gradio's accordions do not say whether they are open, and redraw their headings now and then.
function sayWhetherOpen() {
  for (const heading of document.querySelectorAll(":is(#scope, #sides) > button")) {
    const open = String(heading.classList.contains("open"));
    if (heading.getAttribute("aria-expanded") !== open) heading.setAttribute("aria-expanded", open);
  }
}
new MutationObserver(sayWhetherOpen).observe(document.body, { subtree: true, childList: true, attributeFilter: ["class"] });

for (const name of [...globalThis.earlyEvents]) document.dispatchEvent(new CustomEvent(name));
