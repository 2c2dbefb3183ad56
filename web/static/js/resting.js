// The banner that the chat rests, kept true while a page stays open. Its place is a live region: changes are read out.

export function showRest(rests) {
  const place = document.querySelector("[data-resting]");
  const shown = place.querySelector(".resting__text:not(.resting__text--over)");
  if (rests === Boolean(shown)) return;
  const words = document.createElement("p");
  words.className = rests ? "resting__text" : "resting__text resting__text--over";
  words.textContent = rests ? place.dataset.wordsRests : place.dataset.wordsOver;
  place.replaceChildren(words);
}
