// Files on their way: sent a few at a time, then watched until they can be asked about.

import { say, sayCount, sayNumber } from "./language.js";

const AT_ONCE = 3;
const LOOK_MS = 500;
const MEANING_MS = 2000;
const AGAIN_MS = 1000;
const MOST_TRIES = 3;
const BUSY = [429, 503]; // too much waits, or is on its way
const MOST_SHOWN = 200;

const composed = (name) => name.normalize("NFC"); // as the server keeps it
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** 'about 2 min left'; nothing where it is not known. */
function timeLeft(seconds) {
  if (seconds === null || !Number.isFinite(seconds)) return "";
  if (seconds < 5) return say("a few seconds left");
  if (seconds < 90) return say("about {number} s left", { number: Math.ceil(seconds / 5) * 5 });
  if (seconds < 5400) return say("about {number} min left", { number: Math.round(seconds / 60) });
  return say("about {number} h left", { number: Math.round(seconds / 3600) });
}

/** Whether a file says what the one beside it is. */
const describes = ({ name }) => name.endsWith(".yaml");

/** The files, those that describe others behind them. */
const inOrder = (files) => [...files.filter((each) => !describes(each)), ...files.filter(describes)];

/** The files that were added since the page was opened. */
export class Transfer {
  #element;
  #options;
  #queue = [];
  #pending = new Set(); // names that are on their way, until they are settled
  #waiting = new Map(); // sent, not yet askable: name -> number of the change that the server gave it
  #refused = []; // and those that were added with a warning
  #isStale = false; // the list of those is shown as it was
  #total = 0;
  #sent = 0;
  #askable = 0;
  #started = 0;
  #sending = 0;
  #seen = 0;
  #isWatching = false;
  #problem = null;

  /**
   * @param element Where it is shown.
   * @param options mostBytes, suffixes; address(name) and ask(url) of the API; announce(text) for who does not
   *   see; changed(isDone) is called when documents became askable.
   */
  constructor(element, options) {
    this.#element = element;
    this.#options = options;
  }

  /** Sends files: { name, file } each, or { name, reason } for one that cannot be. */
  add(files) {
    if (this.#isDone) this.#startOver();
    for (const each of inOrder(files)) {
      const reason = each.reason ?? this.#refusal(each);
      if (reason) this.#refuse(each.name, reason);
      else {
        this.#pending.add(composed(each.name));
        this.#queue.push(each);
      }
    }
    this.#total = this.#queue.length + this.#sending + this.#sent;
    this.#element.hidden = false;
    this.#options.announce(this.#queue.length ? sayCount("Adding {number} file.", "Adding {number} files.", this.#queue.length) : this.#summary);
    for (let free = AT_ONCE - this.#sending; free > 0 && this.#queue.length; free -= 1) this.#sendNext();
    this.#show();
  }

  get #isDone() {
    return !this.#queue.length && !this.#sending && !this.#waiting.size;
  }

  #startOver() {
    this.#total = this.#sent = this.#askable = 0;
    this.#refused = [];
    this.#isStale = true;
    this.#started = performance.now();
  }

  #refusal({ name, file }) {
    const { suffixes, mostBytes } = this.#options;
    if (!suffixes.some((suffix) => name.toLowerCase().endsWith(suffix))) return say("only files ending in {suffixes} can be read", { suffixes: suffixes.join(", ") });
    if (this.#pending.has(composed(name))) return say("another file with this name is being added; rename one of them");
    if (file.size > mostBytes) return say("larger than the limit of {most} MB; split it", { most: mostBytes / 1e6 });
    return null;
  }

