// What a chip's source is, shown beside the chip while it is hovered over or focused.

const LONGEST = 240;
const PARTS = [["strong", ".card-title"], ["span", ".card-file"], ["q", ".quote"]];

let box = null;
let shownFor = null;

function show(chip) {
  const card = document.getElementById(chip.dataset.open);
  if (!card) return;
  hidePreview();
  shownFor = chip;
  box = document.createElement("div");
  box.id = "preview";
  box.setAttribute("role", "tooltip");
  for (const [tag, selector] of PARTS) {
    const part = document.createElement(tag);
    const text = card.querySelector(selector).textContent;
    part.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
    box.append(part);
  }
  (chip.closest("main") || document.body).append(box);
  chip.setAttribute("aria-describedby", "preview");
  place();
}

// Puts the preview below its chip, or above it where there is no room.
function place() {
  if (!box) return;
  const at = shownFor.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 16);
  const below = at.bottom + 8 + box.offsetHeight < innerHeight;
  box.style.left = `${Math.max(left, 16)}px`;
  box.style.top = `${below ? at.bottom + 8 : at.top - 8 - box.offsetHeight}px`;
}

// Takes the preview away; tells whether there was one.
export function hidePreview() {
  const was = box !== null;
  box?.remove();
  shownFor?.removeAttribute("aria-describedby");
  box = shownFor = null;
  return was;
}

for (const [start, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(start, (event) => {
    const chip = event.target.closest?.(".chip");
    if (chip && (start === "mouseover" || chip.matches(":focus-visible"))) show(chip);
  });
  document.addEventListener(end, (event) => event.target.closest?.(".chip") && hidePreview());
}
addEventListener("scroll", place, { capture: true, passive: true });
