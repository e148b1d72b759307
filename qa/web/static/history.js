// Earlier conversations, kept in this browser only: the addresses of their questions, which are asked again when one is opened.

import { say } from "./say.js";
import { bringBack } from "./uploads.js";

const KEY = "factsheet-qa.conversations";
const MOST = 100; // conversations that are kept
const ICONS = {
  rename: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  delete: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
};

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function store(conversations) {
  try {
    localStorage.setItem(KEY, JSON.stringify(conversations.slice(0, MOST)));
  } catch {
    // A browser that keeps nothing has no earlier conversations.
  }
}

const current = () => sessionStorage.getItem("conversation");

function questionOf(address) {
  return new URLSearchParams(address).get("q") ?? "";
}

const beginsWith = (list, start) => start.every((each, place) => list[place] === each);

// Keeps the conversation on view, the newest first. What is being opened again is kept whole meanwhile.
function keep(addresses) {
  let known = stored().find((each) => each.id === current());
  if (known && beginsWith(known.addresses, addresses)) return;
  if (!known || !addresses.includes(known.addresses.at(-1))) {
    known = null;
    sessionStorage.setItem("conversation", crypto.randomUUID?.() ?? String(Date.now()));
  }
  const others = stored().filter((each) => each.id !== current());
  store([{ title: questionOf(addresses[0]), ...known, id: current(), when: Date.now(), addresses }, ...others]);
  if (document.querySelector(".history[open] ul")) draw();
}

function reopen(conversation) {
  sessionStorage.setItem("conversation", conversation.id);
  document.dispatchEvent(new CustomEvent("conversation-reopened", { detail: conversation.addresses }));
}

document.addEventListener("conversation-changed", () => requestAnimationFrame(() => {
  const turns = [...document.querySelectorAll(".turn[data-address]")];
  if (turns.length) keep(turns.map((turn) => turn.dataset.address));
  else if (opened) sessionStorage.removeItem("conversation");
}));

// After a reload, the server shows the conversation; where it no longer knows it, its questions are asked again.
let opened = false;
document.addEventListener("visit-opened", () => {
  const before = stored().find((each) => each.id === current());
  setTimeout(async () => {
    opened = true;
    await bringBack();
    if (before && !document.querySelector(".turn")) reopen(before);
  }, 300);
}, { once: true });

function iconButton(kind, title, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "icon", title: `${say(`browser.${kind}`)}: ${title}` });
  button.setAttribute("aria-label", button.title);
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[kind]}"/></svg>`;
  button.addEventListener("click", act);
  return button;
}

function rename(conversation, row) {
  const input = Object.assign(document.createElement("input"), { value: conversation.title, maxLength: 200 });
  input.setAttribute("aria-label", say("browser.rename"));
  const done = (saved) => {
    if (!input.isConnected) return;
    const title = input.value.trim();
    if (saved && title) store(stored().map((each) => (each.id === conversation.id ? { ...each, title } : each)));
    draw();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") done(true);
    if (event.key === "Escape") {
      event.stopPropagation();
      done(false);
    }
  });
  input.addEventListener("blur", () => done(true));
  row.replaceChildren(input);
  input.focus();
  input.select();
}

function entry(conversation) {
  const row = document.createElement("li");
  const title = Object.assign(document.createElement("button"), { type: "button", className: "title" });
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  title.append(conversation.title, Object.assign(document.createElement("span"), { textContent: when.format(conversation.when) }));
  if (conversation.id === current()) title.setAttribute("aria-current", "true");
  title.addEventListener("click", () => {
    document.querySelector(".history").open = false;
    if (conversation.id !== current()) reopen(conversation);
  });
  const remove = () => {
    store(stored().filter((each) => each.id !== conversation.id));
    draw();
  };
  row.append(title, iconButton("rename", conversation.title, () => rename(conversation, row)), iconButton("delete", conversation.title, remove));
  return row;
}

function draw() {
  const panel = document.getElementById("history");
  const sought = panel.querySelector("input[type=search]")?.value.toLowerCase() ?? "";
  const matching = stored().filter((each) => `${each.title} ${each.addresses.map(questionOf).join(" ")}`.toLowerCase().includes(sought));
  panel.querySelector("ul").replaceChildren(...matching.map(entry));
  panel.querySelector(".none").hidden = matching.length > 0;
}

function fill(panel) {
  const search = Object.assign(document.createElement("input"), { type: "search", placeholder: say("browser.search") });
  search.setAttribute("aria-label", say("browser.search"));
  search.addEventListener("input", draw);
  const none = Object.assign(document.createElement("p"), { className: "none", textContent: say("browser.history_none") });
  const note = Object.assign(document.createElement("p"), { className: "note", textContent: say("browser.history_note") });
  panel.replaceChildren(search, document.createElement("ul"), none, note);
  draw();
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".history") && event.target.open) fill(event.target.querySelector("#history"));
}, { capture: true });
