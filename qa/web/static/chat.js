// The conversation: questions go to the server, turns come back as HTML, the address says which conversation it is.

import { startConversations } from "./conversations.js";
import { copy } from "./document.js";
import { startDocuments } from "./documents-panel.js";
import { flash, fromHtml, problem } from "./elements.js";
import { startFeedback } from "./feedback.js";
import { startFirstScreen } from "./first-screen.js";
import { startFilters } from "./filters.js";
import { startKeyboard } from "./keyboard.js";
import { say } from "./language.js";
import { startPanels } from "./panels.js";
import { startComposer } from "./composer.js";
import { startPicking } from "./picking.js";
import { startSettings } from "./settings.js";
import { startViewer } from "./viewer.js";
import { Wanted } from "./wanted.js";
import { offerWriting, startWriting, stopWriting } from "./written.js";

const SLOW_AFTER = 4000; // milliseconds until a waiting turn says that it takes longer
const GIVEN_UP_AFTER = 120000;
const STATE_EVERY = 2000; // how often the state is asked for while the index is filling
const UNREACHABLE = say("The server cannot be reached. If you stopped it, start it again; your conversation is kept.");
const TOO_LONG = say("There was no answer within two minutes. The server may be busy; ask again.");

const LONGEST_TITLE = 60; // characters of the title of the tab

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Scroll to an element, without a ride where motion is unwelcome. */
const scrollTo = (target, block) => target.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

/** Start the page; called once, with the root of the conversation and the server's functions. */
export function start(element, server) {
  const chat = new Chat(element, server);
  window.quotable = chat;
  chat.filters = startFilters(chat);
  chat.viewer = startViewer(chat);
  chat.composer = startComposer(chat);
  startPanels(chat);
  startConversations(chat);
  startDocuments(chat);
  startPicking(chat);
  startFeedback(chat);
  startKeyboard(chat);
  startFirstScreen(chat);
  startSettings(chat);
  chat.enter(new URLSearchParams(location.search));
  window.dispatchEvent(new Event("quotable")); // for what was asked before
  window.addEventListener("popstate", () => {
    if (!chat.viewer.left()) chat.enter(new URLSearchParams(location.search));
  });
}

class Chat {
  constructor(element, server) {
    this.element = element;
    this.server = server;
    this.turns = element.querySelector(".turns");
    this.conversation = null; // id, once there is one
    this.wanted = new Wanted(); // what the conversation waits for: the reply to anything older changes nothing
    this.states = new Wanted();
    this.pending = false;
    this.stop = null; // stops the question that waits
    this.stopping = null; // settles when the server has stopped the last one
    element.addEventListener("click", (event) => this.clicked(event));
    document.getElementById("restart").addEventListener("click", () => this.restart());
    this.keepStateCurrent();
  }

  /** The field of the question. */
  get field() {
    return document.querySelector("#question textarea");
  }

  /** The newest turn, or undefined. */
  get newest() {
    return [...this.turns.querySelectorAll(".turn")].at(-1);
  }

