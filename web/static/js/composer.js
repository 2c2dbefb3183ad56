// The form at the foot of a conversation: Enter sends, Shift+Enter begins a new line, what is typed is never lost.

export class Composer {
  constructor(form, id, words, noticeTemplate) {
    this.form = form;
    this.area = form.querySelector("textarea");
    this.button = form.querySelector("button[type=submit]");
    this.errors = form.querySelector("[data-composer-error]");
    this.words = words;
    this.noticeTemplate = noticeTemplate;
    this.draftKey = `draft:${id}`;
    this.sendLabel = this.button.textContent.trim();
    this.isBusy = false;
    if (!this.area.value) this.area.value = sessionStorage.getItem(this.draftKey) ?? "";
    this.fit();
  }

  onSend(send) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.area.value.trim();
      if (!text) this.showError(this.words.empty);
      else if (!this.isBusy) send(text);
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    this.area.addEventListener("input", () => {
      this.keepDraft();
      this.fit();
    });
    this.form.noValidate = true;
  }

  setBusy(isBusy) {
    this.isBusy = isBusy;
    this.button.setAttribute("aria-disabled", String(isBusy));
    this.button.querySelector("span").textContent = isBusy ? this.words.sending : this.sendLabel;
  }

  clear() {
    this.area.value = "";
    this.keepDraft();
    this.fit();
  }

  /** Puts a text back that did not get through, before whatever has been typed meanwhile. */
  restore(text) {
    const typed = this.area.value.trim();
    this.area.value = typed && typed !== text ? `${text}\n${typed}` : text;
    this.keepDraft();
    this.fit();
    this.area.focus();
  }

  showError(text) {
    const notice = this.noticeTemplate.content.firstElementChild.cloneNode(true);
    notice.querySelector(".notice__text").textContent = text;
    this.errors.replaceChildren(notice);
  }

  clearError() {
    this.errors.replaceChildren();
  }

  keepDraft() {
    if (this.area.value) sessionStorage.setItem(this.draftKey, this.area.value);
    else sessionStorage.removeItem(this.draftKey);
  }

  fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.area.rows = Math.min(5, this.area.value.split("\n").length);
  }
}
