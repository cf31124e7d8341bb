// Firefox, driven over WebDriver BiDi: https://w3c.github.io/webdriver-bidi/
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { begin, find, input, watch } from "./webdriver.js";

/** The program, if there is one. `FIREFOX` names another. */
export const firefox = process.env.FIREFOX ?? find("firefox-esr", "firefox");

// No first-run pages, and no request to its maker.
const settings = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.systemAddon.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.server": "data:,",
};

/** Calls of the protocol and their answers by number, over one connection. */
async function connect(url) {
  const socket = new WebSocket(url);
  await new Promise((opened, failed) => { socket.on("open", opened); socket.on("error", failed); });
  const waiting = new Map();
  const told = [];
  socket.on("message", (data) => {
    const { id, method, params, result, error, message } = JSON.parse(data);
    if (method === "log.entryAdded") told.push(`${params.level}: ${params.text}`);
    const answer = waiting.get(id);
    waiting.delete(id);
    if (error) answer?.reject(new Error(`${error}: ${message}`));
    else answer?.resolve(result);
  });
  socket.on("close", () => { for (const { reject } of waiting.values()) reject(new Error("Firefox is gone.")); });
  let last = 0;
  const call = (method, params = {}) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    socket.send(JSON.stringify({ id: last, method, params }));
  });
  return { call, told, end: () => socket.close() };
}

export async function openFirefox() {
  const profile = mkdtempSync(join(tmpdir(), "wellread-firefox-"));
  writeFileSync(join(profile, "user.js"), Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(""));
  const program = await begin(firefox, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"], /WebDriver BiDi listening on (ws:\S+)/);
  const { call, told, end } = await connect(`${program.found[1]}/session`);
  await call("session.new", { capabilities: {} });
  await call("session.subscribe", { events: ["log.entryAdded"] });
  await call("script.addPreloadScript", { functionDeclaration: `() => (${watch})((text) => console.error(text))` });
  const { context } = await call("browsingContext.create", { type: "tab" });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await call("script.evaluate", { expression, target: { context }, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  };
  const perform = (actions) => call("input.performActions", { context, actions });
  const bytes = async (method) => Buffer.from((await call(method, { context })).data, "base64");
  return {
    open: (url) => call("browsingContext.navigate", { context, url, wait: "complete" }),
    resize: (width, height) => call("browsingContext.setViewport", { context, viewport: { width, height } }),
    evaluate,
    ...input({ perform, evaluate }),
    picture: () => bytes("browsingContext.captureScreenshot"),
    pdf: () => bytes("browsingContext.print"),
    messages: async () => told.splice(0),
    async close() {
      await call("browser.close").catch(() => {}); // It may be gone before it answers.
      end();
      await program.end();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
