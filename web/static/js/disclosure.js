// What opens and closes: menus close by Escape and by a click elsewhere; a citation mark opens the source it leads to.

export function serveMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    const open = document.activeElement?.closest("details[open]") ?? document.querySelector("[data-menu][open]");
    if (!open) return;
    open.removeAttribute("open");
    open.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
}

export function serveSources() {
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.mark");
    if (mark) reveal(mark.hash);
  });
  window.addEventListener("hashchange", () => reveal(location.hash));
  window.addEventListener("beforeprint", () => {
    for (const source of document.querySelectorAll("details.source")) source.open = true;
  });
  reveal(location.hash);
}

function reveal(hash) {
  const body = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  const source = body?.closest("details.source");
  if (!source) return;
  source.open = true;
  body.focus({ preventScroll: true });
}
