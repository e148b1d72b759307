// Wires the conversation and the source panel, which the server renders, to the page view and the previews.

import { PageView } from "./viewer.js";

const view = new PageView();
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function cardOf(key) {
  return key ? document.getElementById(key) : null;
}

function showEvidence(card) {
  const group = card.closest(".evidence");
  for (const other of document.querySelectorAll(".evidence")) other.hidden = other !== group;
}

function open(card, opener, focus = true) {
  preview.hide();
  showEvidence(card);
  view.show(card, opener, focus);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  const card = opener ? cardOf(opener.dataset.open) : event.target.closest(".card");
  if (!card || (!opener && String(getSelection()))) return;
  event.preventDefault();
  open(card, opener || card.querySelector("[data-open]"));
});

// The newest answer comes into view, its pages are fetched ahead, and an open page view follows it.
document.addEventListener("conversation-changed", () => requestAnimationFrame(() => {
  const turns = document.querySelectorAll(".turn");
  if (!turns.length) return view.close(false);
  turns[turns.length - 1].scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  const cards = document.querySelectorAll(`.evidence[data-turn="${turns.length}"] .card`);
  for (const card of cards) PageView.fetchAhead(card);
  if (view.isOpen && cards.length) open(cards[0], null, false);
}));

const preview = {
  box: null,
  show(chip) {
    const card = cardOf(chip.dataset.open);
    if (!card) return;
    this.hide();
    const parts = [["strong", ".card-title"], ["span", ".card-file"], ["q", ".quote"]].map(([tag, selector]) => {
      const part = document.createElement(tag);
      const text = card.querySelector(selector).textContent;
      part.textContent = text.length > 240 ? `${text.slice(0, 240)} …` : text;
      return part;
    });
    this.box = document.createElement("div");
    this.box.id = "preview";
    this.box.setAttribute("role", "tooltip");
    this.box.append(...parts);
    document.body.append(this.box);
    const place = chip.getBoundingClientRect();
    const left = Math.min(place.left, document.documentElement.clientWidth - this.box.offsetWidth - 16);
    const below = place.bottom + 8 + this.box.offsetHeight < innerHeight;
    this.box.style.left = `${Math.max(left, 16) + scrollX}px`;
    this.box.style.top = `${scrollY + (below ? place.bottom + 8 : place.top - 8 - this.box.offsetHeight)}px`;
    chip.setAttribute("aria-describedby", "preview");
  },
  hide() {
    this.box?.remove();
    this.box = null;
  },
};

for (const [start, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(start, (event) => {
    const chip = event.target.closest?.(".chip");
    if (chip && (start === "mouseover" || chip.matches(":focus-visible"))) preview.show(chip);
  });
  document.addEventListener(end, (event) => event.target.closest?.(".chip") && preview.hide());
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (preview.box) preview.hide();
  else view.close();
});

// Gradio's accordion does not say whether it is open.
for (const kind of ["focusin", "click"]) {
  document.addEventListener(kind, (event) => {
    const heading = event.target.closest?.("#scope > button");
    if (heading) requestAnimationFrame(() => heading.setAttribute("aria-expanded", heading.classList.contains("open")));
  });
}
