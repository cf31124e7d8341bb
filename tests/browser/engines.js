// Three browser engines behind one small interface, for the paths that must work in each of them (engines.test.js).
//
// A window has: `open(url)`; `resize(width, height)`; `run(function, ...values)`, which returns what the function returns
// in the page, as JSON; `until(function, ...values)`, which waits for it to be true; `click(selector)`; `press(key)`;
// `type(text)`; `picture()`, a PNG of what is shown; `sheets()`, the pages on paper, where the engine can print to a file;
// `messages()`, what the page has told the console since the last call; and `close()`.
import { setTimeout as wait } from "node:timers/promises";
import { inflateSync } from "node:zlib";
import { launch } from "./hub.js";
import { firefox, openFirefox } from "./firefox.js";
import { openWebKit, webkit } from "./webkit.js";

async function openChromium() {
  const browser = await launch();
  const page = await browser.newPage();
  const told = [];
  page.on("console", (message) => told.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => told.push(String(error)));
  return {
    open: (url) => page.goto(url),
    resize: (width, height) => page.setViewportSize({ width, height }),
    evaluate: (expression) => page.evaluate(expression),
    click: (selector) => page.locator(selector).first().click(),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    picture: () => page.screenshot({ animations: "disabled" }),
    pdf: () => page.pdf({ format: "Letter" }),
    messages: async () => told.splice(0),
    close: () => browser.close(),
  };
}

/** How long a window may take for what it does at once. Only a failure waits that long. */
const PATIENCE = 20_000;

/** Adds to a window what is the same in all engines. */
const complete = (window) => {
  const run = async (work, ...values) => JSON.parse(await window.evaluate(`JSON.stringify((${work})(${values.map((value) => JSON.stringify(value)).join()}) ?? null)`));
  return {
    ...window,
    run,
    async until(work, ...values) {
      let last;
      for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(50)) {
        // While one page follows another, there is none to ask.
        try {
          last = await run(work, ...values);
          if (last) return last;
        } catch (error) {
          last = error;
        }
      }
      throw new Error(`This did not become true: ${work} (${last})`);
    },
    async sheets() {
      return window.pdf && sheetsOf(await window.pdf());
    },
  };
};

/** The pages of a PDF, which may hold its objects in compressed streams. */
function sheetsOf(pdf) {
  let text = pdf.toString("latin1");
  for (const stream of text.matchAll(/stream\r?\n([^]*?)endstream/g)) {
    try {
      text += inflateSync(Buffer.from(stream[1], "latin1")).toString("latin1");
    } catch {
      // A stream of another kind, such as a font.
    }
  }
  return text.match(/\/Type\s*\/Page\b(?!s)/g)?.length;
}

/** The engines: `missing` says what an engine needs that is not on this computer. */
export const engines = [
  { name: "Chromium", start: async () => complete(await openChromium()) },
  { name: "Firefox", missing: firefox ? "" : "Firefox is not installed", start: async () => complete(await openFirefox()) },
  { name: "WebKit", missing: webkit.missing, start: async () => complete(await openWebKit()) },
];

/** The pixels of a PNG with 8 bits a channel, as browsers write screenshots: `{ width, height, at(x, y) }`, red, green and blue. */
export function pixels(png) {
  const [width, height, depth, color] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  if (depth !== 8 || ![2, 6].includes(color) || png[28]) throw new Error("This PNG is of another kind.");
  const parts = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const data = inflateSync(Buffer.concat(parts));
  const step = color === 2 ? 3 : 4;
  const bytes = Buffer.alloc(width * height * step);
  // Each row says how its bytes were predicted (PNG specification, 9.2): from the pixel to the left, above, or both.
  const row = width * step;
  for (let y = 0; y < height; y += 1) {
    const from = y * (row + 1) + 1;
    const filter = data[from - 1];
    for (let x = 0; x < row; x += 1) {
      const to = y * row + x;
      const left = x < step ? 0 : bytes[to - step];
      const above = y ? bytes[to - row] : 0;
      const corner = x < step || !y ? 0 : bytes[to - row - step];
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = above;
      else if (filter === 3) guess = (left + above) >> 1;
      else if (filter === 4) {
        const [byLeft, byAbove, byCorner] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
        guess = byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
      }
      bytes[to] = data[from + x] + guess;
    }
  }
  return { width, height, at: (x, y) => [...bytes.subarray((y * width + x) * step, (y * width + x) * step + 3)] };
}
