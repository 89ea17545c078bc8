// The first screen, kept current, and the questions that are offered on it and after an answer.

import { fromHtml } from "./elements.js";
import { Wanted } from "./wanted.js";

const MAKING_EVERY = 3000; // how often it is asked for while examples are being made

/** Wire the first screen. */
export function startFirstScreen(chat) {
  return new FirstScreen(chat);
}

class FirstScreen {
  constructor(chat) {
    this.chat = chat;
    this.wanted = new Wanted();
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
    const reply = await chat.server.suggest(call).catch(() => ({}));
    const newest = chat.newest;
    if (!reply?.html || !isWanted() || chat.pending || Number(newest?.dataset.number) !== call.number) return;
    if (chat.conversation !== call.conversation) return;
    (newest.querySelector(".said") ?? newest).append(fromHtml(reply.html));
  }
}
