// A link that carries the questions of a conversation after its #, where no server sees them; and printing.

import { say } from "./say.js";

const MARK = "#conversation=";
const opened = []; // what printing opened

function link() {
  const addresses = [...document.querySelectorAll(".turn[data-address]")].map((turn) => turn.dataset.address.slice(1));
  return location.origin + location.pathname + MARK + addresses.map(encodeURIComponent).join("&");
}

// The addresses of the questions that a link carries; none for other links.
export function sharedConversation() {
  if (!location.hash.startsWith(MARK)) return [];
  const addresses = location.hash.slice(MARK.length).split("&").filter(Boolean).map((part) => `?${decodeURIComponent(part)}`);
  history.replaceState(null, "", location.pathname);
  return addresses;
}

async function share(button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(link());
    button.textContent = say("browser.copied");
  } catch {
    const field = Object.assign(document.createElement("input"), { value: link(), readOnly: true });
    field.setAttribute("aria-label", say("browser.not_copied"));
    button.replaceChildren(`${say("browser.not_copied")} `, field);
    field.select();
    return;
  }
  button.closest("details").addEventListener("toggle", () => {
    button.textContent = before;
  }, { once: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-share]");
  if (button) share(button);
  if (event.target.closest("[data-print]")) {
    event.target.closest("details").open = false;
    print();
  }
});

// The sources of every turn are printed, with their quotes.
addEventListener("beforeprint", () => {
  for (const element of document.querySelectorAll("#panel .evidence[hidden]")) {
    element.hidden = false;
    opened.push(() => { element.hidden = true; });
  }
  for (const element of document.querySelectorAll("#panel .card-quote:not([open]), #conversation details:not([open])")) {
    element.open = true;
    opened.push(() => { element.open = false; });
  }
});
addEventListener("afterprint", () => {
  for (const undo of opened.splice(0)) undo();
});
