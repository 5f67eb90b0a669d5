// One episode, open: its chapters, and its text, which follows the voice.

import * as player from "./player.js";
import { byId, icon, isWeb, make, setCover, setWords } from "./parts.js";
import { clock, day, length, megabytes, spoken } from "./words.js";

let entry = null;
let pieces = []; // { start, element }, in order of time
let chapters = [];
let current = null;
let isFollowing = true;

export const shown = () => entry?.name ?? null;

export async function show(next) {
  if (entry?.name === next?.name) return;
  entry = next;
  pieces = [];
  chapters = [];
  current = null;
  isFollowing = true;
  byId("reading").hidden = !entry;
  if (!entry) return;
  showHead();
  byId("chapters").hidden = true;
  byId("text").replaceChildren();
  byId("reading").scrollTop = 0;
  const about = await fetchAbout(next);
  if (entry !== next) return; // somebody went on meanwhile
  showChapters(about.chapters);
  showText(about.text);
  follow();
}

async function fetchAbout(wanted) {
  try {
    const answer = await fetch(wanted.about);
    return answer.ok ? await answer.json() : { chapters: [], text: [] };
  } catch {
    return { chapters: [], text: [] };
  }
}

function showHead() {
  setCover(byId("reading-cover"), entry);
  setWords(byId("reading-title"), entry.title, entry.language);
  const parts = [entry.author, entry.site !== entry.author && entry.site, day(entry.date), entry.seconds && length(entry.seconds)];
  byId("reading-about").replaceChildren(
    ...parts.filter(Boolean).flatMap((part, i) => [i ? " · " : "", make("bdi", { textContent: part })]),
  );
  byId("download").href = entry.source;
  byId("download").download = entry.file;
  byId("download").querySelector(".size").textContent = megabytes(entry.size);
  byId("original").hidden = !isWeb(entry.url);
  if (isWeb(entry.url)) byId("original").href = entry.url;
  showPlay();
}

function showPlay() {
  const isOn = player.playing() === shown() && !player.isPaused();
  const button = byId("reading-play");
  if (button.dataset.shows === String(isOn)) return;
  button.dataset.shows = String(isOn);
  button.replaceChildren(icon(isOn ? "pause" : "play"), isOn ? "Pause" : "Play");
}

function showChapters(found) {
  chapters = found.map((chapter) => {
    const title = make("bdi");
    setWords(title, chapter.title, entry.language);
    const button = make("button", { type: "button" }, make("time", { textContent: clock(chapter.start) }), title);
    button.addEventListener("click", () => goTo(chapter.start));
    return { ...chapter, element: button };
  });
  byId("chapters").hidden = chapters.length < 2;
  byId("chapters").querySelector("ol").replaceChildren(...chapters.map((it) => make("li", {}, it.element)));
  player.setChapters(entry.name, chapters);
}

// Each paragraph begins with its time, a button for who cannot tap a sentence.
function showText(text) {
  const paragraphs = [];
  for (const piece of text) {
    if (piece.opens || !paragraphs.length) paragraphs.push([]);
    paragraphs.at(-1).push(piece);
  }
  byId("text").replaceChildren(...paragraphs.map(passage));
  byId("text").hidden = !text.length;
}

function passage(parts) {
  const isHeading = parts.length === 1 && parts[0].heading;
  const words = make(isHeading ? "h3" : "p", { className: isHeading ? "words chapter" : "words", dir: "auto" });
  if (entry.language) words.lang = entry.language;
  for (const part of parts) {
    const element = make("span", { className: "piece", textContent: part.text });
    words.append(element, " ");
    if (part.start === null) continue; // nobody knows when it is heard
    element.dataset.at = part.start;
    pieces.push({ start: part.start, element });
  }
  if (parts[0].start === null) return make("div", { className: "passage" }, words);
  const at = make("button", { type: "button", className: "at", textContent: clock(parts[0].start) });
  at.setAttribute("aria-label", `Play from ${spoken(parts[0].start)}`);
  at.dataset.at = parts[0].start;
  return make("div", { className: "passage" }, at, words);
}

function goTo(seconds) {
  isFollowing = true;
  player.play(entry, seconds);
}

function follow() {
  if (!entry) return;
  showPlay();
  const isOurs = player.playing() === entry.name;
  if (isOurs) player.setChapters(entry.name, chapters);
  mark(isOurs ? player.now() : -1);
}

function mark(seconds) {
  const chapter = chapters.findLastIndex((it) => it.start <= seconds + 0.05);
  chapters.forEach((it, i) => setCurrent(it.element, i === chapter));
  const piece = pieceAt(seconds);
  byId("follow").hidden = isFollowing || !piece || player.isPaused();
  if (piece === current) return;
  if (current) setCurrent(current, false);
  current = piece;
  if (!piece) return;
  setCurrent(piece, true);
  if (isFollowing && !player.isPaused()) bringIntoView();
}

function setCurrent(element, isCurrent) {
  if (isCurrent) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

function pieceAt(seconds) {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].start <= seconds + 0.05) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1]?.element ?? null;
}

function bringIntoView() {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  current?.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
}

function lookElsewhere() {
  if (player.playing() === shown() && !player.isPaused()) isFollowing = false;
}

export function begin() {
  player.onChange(follow);
  byId("reading-play").addEventListener("click", () => {
    if (player.playing() === shown()) player.toggle();
    else player.play(entry);
  });
  byId("text").addEventListener("click", (event) => {
    const at = event.target.closest("[data-at]")?.dataset.at;
    if (at !== undefined && !String(getSelection())) goTo(Number(at));
  });
  for (const event of ["wheel", "touchmove"]) addEventListener(event, lookElsewhere, { passive: true });
  byId("follow").addEventListener("click", () => {
    isFollowing = true;
    bringIntoView();
    follow();
  });
}
