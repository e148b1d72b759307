// Bringing documents: sent one after the other with their progress, then watched until each is ready or refused.

import { filesMissing, forgetFile, hasKeptFiles, keepFile } from "./kept_files.js";
import { say } from "./say.js";
import { visitPath } from "./visit.js";

const EVERY = 700; // milliseconds between two looks at how far the files have come
const list = () => document.getElementById("uploads");
const path = (rest = "") => visitPath(`uploads${rest}`);
const refused = []; // files that never reached the server: name and reason, until they are dismissed

let watching = null;

function entry(id, name) {
  const existing = list().querySelector(`[data-upload="${CSS.escape(id)}"]`);
  if (existing) return existing;
  const item = document.createElement("li");
  const words = Object.assign(document.createElement("div"), { className: "upload-words" });
  item.dataset.upload = id;
  for (const [part, text] of [["upload-name", name], ["upload-state", ""]]) {
    words.append(Object.assign(document.createElement("span"), { className: part, textContent: text }));
  }
  const bar = Object.assign(document.createElement("progress"), { max: 1 });
  bar.setAttribute("aria-label", name);
  item.append(words, bar);
  list().append(item);
  return item;
}

function draw(item, state, line, share) {
  item.className = `upload ${state}`;
  item.querySelector(".upload-state").textContent = line;
  const bar = item.querySelector("progress");
  if (!bar) return;
  if (state === "refused" || state === "ready") bar.remove();
  else if (share === null) bar.removeAttribute("value");
  else bar.value = share;
}

// Sends one file; XMLHttpRequest, because fetch does not tell how much has been sent.
function send(file, item) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", path());
    request.setRequestHeader("X-Name", encodeURIComponent(file.name));
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      draw(item, "sending", say("uploads.sending", { percent: Math.round((100 * loaded) / total) }), loaded / total);
    });
    request.addEventListener("load", () => done(request.response || {}));
    request.addEventListener("error", () => done({}));
    request.send(file);
  });
}

// Notes a file that the server never got, so that its reason can be read until it is dismissed.
function refuse(name, reason) {
  refused.push({ id: `refused-${crypto.randomUUID()}`, name, reason });
  showRefused();
}

function showRefused() {
  for (const { id, name, reason } of refused) {
    const item = entry(id, name);
    draw(item, "refused", say("uploads.refused", { reason }), null);
    if (item.querySelector("button")) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "remove", textContent: say("uploads.dismiss") });
    button.setAttribute("aria-label", say("uploads.dismiss_file", { name }));
    button.addEventListener("click", () => {
      refused.splice(refused.findIndex((each) => each.id === id), 1);
      item.remove();
    });
    item.append(button);
  }
}

async function bring(files) {
  const most = Number(document.getElementById("upload").dataset.maxBytes);
  for (const file of files) {
    if (file.size > most) {
      refuse(file.name, say("uploads.size", { most: Math.floor(most / 1e6) }));
      continue;
    }
    const item = entry(`sending-${crypto.randomUUID()}`, file.name);
    draw(item, "sending", say("uploads.sending", { percent: 0 }), 0);
    const answer = await send(file, item);
    if (!answer.id) {
      item.remove();
      refuse(file.name, answer.reason || say("uploads.failed"));
      continue;
    }
    list().querySelector(`[data-upload="${answer.id}"]`)?.remove();
    item.dataset.upload = answer.id;
    draw(item, answer.state, answer.line, null);
    if (answer.state !== "refused" && list().matches("[data-own]")) keepFile(answer.id, file);
    watch();
  }
}

// After a restart of the server, the tab's files are sent again. Resolves when they can be asked.
export async function bringBack() {
  if (!hasKeptFiles() || !list()?.matches("[data-own]")) return;
  const answer = await fetch(path()).catch(() => null);
  if (!answer?.ok) return;
  const missing = await filesMissing((await answer.json()).map((upload) => upload.id));
  if (!missing.length) return;
  const settled = new Promise((done) => document.addEventListener("uploads-changed", done, { once: true }));
  await bring(missing);
  await settled;
}

async function look() {
  const answer = await fetch(path()).catch(() => null);
  const uploads = answer?.ok ? await answer.json() : [];
  for (const upload of uploads) {
    draw(entry(upload.id, upload.name), upload.state, upload.line, upload.total ? upload.done / upload.total : null);
  }
  watching = null;
  if (uploads.some((upload) => ["waiting", "reading", "indexing"].includes(upload.state))) watch();
  else document.dispatchEvent(new CustomEvent("uploads-changed"));
}

function watch() {
  watching ??= setTimeout(look, EVERY);
}

async function remove(button) {
  const answer = await fetch(path(`/${button.dataset.remove}`), { method: "DELETE" }).catch(() => null);
  if (answer?.ok) forgetFile(button.dataset.remove);
  if (answer?.ok) return document.dispatchEvent(new CustomEvent("uploads-changed"));
  const { reason } = (await answer?.json().catch(() => null)) || {};
  button.closest("li").querySelector(".upload-state").textContent = reason || say("uploads.failed");
}

document.addEventListener("library-changed", () => requestAnimationFrame(() => list() && showRefused()));
document.addEventListener("change", (event) => {
  if (event.target.id !== "upload") return;
  bring([...event.target.files]);
  event.target.value = "";
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (button) remove(button);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = document.getElementById("drop");
    if (!drop || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const inside = event.target.closest?.("#library");
    drop.classList.toggle("over", kind === "dragover" && Boolean(inside));
    if (kind === "drop" && inside) bring([...event.dataTransfer.files]);
  });
}
