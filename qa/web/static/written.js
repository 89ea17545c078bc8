// Written answers: below the quotations the statements arrive as they are verified, and in the end take their place.

import { fromHtml } from "./elements.js";
import { say } from "./language.js";

/** Have an answered turn written by the language model, where there is one; the script goes on at once. */
export function startWriting(chat, turn) {
  const section = prepare(chat, turn);
  if (section) begin(chat, turn, section);
}

/** Offer to have it written: a button starts it. */
export function offerWriting(chat, turn) {
  const section = prepare(chat, turn);
  if (!section) return;
  section.classList.add("offered");
  section.querySelector("[data-start]").addEventListener("click", () => {
    section.classList.remove("offered");
    begin(chat, turn, section);
  });
}

/** Put the section of the written answer below the quotations; none where there is no model, or nothing is kept. */
function prepare(chat, turn) {
  const template = document.getElementById("writing");
  if (!template || !chat.conversation) return null;
  const section = template.content.firstElementChild.cloneNode(true);
  turn.querySelector(".closing").before(section);
  stopWriting(chat);
  const stopper = new AbortController();
  stopper.signal.addEventListener("abort", () => section.remove());
  section.querySelector("[data-stop]").addEventListener("click", () => stopper.abort());
  chat.writing = stopper;
  return section;
}

function begin(chat, turn, section) {
  const stopper = chat.writing;
  const call = { conversation: chat.conversation, number: Number(turn.dataset.number) };
  write(call, section, turn, stopper.signal)
    .catch((error) => stopper.signal.aborted || fail(section, error))
    .finally(() => {
      if (chat.writing === stopper) chat.writing = null;
    });
}

/** Stop what is being written; the quotations stay. */
export function stopWriting(chat) {
  chat.writing?.abort();
  chat.writing = null;
}

async function write(call, section, turn, signal) {
  const response = await fetch("write", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(call),
    signal,
  });
  if (!response.ok) throw new Error(say("the server answered with status {status}", { status: response.status }));
  for await (const line of lines(response.body)) {
    if (signal.aborted) return;
    const reply = JSON.parse(line);
    if (reply.problem) throw new Error(reply.problem);
    if (reply.statement) section.querySelector(".arriving").append(fromHtml(reply.statement));
    if (reply.html) {
      turn.replaceWith(fromHtml(reply.html));
      return;
    }
  }
  section.remove();
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const complete = text.split("\n");
    text = complete.pop();
    yield* complete;
  }
}

function fail(section, error) {
  section.querySelector(".waiting").hidden = true;
  section.querySelector("[data-stop]").hidden = true;
  const said = section.querySelector(".problem");
  said.hidden = false;
  said.textContent = say("There is no written answer: {reason}", { reason: error.message });
}
