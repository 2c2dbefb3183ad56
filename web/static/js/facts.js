// The panel of known facts: fetched anew after each turn, since an answer may have taught the service something.

export async function refreshFacts(conversationId) {
  const panel = document.querySelector("[data-facts-panel]");
  if (!panel || isReadIn(panel)) return;
  try {
    const response = await fetch(`/c/${conversationId}/facts`);
    if (!response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = document.importNode(parsed.querySelector("[data-facts-panel]"), true);
    if (isReadIn(panel)) return;
    if (panel.querySelector("details[open]")) fresh.querySelector("details")?.setAttribute("open", "");
    // Whoever has come to the closed panel by keyboard meanwhile must not be thrown back to the top of the page.
    const isFocused = panel.contains(document.activeElement);
    panel.replaceWith(fresh);
    if (isFocused) fresh.querySelector("summary")?.focus({ preventScroll: true });
  } catch {
    // The panel stays as it was; the next turn tries again.
  }
}

/** Somebody is at work in the open panel: it is left alone. */
const isReadIn = (panel) => panel.querySelector("details[open]")?.contains(document.activeElement) ?? false;
