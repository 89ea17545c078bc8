// The field of the question: files, a question that is edited, one that is too long.

import { say, sayNumber } from "./language.js";
import { openPanel } from "./panels.js";

/** Wire the row above the field. */
export function startComposer(chat) {
  return new Composer(chat, document.getElementById("composer"));
}

class Composer {
  constructor(chat, element) {
    this.chat = chat;
    this.note = element.querySelector(".editing");
    this.refused = element.querySelector(".refused-question");
    this.longest = Number(element.querySelector("[data-longest]").dataset.longest);
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-clip]")) this.chooseFiles();
      if (event.target.closest("[data-stop-editing]")) this.leave();
    });
    element.addEventListener("input", () => {
      if (!this.refused.hidden) this.refuses(chat.field.value);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.isEditing) return;
      event.stopPropagation();
      this.leave();
    });
  }

  /** Choose files to add; the panel of documents shows how far they are. */
  chooseFiles() {
    openPanel("documents");
    document.querySelector("#documents .choose-files")?.click();
  }

  /** Put words into the field, as if they were typed. */
  type(words) {
    const { field } = this.chat;
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A question that is edited

  get isEditing() {
    return !this.note.hidden;
  }

  /** Edit the question of a turn; the newest is replaced when it is asked. */
  edit(turn) {
    if (this.chat.pending) return;
    this.type(turn.querySelector(".question").textContent);
    this.note.hidden = turn.classList.contains("failed");
    this.chat.field.focus();
  }

  /** Edit no longer. */
  keep() {
    this.note.hidden = true;
  }

  leave() {
    this.keep();
    this.type("");
    this.chat.field.focus();
  }

  // A question that is too long

  /** Whether a question is too long to be read; says so. */
  refuses(question) {
    const isTooLong = question.length > this.longest;
    const values = { has: sayNumber(question.length), most: sayNumber(this.longest) };
    this.refused.hidden = !isTooLong;
    this.refused.textContent = isTooLong ? say("Your question has {has} characters. Shorten it to {most}.", values) : "";
    return isTooLong;
  }
}
