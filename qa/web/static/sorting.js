// The table of a comparison: sorted by a column, up and then down, and with the columns that are chosen.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

document.addEventListener("click", (event) => {
  const head = event.target.closest(".sort")?.closest("th");
  if (!head) return;
  const place = head.cellIndex;
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.cells) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = head.closest("table").tBodies[0];
  const key = (row) => row.cells[place]?.dataset.sort ?? row.cells[place]?.textContent ?? "";
  const rows = [...body.rows].sort((a, b) => collator.compare(key(a), key(b)));
  body.append(...(down ? rows.reverse() : rows));
});

// The columns of a comparison are shown and hidden.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-column]");
  if (!button) return;
  const isShown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isShown));
  for (const row of document.querySelectorAll(".compared tr")) {
    const cell = row.cells[button.dataset.column];
    if (cell && cell.colSpan === 1) cell.hidden = !isShown;
  }
});
