// The console: news on a case as they come, a reply that is never lost, ready-made texts put into it by a click.
import { follow } from "./live.js";
import { leadBack, watchQueue } from "./queue.js";

const talk = document.querySelector("[data-live-case]");
if (talk) serveCase(talk);
const queue = document.querySelector("[data-queue]");
if (queue) watchQueue(queue);
for (const link of document.querySelectorAll("[data-back-to-queue]")) leadBack(link);

function serveCase(place) {
  const number = place.dataset.liveCase;
  const area = document.querySelector("[data-reply] textarea");
  for (const form of document.querySelectorAll("[data-keep]")) keepDraft(form, number);
  if (area) serveSnippets(area);
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

function keepDraft(form, number) {
  const area = form.querySelector("textarea");
  const key = `${form.dataset.keep}:${number}`;
  const keep = () => (area.value ? sessionStorage.setItem(key, area.value) : sessionStorage.removeItem(key));
  if (form.matches("[data-sent]")) {
    sessionStorage.removeItem(key);
    history.replaceState(null, "", location.pathname); // read again, this page keeps what has been typed since
  }
  if (area.value) keep();
  else area.value = sessionStorage.getItem(key) ?? "";
  if (area.value) form.closest("details")?.setAttribute("open", "");
  area.addEventListener("input", keep);
}

function serveSnippets(area) {
  for (const button of document.querySelectorAll("[data-snippet]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = button.parentElement.querySelector("[data-snippet-text]").textContent;
      area.value = area.value.trim() ? `${area.value.trimEnd()}\n${text}` : text;
      area.dispatchEvent(new Event("input"));
      area.focus();
    });
  }
}
