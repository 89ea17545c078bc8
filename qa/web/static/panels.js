// Panels over the page: a button opens one, Esc, the cross and a click beside it close it.

import { problem } from "./elements.js";
import { say } from "./language.js";
import { Wanted } from "./wanted.js";

const fillings = new WeakMap(); // panel -> what it is to be filled with

/** Wire the buttons and the panels. */
export function startPanels() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-panel]");
    if (button) openPanel(button.dataset.panel);
    if (event.target.closest("[data-close]")) event.target.closest("dialog.sheet")?.close();
    if (event.target.matches("dialog.sheet")) event.target.close(); // the backdrop
  });
}

/** Open a panel; what fills it listens to its event `open`. */
export function openPanel(id) {
  const panel = document.getElementById(id);
  if (panel.open) return;
  panel.showModal();
  panel.dispatchEvent(new Event("open"));
}

function loading() {
  const said = Object.assign(document.createElement("p"), { className: "loading", textContent: say("Loading") });
  said.setAttribute("role", "status");
  return said;
}

/** Fill a panel with HTML of the server, or with the sentence that says why that fails. */
export async function fill(panel, load) {
  if (!fillings.has(panel)) fillings.set(panel, new Wanted());
  const isWanted = fillings.get(panel).begin();
  const content = panel.querySelector(".panel-content");
  if (!content.firstChild) content.append(loading());
  content.setAttribute("aria-busy", "true");
  try {
    const reply = await load();
    if (!isWanted()) return;
    content.innerHTML = reply.html;
  } catch (error) {
    if (!isWanted()) return;
    content.replaceChildren(problem(error.message));
  }
  content.removeAttribute("aria-busy");
}
