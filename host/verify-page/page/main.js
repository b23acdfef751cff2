// The page: reads a code by whichever way, has it checked, and says what was found.

import { Lists, fetchedAt } from "./lists.js";
import { load } from "./verifier.js";
import { LANGUAGES, WORDS } from "./words.js";

const $ = (id) => document.getElementById(id);
// The longest side of a picture that is looked at: enough for the largest code, and quick on old phones.
const SIDE_MAX = 1600;
// Those of a chosen picture: whether a code is read depends on how the picture's points fall on its own.
const OTHER_SIDES = [1300, 1100, 2000, 800, 1000, 700, 2600];
// Between two looks of the camera.
const LOOK_MS = 250;
// What is said of a trust list that is not taken.
const LIST_RESULTS = { expired: "list_expired", older: "list_older" };
// It is genuine, or nothing is known of it.
const UNSURE = ["not_yet_valid", "suspended", "status_unknown", "list_untrusted", "list_expired", "list_older"];
const MARKS = { good: "✔", bad: "✘", unsure: "?" };

let language = LANGUAGES.find((it) => navigator.languages.some((named) => named.startsWith(it))) ?? "en";
let verifier;
let lists;
let trusted = null;
let shown = null;
let camera = null;

const say = (word) => WORDS[language][word];

/** Says everything in the chosen language. */
function speak() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  if (shown) {
    show(shown);
  }
  showSigner();
  showAge();
}

async function showAge() {
  const at = await fetchedAt();
  const format = { dateStyle: "medium", timeStyle: "short" };
  $("age").textContent = at ? say("age").replace("{when}", at.toLocaleString(`${language}-IN`, format)) : "";
}

/** Who signed the trust list, and until when it is good. */
function showSigner() {
  const isTrusted = trusted && !trusted.rejected;
  const words = isTrusted ? say("list_signed") : "";
  $("signer").textContent = words
    .replace("{by}", isTrusted ? trusted.by[language] : "")
    .replace("{until}", isTrusted ? trusted.until : "")
    .replace("{key}", isTrusted ? trusted.key : "");
}

/** A result in words, in a colour and with a mark. */
function show(found) {
  shown = found;
  const [verdict, meaning] = say("results")[found.result];
  const tone = found.result === "valid" ? "good" : UNSURE.includes(found.result) ? "unsure" : "bad";
  $("result").dataset.tone = tone;
  $("result").dataset.result = found.result;
  $("mark").textContent = MARKS[tone];
  $("verdict").textContent = verdict;
  $("meaning").textContent = meaning;
  const rows = found.authority ? said(found) : [];
  $("said").replaceChildren(...rows.flatMap(([label, value]) => {
    const term = document.createElement("dt");
    const definition = document.createElement("dd");
    term.textContent = label;
    definition.textContent = value;
    return [term, definition];
  }));
  $("result").hidden = false;
}

function said(found) {
  const rows = [[say("authority"), found.authority[language]], [say("name"), found.name]];
  if (found.local) {
    rows.push([say("name"), found.local[1]]);
  }
  if (found.aadhaar) {
    rows.push([say("aadhaar"), found.aadhaar]);
  }
  rows.push([say("kind"), found.title?.[language] ?? found.kind], [say("number"), found.number]);
  rows.push(...found.facts.map(([field, label, value]) => [label?.[language] ?? field, value]));
  rows.push([say("issued"), found.issued], [say("from"), found.from]);
  rows.push([say("until"), found.until ?? say("endless")]);
  return rows;
}

/** Gets the trust list. Gives whether there is one that is trusted, and says why not. */
async function trust() {
  trusted = await lists.trust();
  showSigner();
  if (trusted === null) {
    $("trouble").textContent = say("no_lists");
  } else if (trusted.rejected) {
    show({ result: LIST_RESULTS[trusted.rejected] ?? "list_untrusted" });
  }
  return trusted !== null && !trusted.rejected;
}

/** Checks the text of a code and shows the result. */
async function check(text) {
  $("trouble").textContent = "";
  if ((trusted === null || trusted.rejected) && !(await trust())) {
    $("result").focus();
    return;
  }
  let found = verifier.check(text);
  if (found.result === "list_expired") {
    if (!(await trust())) {
      $("result").focus();
      return;
    }
    found = verifier.check(text);
  }
  if (found.result === "status_unknown" || found.result === "valid") {
    const [authority, uri] = found.list;
    await lists.ask(authority, uri.slice(uri.lastIndexOf("/") + 1));
    found = verifier.check(text);
  }
  show(found);
  $("result").focus();
}

/** The longest side in which something is looked at first. */
function firstSide(width, height) {
  return Math.min(SIDE_MAX, Math.max(width, height));
}

/** The pixels of something that can be drawn, with a longest side of so many. */
function pixels(source, width, height, side) {
  const scale = side / Math.max(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** The text of the code on something that can be drawn, by the browser's own reader where it has one; else by ours, in
 * these sizes one after the other. */
async function scan(source, width, height, sides) {
  if ("BarcodeDetector" in window) {
    try {
      const [code] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(source);
      if (code) {
        return code.rawValue;
      }
    } catch {
      // Some browsers have the name and no reader.
    }
  }
  for (const side of sides) {
    const text = verifier.scan(pixels(source, width, height, side));
    if (text !== null) {
      return text;
    }
  }
  return null;
}

async function readImage(file) {
  $("trouble").textContent = "";
  let text = null;
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    text = await scan(picture, width, height, [firstSide(width, height), ...OTHER_SIDES]);
  } catch {
    // It is no picture.
  }
  if (text === null) {
    $("trouble").textContent = say("no_code");
    return;
  }
  await check(text);
}

function stopCamera() {
  camera?.getTracks().forEach((track) => track.stop());
  camera = null;
  $("video").srcObject = null;
  $("viewer").hidden = true;
  $("camera").hidden = false;
}

async function startCamera() {
  $("trouble").textContent = "";
  const video = $("video");
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    $("camera").hidden = true;
    $("viewer").hidden = false;
    video.srcObject = camera;
    await video.play();
  } catch {
    stopCamera();
    $("trouble").textContent = say("no_camera");
    return;
  }
  $("stop").focus();
  while (camera) {
    const { videoWidth: width, videoHeight: height } = video;
    const text = width > 0 ? await scan(video, width, height, [firstSide(width, height)]) : null;
    if (text !== null) {
      stopCamera();
      await check(text);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function readAddress() {
  return location.hash.length > 1 ? check(location.hash) : undefined;
}

async function start() {
  speak();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      language = button.dataset.language;
      speak();
    });
  }
  navigator.serviceWorker?.register("worker.js").catch(() => {});
  verifier = await load();
  lists = new Lists(verifier);
  const isTrusted = await trust();
  $("busy").hidden = true;
  $("ways").hidden = false;
  // From here on codes can be checked.
  performance.mark("usable");
  $("camera").addEventListener("click", startCamera);
  $("stop").addEventListener("click", () => {
    stopCamera();
    $("camera").focus();
  });
  $("image").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) {
      readImage(file);
    }
  });
  $("paste").addEventListener("submit", (event) => {
    event.preventDefault();
    check($("code").value);
  });
  window.addEventListener("hashchange", readAddress);
  await readAddress();
  await lists.askAll(isTrusted ? trusted.authorities : []);
  await showAge();
  document.documentElement.dataset.ready = "true";
}

start();
