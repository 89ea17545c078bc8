// The conversations that are kept: search, open, pin, tag, rename, delete; a panel and, on a wide screen, a sidebar.

import { problem } from "./elements.js";
import { language, say, sayDay } from "./language.js";
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
  let tag = "";
  const load = async () => {
    await fill(panel, () => chat.call("conversations", { conversation: chat.conversation, words: field.value, tag }));
    content.querySelectorAll("time").forEach(tellTime);
    tag = pressed(content)[0] ?? ""; // none has it any more
  };
  const refresh = () => (isSide() || panel.open ? load() : null);
  startSidebar(panel, refresh);
  panel.addEventListener("open", load);
  chat.element.addEventListener("answered", async () => {
    await refresh();
    if (!tag || itemOf(panel, chat.conversation)) return;
    tag = ""; // a new conversation has none, and is not to be missing
    await refresh();
  });
  chat.element.addEventListener("conversationchange", () => mark(panel, chat.conversation));
  let typing;
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(load, TYPING_MS);
  });

  panel.addEventListener("click", async (event) => {
    const item = event.target.closest("[data-conversation]");
    const chosen = event.target.closest("[data-tag]");
    if (chosen && !item) {
      tag = chosen.dataset.tag === tag ? "" : chosen.dataset.tag;
      await load();
      (content.querySelector(`.tags [data-tag="${CSS.escape(chosen.dataset.tag)}"]`) ?? field).focus();
    }
    if (!item) return;
    if (chosen) putInOrTakeOut(item.querySelector(".tagging input"), chosen);
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
      focus(panel, conversation);
    }
    if (event.target.closest("[data-retag]")) {
      offerTags(item.querySelector(".tagging"), content);
      show(item, ".tagging", "input");
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
    const { title, tags } = event.target.elements;
    const change = () =>
      title
        ? chat.call("rename", { conversation, title: title.value })
        : chat.call("set_tags", { conversation, tags: tagsIn(tags) });
    if (!(await attempt(item, change))) return;
    await load();
    focus(panel, conversation);
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

/** Of a conversation its part of the list, if it is in there. */
const itemOf = (panel, conversation) => panel.querySelector(`[data-conversation="${conversation}"]`);

/** Give the focus back to a conversation that was changed or, if it is no longer listed, to the first. */
const focus = (panel, conversation) => (itemOf(panel, conversation)?.querySelector("a.open") ?? panel.querySelector("a.open, [data-close]")).focus();

/** The tags that are on, of all that can be chosen. */
const pressed = (content) => [...content.querySelectorAll(':scope > .tags [aria-pressed="true"]')].map((button) => button.dataset.tag);

/** Beside the field of tags, those in use. */
function offerTags(form, content) {
  form.querySelector(".tags")?.remove();
  const offered = content.querySelector(":scope > .tags")?.cloneNode(true);
  if (!offered) return;
  offered.setAttribute("aria-label", say("Tags in use"));
  const own = tagsIn(form.elements.tags).map((tag) => tag.toLowerCase());
  for (const button of offered.children) button.setAttribute("aria-pressed", String(own.includes(button.dataset.tag.toLowerCase())));
  form.elements.tags.after(offered);
}

const tagsIn = (field) => field.value.split(",").map((tag) => tag.trim()).filter(Boolean);

/** Put a tag into the field of tags or, where it is in there, take it out. */
function putInOrTakeOut(field, button) {
  const tags = tagsIn(field);
  const others = tags.filter((tag) => tag.toLowerCase() !== button.dataset.tag.toLowerCase());
  const isOn = others.length === tags.length;
  field.value = (isOn ? [...others, button.dataset.tag] : others).join(", ");
  button.setAttribute("aria-pressed", String(isOn));
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
  item.querySelectorAll(".renaming, .tagging, .deleting").forEach((part) => {
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
