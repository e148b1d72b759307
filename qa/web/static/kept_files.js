// Uploaded files, kept for a restart of the server: encrypted under a key that ends with the tab, so that nobody can read
// what is left in the browser. Without a secure context there is no key, and nothing is kept.

const STORE = "files";
const LONGEST = 24 * 3600 * 1000; // milliseconds that unreadable remains of closed tabs are kept

function tab() {
  let id = sessionStorage.getItem("tab");
  if (!id) sessionStorage.setItem("tab", (id = crypto.randomUUID()));
  return id;
}

async function tabKey() {
  const known = sessionStorage.getItem("tab-key");
  if (known) return crypto.subtle.importKey("jwk", JSON.parse(known), "AES-GCM", true, ["encrypt", "decrypt"]);
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  sessionStorage.setItem("tab-key", JSON.stringify(await crypto.subtle.exportKey("jwk", key)));
  return key;
}

const outcome = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

async function store(mode) {
  const opening = indexedDB.open("factsheet-qa.uploads", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: ["tab", "id"] });
  const database = await outcome(opening);
  return database.transaction(STORE, mode).objectStore(STORE);
}

export const hasKeptFiles = () => Boolean(sessionStorage.getItem("tab"));
const isPossible = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

// Keeps a file under the id that the server gave it. A full or forbidden store keeps nothing.
export async function keepFile(id, file) {
  if (!isPossible()) return;
  try {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const name = new TextEncoder().encode(JSON.stringify(file.name));
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, name.length);
    const whole = await new Blob([head, name, file]).arrayBuffer();
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await tabKey(), whole);
    await outcome((await store("readwrite")).put({ tab: tab(), id, iv, data, when: Date.now() }));
  } catch {
    // The file is with the server; only a restart of it would lose the file.
  }
}

export async function forgetFile(id) {
  if (!isPossible()) return;
  await store("readwrite").then((files) => outcome(files.delete([tab(), id]))).catch(() => null);
}

async function opened({ iv, data }) {
  const whole = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await tabKey(), data);
  const length = new DataView(whole).getUint32(0);
  const name = JSON.parse(new TextDecoder().decode(whole.slice(4, 4 + length)));
  return new File([whole.slice(4 + length)], name);
}

// The files of this tab that the server does not have; remains of tabs closed long ago are deleted.
export async function filesMissing(known) {
  if (!isPossible() || !hasKeptFiles()) return [];
  try {
    const all = await outcome((await store("readonly")).getAll());
    const files = await store("readwrite");
    for (const each of all) if (Date.now() - each.when > LONGEST) files.delete([each.tab, each.id]);
    const missing = all.filter((each) => each.tab === tab() && !known.includes(each.id));
    return await Promise.all(missing.map(opened));
  } catch {
    return [];
  }
}
