// Which files were chosen or dropped, each with the path that it has in its folder.

import { say } from "./language.js";

const isHidden = (name) => name.split("/").some((part) => part.startsWith("."));

/** Files of a field; hidden ones, which a chosen folder may hold, are passed over. */
export function chosen(files) {
  return [...files]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(({ name }) => !isHidden(name));
}

/** Files that were dropped, and those in folders that were, whatever their depth. */
export async function dropped(transfer) {
  // All entries are taken at once: the list is emptied when this function first waits.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return chosen(transfer.files);
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry) {
  if (isHidden(entry.name)) return [];
  const name = entry.fullPath.replace(/^\//, "");
  try {
    if (entry.isFile) return [{ name, file: await new Promise((found, failed) => entry.file(found, failed)) }];
    const inside = await listed(entry.createReader());
    return (await Promise.all(inside.map(filesOf))).flat();
  } catch (error) {
    return [{ name, reason: say("the browser cannot read it ({reason})", { reason: error.message || error.name }) }];
  }
}

/** All entries of a folder, of which the reader gives a hundred at a time. */
async function listed(reader) {
  const entries = [];
  for (;;) {
    const some = await new Promise((found, failed) => reader.readEntries(found, failed));
    if (!some.length) return entries;
    entries.push(...some);
  }
}
