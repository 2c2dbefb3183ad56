// The conversation page: asks without leaving it, shows sentences as they come, and finds its way back after a cut.
import { Composer } from "./composer.js";
import { refreshFacts } from "./facts.js";
import { serveFeedback } from "./feedback.js";
import { follow } from "./live.js";
import { showRest } from "./resting.js";
import { firstQuestionKey } from "./start.js";
import { CutError, ProblemError, sendMessage } from "./stream.js";
import { Turns } from "./turns.js";

const RETRY_SECONDS = [1, 2, 4, 8, 15];
const MOST_TRIES = 6; // of fetching what the stream has announced, a second longer apart each time

export function startConversationPage() {
  const page = document.querySelector("[data-conversation]");
  if (page) new ConversationPage(page).start();
}

class ConversationPage {
  constructor(page) {
    const find = (name) => document.querySelector(`[data-${name}]`);
    this.id = page.dataset.conversation;
    this.words = {
      sending: page.dataset.wordsSending,
      received: page.dataset.wordsReceived,
      offline: page.dataset.wordsOffline,
      gaveUp: page.dataset.wordsGaveUp,
      thanks: page.dataset.wordsThanks,
      empty: page.dataset.wordsEmpty,
    };
    this.turns = new Turns(find("turns"), find("announcer"), find("pending-template"));
    this.composer = new Composer(find("composer"), this.id, this.words, find("notice-template"));
    this.attempt = 0;
  }

  start() {
    this.composer.onSend((text) => this.ask(text));
    serveFeedback(this.turns.list, this.id, this.words.thanks);
    this.turns.list.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-quick-replies]")) return;
      event.preventDefault();
      if (!this.composer.isBusy) this.ask(event.submitter.value, { isQuickReply: true });
    });
    this.askFirstQuestion();
    follow(
      () => `/api/conversations/${this.id}/events?with_service=true&after=${this.turns.lastId}`,
      {
        done: (event) => this.catchUp(event),
        staff: (event) => this.catchUp(event),
        service: ({ data }) => showRest(data.rests),
      },
      () => this.look(),
    );
  }

  /** Something was stored that this page does not show: by staff, or on another device. An answer on its way comes
   * first; it brings along whatever was stored meanwhile. */
  async catchUp({ id, data }) {
    for (let tries = 0; tries < MOST_TRIES && Number(id) > this.turns.lastId; tries += 1) {
      if (tries) await sleep(tries);
      while (this.composer.isBusy || this.isCatchingUp) await sleep(0.2);
      if (Number(id) > this.turns.lastId) await this.showNews(data.text);
    }
  }

  /** Looks whether something was stored, where nobody says so. */
  async look() {
    if (!this.composer.isBusy) await this.showNews();
  }

  /** Shows the turns after those on the page; whether there were any. `words`: to be announced; none: the newest turn's. */
  async showNews(words) {
    if (this.isCatchingUp) return false;
    const lastId = this.turns.lastId;
    this.isCatchingUp = true;
    const html = await this.fetchTurns(lastId);
    this.isCatchingUp = false;
    if (!html || this.turns.lastId !== lastId || this.composer.isBusy) return false;
    const isNear = window.innerHeight + window.scrollY > document.body.scrollHeight - 300;
    this.turns.isFollowing = isNear;
    const newest = this.turns.settle(null, html);
    if (!newest) return false;
    this.turns.announcer.replaceChildren();
    this.turns.announce(words ?? newest.querySelector(".said__text, .answer-text")?.textContent.trim() ?? "");
    if (isNear) newest.scrollIntoView({ block: "nearest", behavior: "instant" });
    return true;
  }

  askFirstQuestion() {
    const key = firstQuestionKey(this.id);
    const text = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    if (text && this.turns.lastId === 0) this.ask(text);
  }

  async ask(text, { isQuickReply = false } = {}) {
    this.attempt += 1;
    this.composer.setBusy(true);
    this.composer.clearError();
    if (!isQuickReply) this.composer.clear();
    const lastId = this.turns.lastId;
    const pending = this.turns.begin(text, this.words.received);
    try {
      const turn = await this.receive(pending, text, lastId);
      if (isQuickReply) turn?.focus({ preventScroll: true });
    } catch (error) {
      if (!(error instanceof CutError) && !(error instanceof ProblemError)) throw error;
      this.turns.drop(pending);
      this.composer.restore(text);
      this.composer.showError(error instanceof ProblemError ? error.message : this.words.offline);
      if (error instanceof CutError) this.recover(text, lastId, this.attempt);
    } finally {
      this.composer.setBusy(false);
    }
  }

  async receive(pending, text, lastId) {
    for await (const event of sendMessage(`/api/conversations/${this.id}/messages`, text, lastId)) {
      if (event.name === "progress") this.turns.showProgress(pending, event.data.text);
      else if (event.name === "sentence") this.turns.addSentence(pending, event.data.text, event.data.index);
      else if (event.name === "done") return this.finish(pending, event, lastId);
    }
    throw new CutError("ended without done");
  }

  async finish(pending, event, lastId) {
    const isStored = !event.id.includes(".");
    const html = isStored ? await this.fetchTurns(lastId) : null;
    const turn = html && this.turns.settle(pending, html);
    if (!turn) this.turns.end(pending, event.data.text);
    refreshFacts(this.id);
    return turn || pending;
  }

  /** After a cut: the answer may be there already. Asks for it until it is, or until the person sends again. */
  async recover(text, lastId, attempt) {
    for (const seconds of RETRY_SECONDS) {
      await Promise.race([sleep(seconds), backOnline()]);
      if (attempt !== this.attempt) return;
      const html = await this.fetchTurns(lastId);
      if (attempt !== this.attempt) return;
      if (html && this.turns.settle(null, html)) {
        this.composer.clearError();
        if (this.composer.area.value.trim() === text) this.composer.clear();
        return;
      }
    }
    this.composer.showError(this.words.gaveUp);
  }

  async fetchTurns(lastId) {
    try {
      const response = await fetch(`/c/${this.id}/turns?after=${lastId}`);
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  }
}

const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const backOnline = () => new Promise((resolve) => window.addEventListener("online", resolve, { once: true }));
