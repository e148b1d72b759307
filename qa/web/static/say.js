// The page's own words, in the language that the server chose for this browser.

import { language, texts } from "./words.js";

export { language };

// A text with its {placeholders} filled.
export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
