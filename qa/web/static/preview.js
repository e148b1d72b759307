// What a chip's source is, shown beside the chip while it is hovered over or focused.

const LONGEST = 240;
const PARTS = [["strong", ".card-title"], ["span", ".card-file"], ["q", ".quote"]];

let box = null;

function show(chip) {
  const card = document.getElementById(chip.dataset.open);
  if (!card) return;
  hidePreview();
  box = document.createElement("div");
  box.id = "preview";
  box.setAttribute("role", "tooltip");
  for (const [tag, selector] of PARTS) {
    const part = document.createElement(tag);
    const text = card.querySelector(selector).textContent;
    part.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
    box.append(part);
  }
  document.body.append(box);
  const place = chip.getBoundingClientRect();
  const left = Math.min(place.left, document.documentElement.clientWidth - box.offsetWidth - 16);
  const below = place.bottom + 8 + box.offsetHeight < innerHeight;
  box.style.left = `${Math.max(left, 16) + scrollX}px`;
  box.style.top = `${scrollY + (below ? place.bottom + 8 : place.top - 8 - box.offsetHeight)}px`;
  chip.setAttribute("aria-describedby", "preview");
}

// Takes the preview away; tells whether there was one.
export function hidePreview() {
  const was = box !== null;
  box?.remove();
  box = null;
  return was;
}

for (const [start, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(start, (event) => {
    const chip = event.target.closest?.(".chip");
    if (chip && (start === "mouseover" || chip.matches(":focus-visible"))) show(chip);
  });
  document.addEventListener(end, (event) => event.target.closest?.(".chip") && hidePreview());
}
