/** What a server answers to who is signed in no more, or again since the page was made. */
const STATUSES = [401, 403];

/** Nobody is signed in any more, or somebody else is: the message says so. */
export class Lapsed extends Error {}

/** Whether a save was refused for its session, and not for what it holds. */
export function isLapsed(answer) {
  return STATUSES.includes(answer.status);
}

/**
 * Ask whether the person of the page is signed in, perhaps again in another tab, and take the new
 * proof for every form of the page. Returns "" then, else why not, in words.
 */
export async function renew(root) {
  const answer = await fetch(root.dataset.session, { headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) return told.detail;
  root.dataset.token = told.csrf;
  for (const field of document.querySelectorAll("input[name=csrf]")) field.value = told.csrf;
  return "";
}

/** Say why nothing is saved and what helps, or, with no words, that it is saved again. */
export function tellLapsed(root, words) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const box = part("lapsed");
  if (box.hidden === !words && part("lapsed-words").textContent === words) return;
  part("lapsed-words").textContent = words;
  box.hidden = !words;
}
