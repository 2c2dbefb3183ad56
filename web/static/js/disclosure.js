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
  let opened = null; // by a click: the event that follows must not open it again for one who has closed it meanwhile
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.mark");
    if (!mark || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    opened = mark.hash === location.hash ? null : mark.hash;
    location.hash = mark.hash;
    reveal(mark.hash);
  });
  window.addEventListener("hashchange", () => {
    if (location.hash !== opened) reveal(location.hash);
    opened = null;
  });
  window.addEventListener("beforeprint", () => {
    for (const source of document.querySelectorAll("details.source, .spelled-out")) source.open = true;
  });
  reveal(location.hash);
}

/** Opens whatever closed parts hold the place an address leads to, where the browser does not do so itself. */
function reveal(hash) {
  const target = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  const closest = target?.closest("details");
  if (!closest) return;
  for (let each = closest; each; each = each.parentElement.closest("details")) each.open = true;
  target.focus({ preventScroll: true });
}
