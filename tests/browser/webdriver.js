// What two drivers share: both follow the WebDriver standard, in which keys and clicks are the same actions.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of a program, if one of the names is in PATH. */
export const find = (...names) => names
  .flatMap((name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** Starts a program, and waits for the first match of `ready` in what it prints. `end` ends it. */
export async function begin(command, values, ready, options = {}) {
  const child = spawn(command, values, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const ended = new Promise((resolve) => { child.on("exit", resolve); child.on("error", resolve); });
  let printed = "";
  const found = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        printed += data;
        const match = printed.match(ready);
        if (match) resolve(match);
      });
    }
    ended.then(() => reject(new Error(`${command} ended:\n${printed}`)));
  });
  // It ends with the tests at the latest, and they do not wait for it.
  process.on("exit", () => child.kill());
  const match = await found;
  for (const one of [child, child.stdout, child.stderr]) one.unref();
  return { found: match, async end() { child.kill(); child.ref(); await ended; } };
}

const keys = { Tab: "\uE004", Enter: "\uE007", Escape: "\uE00C", ArrowDown: "\uE015", ArrowUp: "\uE013" };

const pressed = (values) => [{ type: "key", id: "keyboard", actions: values.flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]) }];

const clicked = ([x, y]) => [{ type: "pointer", id: "mouse", actions: [{ type: "pointerMove", x, y }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }] }];

// A link in a text may go on in another line: its first piece is what is clicked.
const middle = (selector) => {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const box = element.getClientRects()[0];
  return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
};

/** Clicks and keys, from the two things that a driver does: `perform` actions and `evaluate` an expression. */
export const input = ({ perform, evaluate }) => ({
  click: async (selector) => perform(clicked(JSON.parse(await evaluate(`JSON.stringify((${middle})(${JSON.stringify(selector)}))`)))),
  press: (key) => perform(pressed([keys[key] ?? key])),
  type: (text) => perform(pressed([...text])),
});

/** In a page: tells `tell` what goes wrong there, also where an engine itself says nothing of it to its driver. */
export const watch = (tell) => {
  addEventListener("securitypolicyviolation", (event) => tell(`the policy forbids ${event.blockedURI} (${event.effectiveDirective})`));
  addEventListener("error", (event) => tell(event.message ?? `could not load ${event.target.src ?? event.target.href}`), true);
  addEventListener("unhandledrejection", (event) => tell(String(event.reason)));
};
