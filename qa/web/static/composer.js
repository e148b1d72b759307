// The question field: an empty or too long question is not sent, a draft survives a reload, and a question is shown at once.

import { say } from "./say.js";
import { maxLength } from "./visit.js";

const NEAR = 0.8; // share of the maximum length from which the length is shown
const field = () => document.querySelector("#question textarea");

const RESTORES = 20; // times that the draft is put back after a reload
const RESTORE_INTERVAL_MS = 100;
const earlierDraft = sessionStorage.getItem("draft");

let restoresLeft = earlierDraft ? RESTORES : 0;
let quiet = false;

// The page leaves by itself and keeps the draft: no warning.
export function leaveQuietly() {
  quiet = true;
}

function canBeSent(input) {
  return Boolean(input.value.trim()) && input.value.trim().length <= maxLength();
}

function stop(event, input) {
  event.preventDefault();
  event.stopImmediatePropagation();
  input.focus();
}

// Shows a question with its pending reply before the server has heard of it.
function showPending(question) {
  restoresLeft = 0;
  const shown = document.querySelector("#conversation .welcome, #conversation .turn")?.parentElement;
  if (!shown || shown.querySelector(".pending")) return;
  document.querySelector("#next .next")?.remove();
  const turn = Object.assign(document.createElement("article"), { className: "turn placeholder" });
  const heading = Object.assign(document.createElement("h2"), { className: "question", textContent: question });
  const reply = Object.assign(document.createElement("div"), { className: "reply pending" });
  const text = Object.assign(document.createElement("p"), { textContent: say("browser.searching") });
  text.append(Object.assign(document.createElement("span"), { className: "dots" }));
  reply.append(text);
  turn.append(heading, reply);
  shown.append(turn);
  turn.scrollIntoView({ block: "start" });
}

// A question that could not be sent is not shown any more; it is still in the field.
document.addEventListener("question-failed", () => document.querySelector(".placeholder")?.remove());

function showLength() {
  const length = field().value.trim().length;
  const most = maxLength();
  let note = document.getElementById("length");
  if (!note) {
    note = Object.assign(document.createElement("p"), { id: "length" });
    note.setAttribute("role", "status");
    document.getElementById("question-row").after(note);
  }
  note.hidden = length <= NEAR * most;
  note.classList.toggle("over", length > most);
  if (!note.hidden) note.textContent = say(length > most ? "browser.too_long" : "browser.length", { n: length, most });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  const input = event.target.closest?.("#question textarea, #topic :is(textarea, input)");
  if (!input) return;
  if (!canBeSent(input)) stop(event, input);
  else if (input === field()) showPending(input.value.trim());
}, { capture: true });

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#send, #compare, [data-ask], [data-next]");
  if (!button) return;
  const question = button.dataset.ask ?? button.dataset.next;
  if (question) return showPending(question);
  const input = button.id === "send" ? field() : document.querySelector("#topic :is(textarea, input)");
  if (!canBeSent(input)) stop(event, input);
  else if (input === field()) showPending(input.value.trim());
}, { capture: true });

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  if (field().value !== earlierDraft) restoresLeft = 0;
  sessionStorage.setItem("draft", field().value);
  showLength();
});

// An answer empties the field; what was typed meanwhile stays.
document.addEventListener("conversation-changed", () => requestAnimationFrame(() => {
  if (restoresLeft) return;
  sessionStorage.setItem("draft", field().value);
  showLength();
}));

// The server still fills the page while a visit opens, which may empty the field: the draft is put back until it stays.
function restoreDraft() {
  if (!restoresLeft) return;
  restoresLeft -= 1;
  if (!field().value) {
    field().value = earlierDraft;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  }
  setTimeout(restoreDraft, RESTORE_INTERVAL_MS);
}

document.addEventListener("visit-opened", restoreDraft, { once: true });

addEventListener("beforeunload", (event) => {
  if (!quiet && field()?.value.trim()) event.preventDefault();
});
