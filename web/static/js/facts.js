// The panel of known facts: fetched anew after each turn, since an answer may have taught the service something.

export async function refreshFacts(conversationId) {
  const panel = document.querySelector("[data-facts-panel]");
  if (!panel) return;
  const open = panel.querySelector("details[open]");
  if (open?.contains(document.activeElement)) return;
  try {
    const response = await fetch(`/c/${conversationId}/facts`);
    if (!response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = document.importNode(parsed.querySelector("[data-facts-panel]"), true);
    if (open) fresh.querySelector("details")?.setAttribute("open", "");
    panel.replaceWith(fresh);
  } catch {
    // The panel stays as it was; the next turn tries again.
  }
}