  /** Call a function of the server; what it refuses, and what fails, is thrown as a sentence. */
  async call(name, data) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(TOO_LONG)), GIVEN_UP_AFTER);
    });
    try {
      const reply = await Promise.race([this.server[name](data), late]);
      if (reply.problem) throw new Error(reply.problem, { cause: "refused" });
      return reply;
    } catch (error) {
      if (error.cause === "refused" || error.message === TOO_LONG) throw error;
      throw new Error(await this.whatIsWrong());
    } finally {
      clearTimeout(timer);
    }
  }

  async whatIsWrong() {
    try {
      await fetch("api/v1/status", { signal: AbortSignal.timeout(5000) });
    } catch {
      return UNREACHABLE;
    }
    return say("Something went wrong on the server; its log says what. Your conversation is kept.");
  }

  // Addresses

  /** Show what an address asks for: a conversation, a question, or the start. */
  async enter(values) {
    if (values.has("c")) return this.open(values.get("c"));
    this.clear();
    if (!values.has("q")) return;
    this.filters.set({ from: values.get("from"), to: values.get("to"), categories: values.getAll("category"), documents: values.getAll("document") });
    for (const question of values.getAll("after")) {
      if (!(await this.put(question, {}))) return;
    }
    const generation = values.has("generation") ? Number(values.get("generation")) : null;
    await this.put(values.get("q"), { without: values.getAll("without"), generation });
  }

  /** Show a conversation that is kept. */
  async open(conversation) {
    this.clear();
    this.conversation = conversation;
    const isWanted = this.wanted.begin();
    this.busy(true);
    try {
      const reply = await this.call("read", { conversation });
      if (!isWanted()) return;
      this.turns.innerHTML = reply.html;
      this.changed();
      if (this.newest) this.newest.scrollIntoView({ block: "start" });
    } catch (error) {
      if (!isWanted()) return;
      this.conversation = null;
      if (error.cause === "refused") this.fail("", error.message, () => this.restart(), say("New conversation"));
      else this.fail("", error.message, () => this.open(conversation), say("Try again"));
    }
    this.busy(false);
  }

  /** Leave the conversation, and whatever it still waits for. */
  clear() {
    this.wanted.end();
    this.busy(false);
    stopWriting(this);
    this.conversation = null;
    this.composer.keep();
    this.turns.replaceChildren();
    this.viewer.close({ comesBack: false });
    this.changed();
  }

  /** Begin anew. */
  restart() {
    this.filters.set({});
    this.clear();
    history.pushState(null, "", location.pathname);
    window.scrollTo({ top: 0 });
    this.field.focus();
  }

  // Questions

  /** Ask what stands in the field; returns what is left in it: nothing, or the question where it must wait. */
  ask(question) {
    if (!question.trim() || this.pending || this.composer.refuses(question)) return question;
    if (this.composer.isEditing) {
      this.composer.keep();
      this.again({ question });
    } else this.put(question);
    return "";
  }

  /** Ask a question, one of a link with what the link leaves out; returns its turn once it is answered. */
  async put(question, linked = null, isLinked = linked !== null) {
    const call = { question, conversation: this.conversation, within: this.filters.value, ...linked };
    const turn = await this.answer(question, null, "ask", call);
    // Any site may link to this page: a link alone must not make the language model work.
    if (turn) (isLinked ? offerWriting : startWriting)(this, turn);
    if (turn) this.element.dispatchEvent(new CustomEvent("answered", { detail: turn }));
    return turn;
  }

  /** Ask the newest question again, within other limits, in its place. */
  async again(changes = {}) {
    const old = this.newest;
    old?.querySelector(".said > .problem")?.remove();
    if (!old || this.pending || old.classList.contains("failed")) return;
    const call = { conversation: this.conversation, within: this.filters.value, ...changes };
    const turn = await this.answer(changes.question ?? old.querySelector(".question").textContent, old, "ask_again", call);
    if (turn) startWriting(this, turn);
  }

  /** Show a question as waiting, in the place of an older turn or below, and then with its answer; returns that turn. */
  async answer(question, old, name, call) {
    const isWanted = this.wanted.begin();
    stopWriting(this);
    this.turns.querySelectorAll(".turn.failed").forEach((turn) => turn.remove());
    const waiting = this.fromTemplate("waiting-turn", question);
    if (old) old.replaceWith(waiting);
    else this.turns.append(waiting);
    this.changed();
    scrollTo(waiting, "start");
    this.busy(true);
    const token = newToken();
    this.stop = () => this.stopped(token, question, waiting, old);
    const slow = setTimeout(() => {
      waiting.querySelector(".waiting").textContent = say("Still reading; the first question after a start takes longer");
    }, SLOW_AFTER);
    try {
      await this.stopping; // else the answer that is taken back would still be counted
      const reply = await this.call(name, { ...call, token });
      if (!isWanted()) return null;
      const turn = fromHtml(reply.html);
      waiting.replaceWith(turn);
      this.name(reply.conversation);
      this.changed();
      return turn;
    } catch (error) {
      if (!isWanted()) return null;
      if (old) {
        waiting.replaceWith(old); // its answer still stands
        old.querySelector(".closing").before(problem(error.message));
      } else waiting.replaceWith(this.failed(question, error.message, () => this.put(question, call, false)));
      return null;
    } finally {
      clearTimeout(slow);
      if (isWanted()) this.busy(false);
      if (isWanted() && old) this.newest.querySelector(".question").focus({ preventScroll: true }); // the button that had it is gone
    }
  }

  /** Leave a question that waits: its words go back into the field, and the turn that it replaced comes back. */
  stopped(token, question, waiting, old) {
    this.wanted.end();
    this.stopping = this.server.stop({ token }).catch(() => {}); // what cannot be stopped is answered, and nobody looks
    if (old) waiting.replaceWith(old);
    else waiting.remove();
    this.busy(false);
    this.changed();
    if (!this.field.value) this.composer.type(question);
    this.field.focus();
  }

  /** Show what could not be done, with a button that tries it again, or does what it is called. */
  fail(question, reason, again, name) {
    this.turns.append(this.failed(question, reason, again, name));
    this.changed();
  }

  failed(question, reason, again, name = null) {
    const turn = this.fromTemplate("failed-turn", question);
    turn.classList.add("failed");
    turn.querySelector(".reason").textContent = reason;
    const button = turn.querySelector("[data-ask-anew]");
    if (name) button.textContent = name;
    button.addEventListener("click", () => {
      turn.remove();
      again();
    });
    return turn;
  }

  fromTemplate(id, question) {
    const turn = document.getElementById(id).content.firstElementChild.cloneNode(true);
    const number = this.turns.children.length + 1;
    turn.id = `turn-${number}`;
    const heading = turn.querySelector(".question");
    heading.id = `question-${number}`;
    heading.textContent = question;
    turn.setAttribute("aria-labelledby", heading.id);
    return turn;
  }

  /** Remember which conversation this is, so that a reload shows it again. */
  name(conversation) {
    if (this.conversation === conversation) return;
    this.conversation = conversation;
    history.pushState(null, "", `?c=${conversation}`);
  }

  busy(pending) {
    this.pending = pending;
    this.turns.setAttribute("aria-busy", String(pending));
  }

  /** What depends on whether there is a conversation. */
  changed() {
    const begun = this.turns.children.length > 0;
    document.body.classList.toggle("begun", begun);
    document.getElementById("restart").hidden = !begun;
    const first = this.turns.querySelector(".question")?.textContent.trim();
    document.title = first ? `${first.length > LONGEST_TITLE ? `${first.slice(0, LONGEST_TITLE)}…` : first} · Quotable` : "Quotable";
    this.element.dispatchEvent(new Event("conversationchange"));
  }

  // Clicks

  clicked(event) {
    const target = event.target;
    const off = target.closest("[data-take-off]");
    if (off) return this.takeOff(off.dataset.takeOff, off.dataset.key);
    if (target.closest("[data-stop-waiting]")) return this.stop();
    const edited = target.closest("[data-edit]")?.closest(".turn");
    if (edited) return this.composer.edit(edited);
    const asked = target.closest("[data-ask]");
    if (asked && !this.pending) return this.put(asked.dataset.ask);
    const link = target.closest("[data-copy-link]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      copy(link.href, this.element).then((copied) => flash(link, copied ? say("Link copied") : say("The link could not be copied")));
    }
  }

  /** Ask the newest question again without what was taken off. */
  takeOff(kind, key) {
    if (kind === "said") return this.again({ without: JSON.parse(key) });
    if (kind === "before") return this.again({ alone: true });
    if (kind === "follow-up") return this.again({ follow_up: true });
    this.filters.remove(key);
    return this.again();
  }

  // The state of the collection

  /** Ask how much is searched while the index is filling. */
  keepStateCurrent() {
    setInterval(() => {
      const shown = document.querySelector("#overview [data-ready]");
      if (document.visibilityState === "visible" && Number(shown?.dataset.ready ?? 1) < 1) this.refreshState();
    }, STATE_EVERY);
    this.refreshState();
  }

  async refreshState() {
    const isWanted = this.states.begin();
    const reply = await this.server.state({}).catch(() => ({})); // the next question says what is wrong
    if (!reply?.html || !isWanted()) return;
    document.getElementById("overview").innerHTML = reply.html;
    this.element.dispatchEvent(new CustomEvent("state", { detail: reply }));
  }
}

/** A new token by which a call can be stopped. */
function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