  #refuse(name, reason, isAdded = false) {
    this.#refused.push({ name, reason, isAdded });
    this.#isStale = true;
  }

  // Sending

  async #sendNext() {
    if (describes(this.#queue[0]) && this.#sending) return; // what it describes is on its way
    const each = this.#queue.shift();
    this.#sending += 1;
    const { status, answer } = await this.#send(each);
    this.#sending -= 1;
    if (status === 202) {
      this.#sent += 1;
      this.#waiting.set(answer.name, answer.change);
      this.#watch();
    } else {
      this.#total -= 1;
      this.#pending.delete(composed(each.name));
      this.#refuse(each.name, answer.detail ?? say("it could not be sent: the server cannot be reached"));
    }
    if (this.#queue.length) this.#sendNext();
    else if (this.#isDone) this.#finish();
    this.#show();
  }

  /** Sends a file, again when the server is busy or the connection breaks. */
  async #send({ name, file }) {
    for (let tries = 1; ; ) {
      const sent = await put(this.#options.address(name), file);
      if (!BUSY.includes(sent.status) && (sent.status !== 0 || tries === MOST_TRIES)) return sent;
      if (sent.status === 0) tries += 1;
      await wait(AGAIN_MS);
    }
  }

  // Watching

  async #watch() {
    if (this.#isWatching) return;
    this.#isWatching = true;
    for (let ready = 0; ready < 1 || !this.#isDone; ) {
      await wait(this.#isDone ? MEANING_MS : LOOK_MS);
      try {
        const progress = await this.#options.ask(`api/v1/uploads?after=${this.#seen}`);
        ready = progress.dense_ready;
        this.#take(progress);
        this.#showMeaning(progress);
      } catch (error) {
        this.#problem = error.message; // the next look may find the server again
      }
      this.#show();
    }
    this.#isWatching = false;
  }

  #take(progress) {
    this.#problem = progress.problem;
    if (progress.change < this.#seen) this.#forget(); // the server was started again
    this.#seen = progress.change < this.#seen ? 0 : progress.change;
    let [changed, settled] = [false, false];
    for (const { name, state, reason, warning, change } of progress.files) {
      if (state === "waiting" || !this.#waiting.has(name) || change <= this.#waiting.get(name)) continue;
      this.#waiting.delete(name);
      this.#pending.delete(name);
      settled = true;
      if (state === "failed") {
        this.#sent -= 1;
        this.#total -= 1;
        this.#refuse(name, reason);
      } else {
        this.#askable += 1;
        if (warning) this.#refuse(name, warning, true);
        changed = true;
      }
    }
    if (changed || (settled && this.#isDone)) this.#options.changed(this.#isDone);
    if (settled && this.#isDone) this.#finish();
  }

  /** What was sent to a server that is gone is indexed by the new one, which knows nothing of this page. */
  #forget() {
    this.#askable += this.#waiting.size;
    this.#waiting.clear();
    this.#pending.clear();
    this.#queue.forEach(({ name }) => this.#pending.add(composed(name)));
  }

  #finish() {
    this.#options.announce(this.#summary);
  }

  // Showing

  get #summary() {
    const refused = this.#refusedSummary;
    return `${this.#ready}.${refused && ` ${refused}.`}`;
  }

  get #refusedSummary() {
    const warned = this.#refused.filter(({ isAdded }) => isAdded).length;
    const left = this.#refused.length - warned;
    const parts = [left && sayCount("{number} file not added", "{number} files not added", left)];
    parts.push(warned && sayCount("{number} file added with a warning", "{number} files added with a warning", warned));
    return parts.filter(Boolean).join(", ");
  }

  get #ready() {
    return say("Ready: {count} of {total}", { count: sayNumber(this.#askable), total: sayNumber(this.#total) });
  }

  #show() {
    const line = this.#element.querySelector(".how-far");
    const bar = this.#element.querySelector("progress");
    const parts = [];
    if (this.#sent < this.#total) parts.push(say("Uploaded: {count} of {total}", { count: sayNumber(this.#sent), total: sayNumber(this.#total) }));
    if (!this.#total && !this.#refused.length) parts.push(say("No files were found to add"));
    if (this.#total) parts.push(this.#ready);
    const done = this.#sent + this.#askable; // each file is sent and then indexed: half of the bar for each
    const elapsed = (performance.now() - this.#started) / 1000;
    if (!this.#isDone && done && elapsed > 2) parts.push(timeLeft((elapsed / done) * (2 * this.#total - done)));
    if (this.#problem && !this.#isDone) parts.push(say("waiting: {reason}", { reason: this.#problem }));
    line.textContent = parts.join(" · ");
    line.hidden = !parts.length;
    bar.hidden = this.#isDone;
    bar.max = Math.max(1, 2 * this.#total);
    bar.value = done;
    this.#showRefused();
  }

  #showMeaning({ dense_ready: ready, seconds_left: seconds }) {
    const said = [say("Search by meaning {share} % ready", { share: Math.floor(ready * 100) }), timeLeft(seconds)].filter(Boolean);
    this.#element.querySelector(".meaning").textContent = ready < 1 ? said.join(", ") : "";
  }

  #showRefused() {
    const details = this.#element.querySelector(".refused");
    if (!this.#isStale) return;
    this.#isStale = false;
    details.hidden = !this.#refused.length;
    details.querySelector("summary").textContent = this.#refusedSummary;
    const items = this.#refused.slice(0, MOST_SHOWN).map(({ name, reason }) => {
      const item = document.createElement("li");
      item.dir = "auto";
      item.textContent = reason.startsWith(name) ? reason : `${name}: ${reason}`;
      return item;
    });
    if (this.#refused.length > MOST_SHOWN) {
      const rest = document.createElement("li");
      const more = this.#refused.length - MOST_SHOWN;
      rest.textContent = sayCount("and {number} more", "and {number} more", more);
      items.push(rest);
    }
    details.querySelector("ul").replaceChildren(...items);
  }
}

/** PUTs a file; status 0 stands for a broken connection. */
function put(url, file) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.responseType = "json";
    request.onloadend = () => done({ status: request.status, answer: request.response ?? {} });
    request.send(file);
  });
}
