// Voices for phones, faked: as they should be, and as they are. What a page says is kept, and a test that wants to look at
// the page while something is being said ends each sentence itself.
import { expect } from "@playwright/test";

const MANDARIN = { voiceURI: "ting", name: "Ting", lang: "zh-CN", localService: true, default: true };
const ENGLISH = { voiceURI: "sam", name: "Sam", lang: "en_US", localService: true, default: true };
// A voice of a company, which is sent what it says.
const ONLINE = { voiceURI: "cloud", name: "普通话（中国大陆）", lang: "cmn-Hans-CN", localService: false, default: false };
const CANTONESE = { voiceURI: "sin", name: "Sin-ji", lang: "zh-HK", localService: true, default: true };

export const ENGINES = {
  // WeChat on Android: there is nothing at all.
  absent: { absent: true },
  // An engine that never has a voice, as Chromium on Linux.
  silent: { voices: [] },
  // Voices that come a while after they were asked for.
  late: { voices: [CANTONESE, MANDARIN], late: 1_500 },
  // Says sentence after sentence by itself.
  fluent: { voices: [ENGLISH, ONLINE, CANTONESE, MANDARIN], ends: 20 },
  // Says a sentence until the test ends it.
  patient: { voices: [ENGLISH, ONLINE, CANTONESE, MANDARIN] },
  // The same, and tells of every word, so that nobody takes it for stuck however long a test looks.
  talking: { voices: [MANDARIN], words: 300 },
  // Begins, falls silent, and claims to speak for ever.
  stalling: { voices: [MANDARIN] },
  // Never tells that it began or ended.
  mute: { voices: [MANDARIN], mute: true, ends: 1_200 },
  // Begins a sentence and breaks off in its middle, every time.
  breaking: { voices: [MANDARIN], breaks: 20 },
  // Wants one more tap.
  refusing: { voices: [MANDARIN], refuses: 1 },
  // Has nothing but a voice that sends away what it says.
  online: { voices: [ENGLISH, ONLINE] },
  // The same, saying sentence after sentence by itself.
  "online and fluent": { voices: [ENGLISH, ONLINE], ends: 20 },
  // Speaks Chinese, but not this one.
  cantonese: { voices: [ENGLISH, CANTONESE] },
};

// From here on every page of this browser has this engine.
export async function voiced(context, engine) {
  await context.addInitScript(install, ENGINES[engine]);
}

function install({ absent, voices, late, ends, breaks, mute, words, refuses = 0 }) {
  if (!location.protocol.startsWith("http")) return;
  const replace = (name, value) => Object.defineProperty(window, name, { value, configurable: true, writable: true });
  const spoken = (window.spoken = { said: [], now: null });
  if (absent) {
    replace("speechSynthesis", undefined);
    replace("SpeechSynthesisUtterance", undefined);
    return;
  }
  class Utterance extends EventTarget {
    constructor(text) {
      super();
      this.text = text;
    }
  }
  replace("SpeechSynthesisUtterance", Utterance);
  const tell = (utterance, name, more = {}) => utterance.dispatchEvent(Object.assign(new Event(name), more));
  if (words) setInterval(() => spoken.now && tell(spoken.now, "boundary"), words);
  const opened = performance.now();
  spoken.end = () => {
    const { now } = spoken;
    spoken.now = null;
    if (!mute) tell(now, "end");
  };
  replace("speechSynthesis", {
    get speaking() {
      return spoken.now !== null;
    },
    pending: false,
    paused: false,
    getVoices: () => (late && performance.now() - opened < late ? [] : voices),
    cancel() {
      const { now } = spoken;
      spoken.now = null;
      // At once, as some engines do.
      if (now) tell(now, "error", { error: "interrupted" });
    },
    speak(utterance) {
      if (spoken.now) throw new Error("an engine that is given a second text while it speaks gets stuck");
      if (refuses > 0) {
        refuses -= 1;
        setTimeout(() => tell(utterance, "error", { error: "not-allowed" }));
        return;
      }
      const { text, lang, rate, voice } = utterance;
      spoken.said.push({ text, lang, rate, voice: voice.name });
      spoken.now = utterance;
      if (mute) {
        setTimeout(() => spoken.now === utterance && spoken.end(), ends);
        return;
      }
      setTimeout(() => {
        if (spoken.now !== utterance) return;
        tell(utterance, "start");
        if (breaks) {
          setTimeout(() => {
            if (spoken.now !== utterance) return;
            spoken.now = null;
            tell(utterance, "error", { error: "synthesis-failed" });
          }, breaks);
        }
        if (ends) setTimeout(() => spoken.now === utterance && spoken.end(), ends);
      });
    },
  });
}

// Everything that was said on this page, the text alone.
export const said = (page) => page.evaluate(() => window.spoken.said.map(({ text }) => text));
// The same with voice and speed.
export const utterances = (page) => page.evaluate(() => window.spoken.said);

// The sentence that is being said now; waits for one.
export async function saying(page) {
  await page.waitForFunction(() => window.spoken.now);
  return page.evaluate(() => window.spoken.now.text);
}

export const silent = (page) => expect.poll(() => page.evaluate(() => window.spoken.now === null)).toBe(true);

// The sentence comes to its end; gives the next one.
export async function next(page) {
  await page.evaluate(() => window.spoken.end());
  return saying(page);
}

// What is marked on the page.
export const marked = (page) => page.evaluate(() => [...(CSS.highlights.get("aloud") ?? [])].map((range) => range.toString()).join(""));

// Reading aloud as residents do it: the button on every page, and the controls it opens.
export const listen = (page) => page.getByRole("banner").getByRole("button", { name: "朗读", exact: true });
export const controls = (page) => page.getByRole("region", { name: "朗读" });
export const press = (page, name) => controls(page).getByRole("button", { name, exact: true }).click();

// Presses this button, listens to the end and closes the controls; gives what was said meanwhile. For a fluent engine.
export async function listened(page, button = listen(page)) {
  const before = (await said(page)).length;
  await button.click();
  await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
  await press(page, "停止");
  return (await said(page)).slice(before);
}

// The phone has no voice for this, and nothing is said.
export async function unspoken(page, button = listen(page)) {
  const before = await said(page);
  await button.click();
  await expect(controls(page).getByText("这部手机不会朗读")).toBeVisible();
  await expect(controls(page).getByRole("button", { name: "用网上的声音读" })).toHaveCount(0);
  expect(await said(page)).toEqual(before);
  await press(page, "知道了");
}

// Without the spaces that layout puts between words.
export const dense = (text) => text.replace(/\s+/g, "");
