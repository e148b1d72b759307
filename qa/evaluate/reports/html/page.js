// Filters the wrong answers. Without a script all of them are shown.
const form = document.getElementById("filters");
if (form) {
  const mistakes = [...document.querySelectorAll(".mistake")];
  const shown = document.getElementById("shown");
  const matches = (mistake, name, value) =>
    value === "" || (name === "document" ? JSON.parse(mistake.dataset.documents).includes(value) : mistake.dataset[name] === value);
  const filter = () => {
    const wanted = [...new FormData(form)];
    for (const mistake of mistakes) mistake.hidden = !wanted.every(([name, value]) => matches(mistake, name, value));
    shown.textContent = `${mistakes.filter((mistake) => !mistake.hidden).length} of ${mistakes.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}
