// The visit of this tab: its token is in the page, and kept for the tab so that a reload finds the visit again.

const tools = () => document.querySelector("[data-visit]");

export const visitToken = () => tools()?.dataset.visit;
export const maxLength = () => Number(tools()?.dataset.maxLength ?? Infinity);

export function visitPath(rest = "") {
  return `visits/${visitToken()}/${rest}`;
}

// "here", "gone" (the server no longer knows the visit) or "lost" (no server answers).
export async function visitState() {
  const answer = await fetch(visitPath("conversation.json"), { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (!answer || answer.status >= 500) return "lost";
  return answer.ok ? "here" : "gone";
}

document.addEventListener("visit-opened", () => requestAnimationFrame(() => sessionStorage.setItem("visit", visitToken())));
