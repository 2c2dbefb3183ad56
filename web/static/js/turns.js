// The turns on the page: a pending one while its answer comes, then the same HTML the server would have shown.

export class Turns {
  constructor(list, announcer, pendingTemplate) {
    this.list = list;
    this.announcer = announcer;
    this.pendingTemplate = pendingTemplate;
    this.isFollowing = false;
    for (const name of ["wheel", "touchmove"]) {
      window.addEventListener(name, () => (this.isFollowing = false), { passive: true });
    }
    window.addEventListener("keydown", (event) => {
      if (["PageUp", "PageDown", "ArrowUp", "Home", "End"].includes(event.key)) this.isFollowing = false;
    });
  }

  get lastId() {
    const ids = [...this.list.querySelectorAll("[data-turn]")].map((turn) => Number(turn.dataset.turn));
    return Math.max(0, ...ids);
  }

  begin(question, progress) {
    this.list.querySelector("[data-empty]")?.remove();
    this.hideQuickReplies(true);
    const turn = this.pendingTemplate.content.querySelector("[data-pending]").cloneNode(true);
    turn.querySelector("[data-pending-question]").textContent = question;
    turn.querySelector("[data-pending-step]").textContent = progress;
    this.list.append(turn);
    this.announcer.replaceChildren(progress);
    this.isFollowing = true;
    turn.scrollIntoView({ block: "start", behavior: "instant" });
    return turn;
  }

  showProgress(turn, text) {
    turn.querySelector("[data-pending-step]").textContent = text;
  }

  /** Adds a checked sentence; one whose index has been there takes its place, and what came after it goes. */
  addSentence(turn, text, index) {
    const shown = turn.querySelector("[data-pending-text]");
    if (index !== undefined) [...shown.children].slice(index).forEach((line) => line.remove());
    const line = document.createElement("p");
    line.textContent = text.replaceAll("**", "");
    shown.append(line);
    this.announce(line.textContent);
    this.follow(turn);
  }

  /** Takes a pending turn away whose message did not get through. */
  drop(turn) {
    turn.remove();
    this.hideQuickReplies(false);
  }

  /** Shows a turn that is stored nowhere: the text alone. */
  end(turn, text) {
    turn.querySelector("[data-pending-progress]").remove();
    turn.querySelector("[data-pending-text]").replaceChildren();
    this.addSentence(turn, text);
    turn.removeAttribute("aria-busy");
  }

  /** Puts the server's HTML in the place of the pending turn. Returns the newest turn, or null if there was none. */
  settle(turn, html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const nodes = [...parsed.body.children].map((node) => document.importNode(node, true));
    if (!nodes.some((node) => node.matches("[data-turn]"))) return null;
    for (const old of this.list.querySelectorAll("[data-quick-replies]")) old.remove();
    for (const card of this.list.querySelectorAll("[data-assessment][open]")) card.open = false;
    for (const chip of this.list.querySelectorAll("[data-filter-chips] button")) chip.disabled = true;
    this.list.querySelector("[data-empty]")?.remove();
    if (turn?.isConnected) turn.replaceWith(...nodes);
    else this.list.append(...nodes);
    const newest = nodes.filter((node) => node.matches("[data-turn]")).pop();
    this.follow(newest, nodes.at(-1));
    return newest;
  }

  hideQuickReplies(isHidden) {
    for (const form of this.list.querySelectorAll("[data-quick-replies]")) form.hidden = isHidden;
  }

  announce(text) {
    const sentence = document.createElement("span");
    sentence.textContent = text;
    this.announcer.append(sentence);
  }

  /** Keeps the growing answer in view; never pushes its question out of it, nor moves someone who reads elsewhere. */
  follow(turn, last = turn) {
    if (!this.isFollowing) return;
    const dockTop = document.querySelector(".dock").getBoundingClientRect().top;
    const mastheadBottom = Math.max(0, document.querySelector(".masthead").getBoundingClientRect().bottom);
    const box = turn.getBoundingClientRect();
    const hidden = last.getBoundingClientRect().bottom + 8 - dockTop;
    if (hidden > 0) window.scrollBy({ top: Math.min(hidden, box.top - mastheadBottom - 8), behavior: "instant" });
  }
}
