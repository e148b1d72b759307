// Saves a chart as a picture, or the table that it is drawn from as CSV.

const SCALE = 3; // pixels of the picture for each unit of the chart
const INK = { ".chart-title, .chart-label, .chart-value": ["fill", "#1d2022"], ".chart-bar": ["fill", "#0b5f56"], ".chart-line": ["stroke", "#dfdad0"] };
const FORMULA = /^\s*[=+\-@\t\r]/; // a spreadsheet would take such a cell for a formula

function save(content, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The chart with its colours written into it, as it is drawn outside the page.
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  for (const [selector, [name, value]] of Object.entries(INK)) {
    for (const element of copy.querySelectorAll(selector)) element.setAttribute(name, value);
  }
  return new XMLSerializer().serializeToString(copy);
}

async function savePicture(svg, name) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(standalone(svg))}`;
  await image.decode();
  const { width, height } = svg.viewBox.baseVal;
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((content) => save(content, name), "image/png");
}

function cellText(cell) {
  const copy = cell.cloneNode(true);
  for (const chip of copy.querySelectorAll(".chip")) chip.remove();
  const parts = copy.querySelectorAll(".line").length ? [...copy.querySelectorAll(".line")] : [copy];
  const text = parts.map((part) => part.textContent.replaceAll("\u2060", "").trim()).join("; ");
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (!button) return;
  const figure = button.closest(".chart");
  const svg = figure?.querySelector("svg");
  const format = button.dataset.save;
  if (format === "png") savePicture(svg, "chart.png");
  else if (format === "svg") save(new Blob([standalone(svg)], { type: "image/svg+xml" }), "chart.svg");
  else {
    const table = button.dataset.table ? document.getElementById(button.dataset.table) : figure.previousElementSibling;
    const rows = [...table.querySelectorAll("tr")];
    save(new Blob([rows.map((row) => [...row.cells].map(cellText).join(",")).join("\r\n")], { type: "text/csv" }), "table.csv");
  }
});
