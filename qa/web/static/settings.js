// The settings: forms that the server fills and keeps, and the theme, which the browser keeps.

import { fromHtml, problem } from "./elements.js";
import { say } from "./language.js";
import { fill } from "./panels.js";

const LANGUAGE = "quotable-language"; // a cookie: the server reads it
const A_YEAR = 365 * 24 * 3600; // seconds
const THEME = "quotable-theme"; // read before anything is drawn, in the head of the page

/** Wire the panel of settings. */
export function startSettings(chat) {
  const panel = document.getElementById("settings");
  const saving = {
    about: (values) => chat.call("describe", values),
    answers: (values) => chat.call("set_answers", values),
    model: (values) => chat.call("set_model", values),
  };
  panel.addEventListener("open", async () => {
    await fill(panel, () => chat.call("settings", {}));
    const chosen = panel.querySelector(`[name="theme"][value="${localStorage.getItem(THEME) ?? ""}"]`);
    if (chosen) chosen.checked = true;
    panel.querySelector('[name="language"]').value = chosenLanguage();
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    send(chat, event.target, saving[event.target.dataset.settings]);
  });
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-try]");
    if (button) send(chat, button.form, (values) => chat.call("try_model", values), say("Asking it…"));
  });
  panel.addEventListener("change", ({ target }) => {
    if (target.name === "theme") setTheme(target.value);
    if (target.name === "language") setLanguage(target.value);
  });
  chat.element.addEventListener("state", (event) => setWriting(chat, event.detail));
}

/** What a form says, as the server takes it; a key that was not typed stays as it is kept. */
function valuesOf(form) {
  const values = Object.fromEntries(new FormData(form));
  if (form.dataset.settings === "answers") values.reads = form.elements.reads.checked;
  if (!values.api_key) delete values.api_key;
  return values;
}

async function send(chat, form, call, meanwhile = "") {
  const buttons = form.querySelectorAll("button");
  const said = form.querySelector(".saved");
  form.querySelector(".problem")?.remove();
  said.textContent = meanwhile;
  buttons.forEach((button) => (button.disabled = true));
  try {
    said.textContent = (await call(valuesOf(form))).said;
    chat.refreshState();
  } catch (error) {
    said.textContent = "";
    form.append(problem(error.message));
  }
  buttons.forEach((button) => (button.disabled = false));
}

function setTheme(theme) {
  if (theme) localStorage.setItem(THEME, theme);
  else localStorage.removeItem(THEME);
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** The language that was chosen; empty for that of the browser. */
function chosenLanguage() {
  return document.cookie.split("; ").find((cookie) => cookie.startsWith(`${LANGUAGE}=`))?.split("=")[1] ?? "";
}

/** Choose a language, in which the server then writes the page. */
function setLanguage(code) {
  document.cookie = `${LANGUAGE}=${code}; path=/; max-age=${code ? A_YEAR : 0}; samesite=lax`;
  location.reload();
}

/** Let answers be written from now on, or no longer. */
function setWriting(chat, reply) {
  document.getElementById("writing")?.remove();
  if (reply.writing) chat.element.append(fromHtml(reply.writing));
}
