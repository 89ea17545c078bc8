// The conversations that are kept: search, open, pin, rename, delete; a panel and, on a wide screen, a sidebar.

import { problem } from "./elements.js";
import { language, sayDay } from "./language.js";
import { fill } from "./panels.js";

const TYPING_MS = 150;
const CLOSED = "quotable-sidebar-closed"; // remembered by the browser

const wide = window.matchMedia("(min-width: 80rem)");

/** Wire the panel of conversations. */
export function startConversations(chat) {
  const panel = document.getElementById("conversations");
  const content = panel.querySelector(".panel-content");
  const field = panel.querySelector(".seeking input");
  const isSide = () => wide.matches && !document.body.classList.contains("unsided");
  const load = async () => {
    await fill(panel, () => chat.call("conversations", { conversation: chat.conversation, words: field.value }));
    content.querySelectorAll("time").forEach(tellTime);
  };
  const refresh = () => (isSide() || panel.open ? load() : null);
  startSidebar(panel, refresh);
  panel.addEventListener("open", load);
  chat.element.addEventListener("answered", refresh);
  chat.element.addEventListener("conversationchange", () => mark(panel, chat.conversation));
  let typing;
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(load, TYPING_MS);
  });

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
    const pin = event.target.closest("[data-pin]");
    if (pin && (await attempt(item, () => chat.call("pin", { conversation, pinned: pin.dataset.pin === "true" })))) {
      await load();
      panel.querySelector(`[data-conversation="${conversation}"] a.open`)?.focus();
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
    if (!item) return;
    const conversation = item.dataset.conversation;
    if (!(await attempt(item, () => chat.call("rename", { conversation, title: event.target.elements.title.value })))) return;
    await load();
    panel.querySelector(`[data-conversation="${conversation}"] a.open`)?.focus();
  });
}

/** On a wide screen the cross puts the sidebar away, for the next time too, and the button brings it back. */
function startSidebar(panel, refresh) {
  const button = document.querySelector('.top [data-panel="conversations"]');
  const show = (shown) => {
    document.body.classList.toggle("unsided", !shown);
    refresh();
  };
  show(localStorage.getItem(CLOSED) === null);
  wide.addEventListener("change", refresh);
  button.addEventListener("click", (event) => {
    if (!wide.matches) return;
    event.stopPropagation(); // it opens no panel over the page
    localStorage.removeItem(CLOSED);
    show(true);
    panel.querySelector("[data-close]").focus();
  });
  panel.querySelector("[data-close]").addEventListener("click", () => {
    if (panel.open) return;
    localStorage.setItem(CLOSED, "");
    show(false);
    button.focus();
  });
}

/** Mark the conversation on the page. */
function mark(panel, current) {
  for (const link of panel.querySelectorAll("a.open")) {
    if (link.closest("[data-conversation]").dataset.conversation === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Today by the clock, else by the day, where the reader is. */
function tellTime(time) {
  const moment = new Date(time.dateTime);
  const isToday = moment.toDateString() === new Date().toDateString();
  const two = (number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  time.textContent = isToday ? `${two(moment.getHours())}:${two(moment.getMinutes())}` : sayDay(day);
  time.title = moment.toLocaleString(language);
}

function show(item, part, focused) {
  hide(item);
  item.querySelector(".options").open = false;
  item.querySelector(part).hidden = false;
  item.querySelector(`${part} ${focused}`).focus();
  if (focused === "input") item.querySelector(`${part} input`).select();
}

function hide(item) {
  item.querySelectorAll(".renaming, .deleting").forEach((part) => {
    part.hidden = true;
  });
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
