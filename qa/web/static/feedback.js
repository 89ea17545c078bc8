// Feedback on an answer: a thumb is kept at once, and 'not helpful' asks what is wrong.

import { say } from "./language.js";

/** Wire the thumbs and the forms of all turns. */
export function startFeedback(chat) {
  const give = async (turn, verdict, more = {}) => {
    const said = turn.querySelector(".thanks");
    if (!chat.conversation) {
      said.textContent = say("This answer is not kept, so feedback on it cannot be kept either.");
      return false;
    }
    const call = { conversation: chat.conversation, number: Number(turn.dataset.number), verdict, ...more };
    try {
      said.textContent = (await chat.call("give_feedback", call)).said;
    } catch (error) {
      said.textContent = error.message;
      return false;
    }
    turn.querySelectorAll("[data-verdict]").forEach((thumb) => {
      thumb.setAttribute("aria-pressed", String(thumb.dataset.verdict === verdict));
    });
    return true;
  };

  chat.element.addEventListener("click", async (event) => {
    const turn = event.target.closest(".turn");
    const form = turn?.querySelector(".feedback-form");
    const thumb = event.target.closest("[data-verdict]");
    if (thumb) {
      const { verdict } = thumb.dataset;
      const opens = verdict === "not_helpful" && form.hidden;
      if ((await give(turn, verdict)) && opens) {
        form.hidden = false;
        form.querySelector("input").focus({ preventScroll: true });
        form.scrollIntoView({ block: "nearest" }); // clear of the composer
      } else form.hidden = true;
    }
    if (event.target.closest("[data-close-form]")) {
      form.hidden = true;
      turn.querySelector('[data-verdict="not_helpful"]').focus();
    }
  });

  chat.element.addEventListener("submit", async (event) => {
    const form = event.target.closest(".feedback-form");
    if (!form) return;
    event.preventDefault();
    const turn = form.closest(".turn");
    const said = new FormData(form);
    const more = {
      reason: said.get(`reason-${turn.dataset.number}`),
      note: said.get("note"),
      passage: said.get("passage") ? Number(said.get("passage")) : null,
    };
    if (!(await give(turn, "not_helpful", more))) return;
    form.hidden = true;
    turn.querySelector('[data-verdict="not_helpful"]').focus();
  });
}
