// WebKit in WebKitGTK's MiniBrowser, driven over WebDriver (https://www.w3.org/TR/webdriver2/), on a screen of its own.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { begin, find, input, watch } from "./webdriver.js";

const driver = find("WebKitWebDriver");
const screen = find("Xvfb");

// It lies next to the libraries of its version, in a folder of the system's architecture.
const browser = ["/usr/lib", "/usr/libexec"].filter(existsSync)
  .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
  .flatMap((folder) => ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"].map((name) => join(folder, name, "MiniBrowser")))
  .find((path) => existsSync(path));

/** What is needed and not there, in words; empty if WebKit can be driven. */
export const webkit = {
  missing: [[driver, "WebKitWebDriver"], [browser, "MiniBrowser of WebKitGTK"], [screen, "Xvfb"]]
    .flatMap(([path, name]) => (path ? [] : [`${name} is not installed`])).join(", "),
};

// The buttons of MiniBrowser's own window would keep it wider than a phone.
const style = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; -gtk-icon-transform: scale(.1); }\n";

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

// WebDriver has no console. What a page says while it is used is put by for the driver; the store lasts from page to page.
const store = (watch) => {
  if (window.wellreadWatched) return;
  window.wellreadWatched = true;
  const tell = (text) => { sessionStorage.told = JSON.stringify([...JSON.parse(sessionStorage.told ?? "[]"), text]); };
  watch(tell);
  for (const level of ["debug", "log", "info", "warn", "error"]) console[level] = (...values) => tell(`${level}: ${values.join(" ")}`);
};
const stored = () => {
  const told = sessionStorage.told ?? "[]";
  sessionStorage.removeItem("told");
  return told;
};

export async function openWebKit() {
  const home = mkdtempSync(join(tmpdir(), "wellread-webkit-"));
  mkdirSync(join(home, "gtk-3.0"));
  writeFileSync(join(home, "gtk-3.0/gtk.css"), style);
  const display = await begin(screen, ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], /^(\d+)\n/m);
  const env = { ...process.env, DISPLAY: `:${display.found[1]}`, GDK_BACKEND: "x11", XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home };
  const port = await freePort();
  const program = await begin("/bin/sh", ["-c", 'echo ready; exec "$0" "$@"', driver, `--port=${port}`], /ready/, { env });

  const ask = async (method, path, values) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: values && JSON.stringify(values), signal: AbortSignal.timeout(30_000) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  while (!(await ask("GET", "/status").catch(() => null))?.ready) await new Promise((later) => { setTimeout(later, 50); });
  const options = { binary: browser, args: ["--automation"] };
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
  const call = (method, path, values) => ask(method, `/session/${sessionId}/${path}`, values);

  const evaluate = (expression) => call("POST", "execute/sync", { script: `return ${expression}`, args: [] });
  const attend = () => evaluate(`(${store})(${watch})`);
  const perform = async (actions) => { await attend(); await call("POST", "actions", { actions }); };
  const visited = new Set();
  const heard = new Set();
  return {
    open: async (url) => { await call("POST", "url", { url }); await attend(); },
    resize: (width, height) => call("POST", "window/rect", { x: 0, y: 0, width, height }),
    evaluate: async (expression) => { visited.add(await call("GET", "url")); return evaluate(expression); },
    ...input({ perform, evaluate }),
    picture: async () => Buffer.from(await call("GET", "screenshot"), "base64"),
    async messages() {
      const told = JSON.parse(await evaluate(`(${stored})()`));
      // What it says while it loads pages, MiniBrowser prints, if nothing drives it: one start for all pages, in frames.
      const unheard = [...visited].filter((url) => !heard.has(url));
      for (const url of unheard) heard.add(url);
      visited.clear();
      if (!unheard.length) return told;
      const frames = join(home, "frames.html");
      writeFileSync(frames, unheard.map((url) => `<iframe src="${url}"></iframe>`).join("\n"));
      const { stderr } = await promisify(execFile)(browser, ["--enable-write-console-messages-to-stdout=true", "--exit-after-load", `file://${frames}`], { env, timeout: 120_000 });
      told.push(...stderr.split("\n").filter((line) => line.includes(": CONSOLE ")));
      return told;
    },
    async close() {
      await ask("DELETE", `/session/${sessionId}`);
      await program.end();
      await display.end();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
