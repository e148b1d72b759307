// Search in all documents: the passages found are listed, and a click opens one at its place.

import { make } from "./reader/elements.js";
import { say } from "./say.js";
import { visitPath } from "./visit.js";

// The words that were searched for, in bold.
function shown(text, words) {
  const letters = words.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  const escaped = letters.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!escaped.length) return [text];
  return text.split(new RegExp(`(${escaped.join("|")})`, "giu")).map((part, place) => (place % 2 ? make("b", { textContent: part }) : part));
}

function entry({ source, place, text }, words) {
  const title = make("a", { className: "reader", href: `${source.base}documents/${source.document}/original`, textContent: source.title });
  title.dataset.source = JSON.stringify(source);
  const passage = make("p", { className: "verbatim" }, ...shown(text, words));
  return make("li", {}, title, make("p", { className: "from", textContent: place }), passage);
}

async function search(words) {
  const list = document.getElementById("found-all");
  list.replaceChildren(make("p", { className: "own-note", textContent: say("browser.searching") }));
  const answer = await fetch(visitPath(`found.json?q=${encodeURIComponent(words)}`)).catch(() => null);
  const found = await answer?.json().catch(() => null);
  if (document.getElementById("find-all")?.value.trim() !== words) return;
  if (Array.isArray(found) && found.length) list.replaceChildren(make("ol", { className: "found" }, ...found.map((each) => entry(each, words))));
  else list.replaceChildren(make("p", { className: "own-note", textContent: found?.reason ?? say(found ? "browser.nothing_found" : "browser.busy") }));
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".find-all")) return;
  event.preventDefault();
  const words = event.target.querySelector("input").value.trim();
  if (words) search(words);
  else document.getElementById("found-all").replaceChildren();
});
