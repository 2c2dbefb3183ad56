// Entry of every page: each part looks for what it serves and does nothing where that is missing.
import { startConversationPage } from "./conversation.js";
import { serveMenus, serveSources } from "./disclosure.js";
import { serveStartForms } from "./start.js";

serveMenus();
serveSources();
serveStartForms();
startConversationPage();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    window.print();
  });
}

for (const form of document.querySelectorAll("[data-forget]")) {
  form.addEventListener("submit", () => sessionStorage.removeItem(`draft:${form.dataset.forget}`));
}
