// The voice: one audio element, its buttons, its place, and what the lock screen shows.

import * as memory from "./memory.js";
import { byId, setIcon, setWords } from "./parts.js";
import { clock, spoken } from "./words.js";

const JUMP = 15; // seconds
const RATES = Array.from({ length: 18 }, (_, i) => (8 + i) / 10); // 0.8 to 2.5
const KEEP_EVERY = 5; // seconds of sound

const audio = byId("audio");
const slider = byId("position");
const listeners = [];
let entry = null;
let chapters = [];
let start = 0; // where to begin, until the file is known well enough to go there
let kept = 0;
let isSliding = false;

export const playing = () => entry?.name ?? null;
export const isPaused = () => audio.paused;
export const now = () => (audio.readyState ? audio.currentTime : start);
export const onChange = (listener) => listeners.push(listener);

const tell = () => listeners.forEach((listener) => listener());
const duration = () => (Number.isFinite(audio.duration) ? audio.duration : entry?.seconds ?? 0);

export function load(next, at = memory.place(next.name).at) {
  keepPlace();
  entry = next;
  chapters = [];
  start = at < next.seconds - 1 ? at : 0;
  kept = start;
  audio.src = next.source;
  setRate(memory.rate());
  document.body.classList.add("loaded");
  byId("player").hidden = false;
  setWords(byId("now-title"), next.title, next.language);
  for (const link of ["now", "to-text"]) byId(link).href = `#${encodeURIComponent(next.name)}`;
  showPlace();
  announce();
  tell();
}

export function setChapters(name, found) {
  if (name === playing()) chapters = found;
  showPlace();
}

export function play(next, at) {
  if (next && next.name !== playing()) load(next, at);
  else if (at !== undefined) seek(at);
  // Refused without a gesture, or cut short by the next episode: both show as a pause.
  audio.play().catch(() => tell());
}

export const pause = () => audio.pause();
export const toggle = () => (audio.paused ? play() : pause());
export const skip = (seconds) => seek(now() + seconds);

export function seek(seconds) {
  const to = Math.min(Math.max(0, seconds), duration() || seconds);
  if (audio.readyState) audio.currentTime = to;
  start = to;
  showPlace();
  tell();
}

function setRate(rate) {
  audio.preservesPitch = true;
  audio.defaultPlaybackRate = rate; // what a new file begins with
  audio.playbackRate = rate;
  byId("speed").value = String(rate);
}

export function chapterAt(seconds) {
  return chapters.findLastIndex((chapter) => chapter.start <= seconds + 0.05);
}

function showPlace() {
  const [at, whole] = [now(), duration()];
  slider.max = String(Math.max(1, Math.floor(whole)));
  if (!isSliding) slider.value = String(at);
  const shown = isSliding ? Number(slider.value) : at;
  slider.style.setProperty("--heard", `${whole ? (100 * shown) / whole : 0}%`);
  slider.setAttribute("aria-valuetext", `${spoken(shown)} of ${spoken(whole)}`);
  byId("elapsed").textContent = clock(shown);
  byId("left").textContent = `−${clock(whole - shown)}`;
  setWords(byId("now-chapter"), chapters[chapterAt(at)]?.title ?? "", entry?.language);
}

function keepPlace(heard = false) {
  if (!entry || (!audio.readyState && !heard)) return;
  kept = audio.currentTime;
  const wasHeard = memory.place(entry.name).heard;
  memory.keepPlace(entry.name, heard ? 0 : kept, heard || wasHeard);
}

function announce() {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: entry.title,
    artist: entry.site ?? entry.author ?? "",
    artwork: [{ src: entry.cover, type: "image/jpeg" }],
  });
}

function announcePlace() {
  if (!navigator.mediaSession?.setPositionState || !Number.isFinite(audio.duration)) return;
  navigator.mediaSession.setPositionState({
    duration: audio.duration,
    playbackRate: audio.playbackRate,
    position: Math.min(audio.currentTime, audio.duration),
  });
}

// No "next track" here: a lock screen that has it drops the two jumps.
function listenToLockScreen() {
  if (!("mediaSession" in navigator)) return;
  const actions = {
    play: () => play(),
    pause,
    seekbackward: (wish) => skip(-(wish.seekOffset ?? JUMP)),
    seekforward: (wish) => skip(wish.seekOffset ?? JUMP),
    seekto: (wish) => seek(wish.seekTime),
  };
  for (const [name, action] of Object.entries(actions)) navigator.mediaSession.setActionHandler(name, action);
}

function listenToAudio(onEnd, onFailure) {
  audio.addEventListener("loadedmetadata", () => {
    if (start) audio.currentTime = start;
    showPlace();
  });
  audio.addEventListener("timeupdate", () => {
    showPlace();
    tell();
    if (Math.abs(audio.currentTime - kept) > KEEP_EVERY) keepPlace();
  });
  for (const event of ["play", "pause", "seeked", "ratechange", "durationchange"]) {
    audio.addEventListener(event, () => {
      showPlay();
      announcePlace();
      tell();
    });
  }
  audio.addEventListener("pause", () => keepPlace());
  audio.addEventListener("seeked", () => keepPlace());
  audio.addEventListener("ended", () => {
    keepPlace(true);
    onEnd(entry);
  });
  audio.addEventListener("error", () => onFailure(entry));
  for (const event of ["pagehide", "visibilitychange"]) addEventListener(event, () => keepPlace());
}

function showPlay() {
  setIcon(byId("play"), audio.paused ? "play" : "pause", audio.paused ? "Play" : "Pause");
}

function listenToButtons() {
  byId("play").addEventListener("click", toggle);
  byId("back").addEventListener("click", () => skip(-JUMP));
  byId("ahead").addEventListener("click", () => skip(JUMP));
  byId("speed").append(...RATES.map((rate) => new Option(`${rate.toFixed(1)}×`, String(rate))));
  byId("speed").addEventListener("change", (event) => {
    memory.keepRate(Number(event.target.value));
    setRate(memory.rate());
  });
  slider.addEventListener("input", () => {
    isSliding = true;
    showPlace();
  });
  slider.addEventListener("change", () => {
    isSliding = false;
    seek(Number(slider.value));
  });
}

// The space bar plays, the arrows jump, wherever they have no meaning of their own.
function listenToKeys() {
  addEventListener("keydown", (event) => {
    if (!entry || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const jump = { ArrowLeft: -JUMP, ArrowRight: JUMP }[event.key];
    const isSlider = event.target === slider;
    if (jump && (isSlider || !event.target.matches("input, select"))) skip(jump);
    else if (event.key === " " && (isSlider || !event.target.closest("button, select, summary, input"))) toggle();
    else return;
    event.preventDefault();
  });
}

export function begin({ onEnd, onFailure }) {
  listenToAudio(onEnd, onFailure);
  listenToButtons();
  listenToKeys();
  listenToLockScreen();
  setRate(memory.rate());
}
