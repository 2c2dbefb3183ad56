// The queue: says that it has changed without moving a line under the reader's eyes, and remembers its filters.
const EVERY_MS = 30_000;
const KEPT = "queue";

export function watchQueue(place) {
  sessionStorage.setItem(KEPT, location.pathname + location.search);
  const title = document.title;
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const response = await fetch("/staff/waiting", { redirect: "error" });
      if (response.ok) tell(place, await response.json(), title);
    } catch {
      // Logged out, or no network: the next look, or the next click, shows it.
    }
  };
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}

export function leadBack(link) {
  const kept = sessionStorage.getItem(KEPT) ?? "";
  if (kept === "/staff" || kept.startsWith("/staff?")) link.href = kept;
}

function tell(place, now, title) {
  const isSame = ["total", "open", "overdue"].every((name) => Number(place.dataset[name]) === now[name]);
  document.title = isSame ? title : `● ${title}`;
  const words = place.dataset.words.replace("{open}", now.open).replace("{overdue}", now.overdue);
  if (isSame || place.firstChild?.textContent === words) return;
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = place.dataset.link;
  place.replaceChildren(words, " ", link);
}
