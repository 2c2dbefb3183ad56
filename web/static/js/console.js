// The console: news on a case as they come, a reply that is never lost, ready-made texts put into it by a click.
import { follow } from "./live.js";

const talk = document.querySelector("[data-live-case]");
if (talk) serveCase(talk);

function serveCase(place) {
  const number = place.dataset.liveCase;
  const area = document.querySelector("[data-reply] textarea");
  if (area) keepDraft(area, number);
  follow(
    () => `/staff/cases/${number}/events?after=${place.dataset.version}`,
    { changed: ({ data }) => refresh(place, number, data) },
    () => refresh(place, number, null),
  );
}

/** `data`: what the stream says of the case; null where there is none, and only what was written is looked at. */
async function refresh(place, number, data) {
  if (data && data.version <= Number(place.dataset.version)) return;
  try {
    const response = await fetch(`/staff/cases/${number}/said`);
    if (!response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = document.importNode(parsed.querySelector("[data-said]"), true);
    const shown = place.querySelector("[data-said]");
    const isNew = fresh.children.length > shown.children.length;
    shown.replaceWith(fresh);
    place.dataset.version = fresh.dataset.version;
    const hasChanged = data && (data.state !== place.dataset.state || (data.owner ?? "") !== place.dataset.owner);
    const words = [isNew && place.dataset.wordsNews, hasChanged && place.dataset.wordsChanged].filter(Boolean);
    if (words.length) place.querySelector("[data-live-news]").textContent = words.join("");
  } catch {
    // The next event, or a reload, shows it.
  }
}

function keepDraft(area, number) {
  const key = `reply:${number}`;
  const keep = () => (area.value ? sessionStorage.setItem(key, area.value) : sessionStorage.removeItem(key));
  if (area.form.matches("[data-sent]")) {
    sessionStorage.removeItem(key);
    history.replaceState(null, "", location.pathname); // read again, this page keeps what has been typed since
  }
  if (area.value) keep();
  else area.value = sessionStorage.getItem(key) ?? "";
  area.addEventListener("input", keep);
  for (const button of document.querySelectorAll("[data-snippet]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = button.parentElement.querySelector("[data-snippet-text]").textContent;
      area.value = area.value.trim() ? `${area.value.trimEnd()}\n${text}` : text;
      keep();
      area.focus();
    });
  }
}
