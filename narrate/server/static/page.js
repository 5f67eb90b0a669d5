// The page: the list of episodes, which of them is open, and how to subscribe.

import * as memory from "./memory.js";
import * as player from "./player.js";
import * as reading from "./reading.js";
import { byId, icon, make, setCover, setIcon, setWords } from "./parts.js";
import { length } from "./words.js";

const isWide = matchMedia("(min-width: 900px)");
let entries = [];
let shelf = "";
let heading = "";

async function refresh() {
  const answer = await fetch("episodes.json");
  if (!answer.ok) throw new Error(`The list did not come: ${answer.status}`);
  const text = await answer.text();
  if (text === shelf) return;
  shelf = text;
  const listed = JSON.parse(text);
  entries = listed.episodes.map(withAddresses);
  byId("empty").hidden = entries.length > 0;
  byId("episodes").replaceChildren(...entries.map(row));
  heading = listed.title || "Episodes";
  byId("heading").textContent = heading;
  showTitle();
  showSubscribing(listed);
}

function withAddresses(entry) {
  const name = encodeURIComponent(entry.name);
  return {
    ...entry,
    title: entry.title || entry.name,
    source: encodeURIComponent(entry.file),
    about: `about/${name}.json`,
    cover: `cover/${name}.jpg?v=${entry.changed}`, // a picture that changed has another address
  };
}

function row(entry) {
  const item = byId("row").content.firstElementChild.cloneNode(true);
  item.dataset.name = entry.name;
  item.querySelector("a").href = `#${encodeURIComponent(entry.name)}`;
  setCover(item.querySelector(".cover"), entry);
  setWords(item.querySelector(".title"), entry.title, entry.language);
  item.querySelector("button").addEventListener("click", () => {
    if (player.playing() === entry.name) player.toggle();
    else player.play(entry);
  });
  return item;
}

function showRows() {
  for (const [i, item] of [...byId("episodes").children].entries()) showRow(item, entries[i]);
}

function showRow(item, entry) {
  const isLoaded = player.playing() === entry.name;
  const isOn = isLoaded && !player.isPaused();
  const { at, heard } = isLoaded ? { at: player.now(), heard: false } : memory.place(entry.name);
  const state = [isLoaded, isOn, heard, Math.floor(at), entry.name === reading.shown()].join();
  if (item.dataset.state === state) return; // four times a second, for every row
  item.dataset.state = state;
  item.classList.toggle("now", isLoaded);
  item.toggleAttribute("data-shown", entry.name === reading.shown());
  setIcon(item.querySelector("button"), isOn ? "pause" : "play", `${isOn ? "Pause" : "Play"} ${entry.title}`);
  showProgress(item, entry, at, heard);
}

function showProgress(item, entry, at, heard) {
  const isBegun = at > 5;
  const whole = entry.seconds ? length(entry.seconds) : "";
  const time = isBegun ? `${length(entry.seconds - at)} left` : whole;
  const from = make("bdi", { textContent: entry.site ?? entry.author ?? "" });
  const about = item.querySelector(".about");
  about.replaceChildren(...[from, from.textContent && time && "·", make("span", { textContent: time })].filter(Boolean));
  if (heard && !isBegun) about.prepend(icon("done"), make("span", { className: "unseen", textContent: "Heard." }));
  const bar = item.querySelector("progress");
  bar.hidden = !isBegun;
  bar.value = entry.seconds ? at / entry.seconds : 0;
}

function find(name) {
  return entries.find((entry) => entry.name === name) ?? null;
}

function route() {
  const wanted = find(decoded(location.hash.slice(1)));
  const first = isWide.matches ? find(memory.last()) ?? entries[0] ?? null : null;
  const before = reading.shown();
  document.body.classList.toggle("reading", Boolean(wanted));
  reading.show(wanted ?? first);
  showRows();
  return before;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

// Whoever does not see the page change is led to where it did.
function onRoute() {
  const before = route();
  if (location.hash.length > 1) {
    if (!isWide.matches) scrollTo(0, 0);
    byId("reading-title").focus({ preventScroll: true });
  } else if (before) {
    document.querySelector(`#episodes li[data-name="${CSS.escape(before)}"] a`)?.focus();
  }
}

function showTitle() {
  const entry = find(player.playing());
  document.title = entry && !player.isPaused() ? `▶ ${entry.title}` : heading;
}

function goOn(finished) {
  const next = entries[entries.findIndex((entry) => entry.name === finished.name) + 1];
  if (!next) return;
  const isOpen = reading.shown() === finished.name && location.hash.length > 1;
  player.play(next);
  if (isOpen) location.replace(`#${encodeURIComponent(next.name)}`);
}

function say(sentence) {
  byId("notice").textContent = sentence;
}

function showSubscribing({ feed, lan }) {
  const bare = feed.replace(/^https?:\/\//, "");
  byId("to-antennapod").href = `antennapod-subscribe://${bare}`;
  byId("to-gpodder").href = `gpodder://${bare}`;
  byId("feed").value = feed;
  byId("lan-off").hidden = Boolean(lan);
  byId("lan-on").hidden = !lan;
  if (lan) byId("qr").src = "qr.svg";
}

async function copyFeed() {
  const field = byId("feed");
  field.select();
  // The clipboard is closed to pages on plain http; the old command is not.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value).catch(() => {});
  else document.execCommand("copy");
  byId("copy").textContent = "Copied";
}

function listenToSubscribing() {
  const dialog = byId("subscribe");
  byId("subscribe-open").addEventListener("click", () => {
    byId("copy").textContent = "Copy";
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  byId("copy").addEventListener("click", copyFeed);
  byId("feed").addEventListener("focus", (event) => event.target.select());
}

async function lookAgain() {
  if (document.visibilityState !== "visible") return;
  try {
    await refresh();
    route();
    say("");
  } catch {
    say("The server does not answer. What is loaded can still be heard.");
  }
}

async function begin() {
  player.begin({
    onEnd: goOn,
    onFailure: (entry) => say(`“${entry.title}” cannot be played: the file or the server is gone.`),
  });
  reading.begin();
  player.onChange(showRows);
  player.onChange(showTitle);
  listenToSubscribing();
  addEventListener("hashchange", onRoute);
  addEventListener("visibilitychange", lookAgain);
  isWide.addEventListener("change", route);
  await lookAgain();
  const last = find(memory.last());
  if (last) player.load(last);
}

begin();
