// The first screen, kept current, and the questions that are offered on it and after an answer.

import { fromHtml } from "./elements.js";
import { Wanted } from "./wanted.js";

const MAKING_EVERY = 3000; // how often it is asked for while examples are being made
const REST = 1000; // milliseconds after an answer, and after a key, in which the server is left alone
const BREATH = 100; // milliseconds between steps, for those whom others ask
const MOST_STEPS = 40; // in which questions to ask next are sought

/** Wire the first screen. */
export function startFirstScreen(chat) {
  return new FirstScreen(chat);
}

class FirstScreen {
  constructor(chat) {
    this.chat = chat;
    this.wanted = new Wanted();
    this.active = 0; // when somebody typed last, or got an answer
    document.addEventListener("input", () => (this.active = performance.now()));
    document.addEventListener("click", (event) => this.clicked(event));
    chat.element.addEventListener("state", (event) => this.show(event.detail));
    chat.element.addEventListener("answered", (event) => this.suggest(event.detail));
    setInterval(() => {
      const isSeen = document.visibilityState === "visible" && !document.body.classList.contains("begun");
      if (isSeen && document.querySelector(".first-screen[data-making]")) chat.refreshState();
    }, MAKING_EVERY);
  }

  /** Show it as it is now; what did not change stays, with the focus that it may have. */
  show(reply) {
    const before = document.querySelector(".first-screen");
    const now = fromHtml(reply.first_screen);
    if (before && !before.isEqualNode(now)) before.replaceWith(now);
  }

  clicked(event) {
    const link = event.target.closest?.("[data-example]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.chat.ask(link.textContent);
  }

  /** Offer what can be asked after an answer, once it is shown; without it the answer lacks nothing. */
  async suggest(turn) {
    const { chat } = this;
    chat.turns.querySelectorAll(".follow-ups").forEach((before) => before.remove());
    if (!chat.conversation || !turn.dataset.number) return;
    const isWanted = this.wanted.begin();
    const call = { conversation: chat.conversation, number: Number(turn.dataset.number) };
    const isNewest = () =>
      isWanted() && !chat.pending && chat.conversation === call.conversation && Number(chat.newest?.dataset.number) === call.number;
    let reply = {};
    this.active = performance.now();
    for (let step = 0; step < MOST_STEPS && !reply.is_complete; step++) {
      await new Promise((proceed) => setTimeout(proceed, BREATH));
      await this.rest();
      if (!isNewest()) return;
      reply = (await chat.server.suggest(call).catch(() => null)) ?? { is_complete: true };
    }
    if (!reply.html || !isNewest()) return;
    (chat.newest.querySelector(".said") ?? chat.newest).append(fromHtml(reply.html));
  }

  /** Wait until nobody has typed for a moment: whoever types will ask, and must find the server free. */
  async rest() {
    for (;;) {
      const left = this.active + REST - performance.now();
      if (left <= 0) return;
      await new Promise((proceed) => setTimeout(proceed, left));
    }
  }
}
