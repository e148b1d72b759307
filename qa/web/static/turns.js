// What one can do with an answer: copy a link to it, and say whether it was right.

import { say } from "./say.js";
import { visitPath } from "./visit.js";

async function copy(button, content, done) {
  const note = document.createElement("span");
  note.className = "copied";
  note.setAttribute("role", "status");
  button.closest(".tools").querySelector(".copied")?.remove();
  button.closest(".tools").prepend(note);
  try {
    await navigator.clipboard.writeText(content);
    note.textContent = say(done);
  } catch {
    const field = Object.assign(document.createElement("input"), { value: content, readOnly: true });
    field.setAttribute("aria-label", say("browser.not_copied"));
    note.replaceChildren(`${say("browser.not_copied")} `, field);
    field.select();
  }
}

function openRating(button) {
  const form = document.getElementById(`rating-${button.dataset.turn}`);
  const again = form.dataset.rate === button.dataset.rate && !form.hidden;
  form.dataset.rate = button.dataset.rate;
  form.hidden = again;
  for (const thumb of button.closest(".tools").querySelectorAll("[data-rate]")) {
    thumb.setAttribute("aria-expanded", String(!form.hidden && thumb === button));
  }
  if (!form.hidden) form.querySelector("textarea").focus();
}

async function sendRating(form) {
  const body = JSON.stringify({
    turn: Number(form.dataset.turn),
    right: form.dataset.rate === "up",
    comment: form.querySelector("textarea").value,
  });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(visitPath("feedback"), { method: "POST", headers, body }).catch(() => null);
  const sent = answer?.ok || answer?.status === 409; // 409: it was rated before
  if (!sent) {
    form.querySelector(".note").textContent = say("feedback.failed");
    return;
  }
  const thanks = Object.assign(document.createElement("p"), { className: "thanks", textContent: say("feedback.thanks"), tabIndex: -1 });
  thanks.setAttribute("role", "status");
  for (const thumb of form.closest(".turn").querySelectorAll("[data-rate].tool")) thumb.remove();
  form.replaceWith(thanks);
  thanks.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".tool");
  if (button?.dataset.link) copy(button, new URL(button.dataset.link, location.origin + location.pathname).href, "browser.copied");
  else if (button?.dataset.copy) copy(button, button.dataset.copy, "browser.text_copied");
  else if (button?.dataset.rate) openRating(button);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".rating")) return;
  event.preventDefault();
  sendRating(event.target);
});
