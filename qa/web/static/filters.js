// A field that narrows the boxes of a long filter while typing.

import { say } from "./say.js";

const MANY = 8; // boxes from which a search pays

function addSearch(group) {
  const boxes = group.querySelectorAll("label:has(input[type=checkbox])");
  if (boxes.length < MANY || group.querySelector(".filter-search")) return;
  const search = Object.assign(document.createElement("input"), { type: "search", className: "filter-search", placeholder: say("browser.filter_find") });
  search.setAttribute("aria-label", say("browser.filter_find"));
  search.addEventListener("input", () => {
    for (const box of group.querySelectorAll("label:has(input[type=checkbox])")) {
      box.hidden = !box.textContent.toLowerCase().includes(search.value.trim().toLowerCase());
    }
  });
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  group.querySelector(".wrap").before(search);
}

new MutationObserver(() => document.querySelectorAll(".choices").forEach(addSearch)).observe(document.body, { subtree: true, childList: true });
