// The conversations that are kept: open, rename, delete.

import { problem } from "./elements.js";
import { fill } from "./panels.js";

/** Wire the panel of conversations. */
export function startConversations(chat) {
  const panel = document.getElementById("conversations");
  const load = () => fill(panel, () => chat.call("conversations", { conversation: chat.conversation }));
  panel.addEventListener("open", load);

  panel.addEventListener("click", async (event) => {
    const item = event.target.closest("[data-conversation]");
    if (!item) return;
    const conversation = item.dataset.conversation;
    if (event.target.closest("a.open") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      panel.close();
      history.pushState(null, "", `?c=${conversation}`);
      chat.open(conversation);
    }
    if (event.target.closest("[data-rename]")) show(item, ".renaming", "input");
    if (event.target.closest("[data-delete]")) show(item, ".deleting", "[data-cancel]");
    if (event.target.closest("[data-cancel]")) hide(item);
    if (event.target.closest("[data-delete-now]")) {
      if (!(await attempt(item, () => chat.call("delete", { conversation })))) return;
      if (conversation === chat.conversation) chat.restart();
      await load();
      (panel.querySelector("a.open") ?? panel.querySelector("[data-close]")).focus();
    }
  });

  panel.addEventListener("submit", async (event) => {
    event.preventDefault();
    const item = event.target.closest("[data-conversation]");
    const conversation = item.dataset.conversation;
    if (!(await attempt(item, () => chat.call("rename", { conversation, title: event.target.elements.title.value })))) return;
    await load();
    panel.querySelector(`[data-conversation="${conversation}"] a.open`)?.focus();
  });
}

function show(item, part, focused) {
  hide(item);
  item.querySelector(".actions").hidden = true;
  item.querySelector(part).hidden = false;
  item.querySelector(`${part} ${focused}`).focus();
  if (focused === "input") item.querySelector(`${part} input`).select();
}

function hide(item) {
  item.querySelectorAll(".renaming, .deleting").forEach((part) => {
    part.hidden = true;
  });
  item.querySelector(".actions").hidden = false;
}

/** Do something; what is wrong with it is said below the conversation. */
async function attempt(item, action) {
  item.querySelector(".problem")?.remove();
  try {
    await action();
    return true;
  } catch (error) {
    item.append(problem(error.message));
    return false;
  }
}
