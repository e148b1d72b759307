// The language of the page, chosen by the visitor and kept in this browser.

import { leaveQuietly } from "./composer.js";

const YEAR = 365 * 24 * 3600; // seconds

document.addEventListener("change", (event) => {
  if (event.target.id !== "language") return;
  document.cookie = `language=${event.target.value}; max-age=${YEAR}; samesite=strict`;
  leaveQuietly();
  location.reload();
});
