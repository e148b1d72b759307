// Before anything is drawn: what is not in English waits until the server has put the page into the browser's language.

const chosen = /(?:^|; )language=(\w+)/.exec(document.cookie)?.[1];
if (!/^en/i.test(chosen ?? navigator.language)) document.documentElement.classList.add("waiting");

// What the server sends may come before the page's modules are loaded: they are sent these events again.
globalThis.earlyEvents = new Set();
for (const name of ["masthead-changed", "library-changed", "visit-opened", "conversation-changed", "next-questions-shown"]) {
  document.addEventListener(name, () => globalThis.earlyEvents.add(name));
}
