// Letters: filled in on their page, printed alone and copied as text, with nothing stored or sent.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { artifacts, findingsInAllSchemes, sample, start } from "./hub.js";
import { build, files, settings } from "./small-hub.js";

const letter = `---
title: Ask for a meeting
summary: A letter to the school.
topics: [school]
---
Send it when something is not working. An IEP may follow.

## The letter

{{your name}}
{{your address}}

{{date}}

Dear {{Mr.|Ms.|Mx.}} {{last name}},

I am the parent of {{child's name}}. **{{child's name}}** likes [books](https://www.loc.gov/).[^1] My days:

1. {{first day}}
2. any other

I {{interpreter: need|do not need}} an interpreter for the IEP meeting.

Sincerely,

***

{{your name}}

## Later

Wait a week.

[^1]: A note.
`;

const hubOf = (more = {}) => ({ ...files, "content/letters/meet.md": letter, ...more });

let site, small;
before(async () => { site = build(hubOf()); small = await start(site.folder); });
after(async () => { await small.close(); site.remove?.(); });

const open = async (options) => {
  const page = await small.page(options);
  await page.goto("/letters/meet/");
  return page;
};
const field = (page, label) => page.getByLabel(label, { exact: true });
const shown = (page) => page.locator(".letter").innerText();

test("each blank has a field in the order of the letter, with a label, and one for all its uses", async () => {
  const page = await open();
  const labels = await page.locator(".letter-fields label").allInnerTexts();
  assert.deepEqual(labels, ["Your name", "Your address", "Date", "Dear …", "Last name", "Child’s name", "First day", "Interpreter"]);
  await field(page, "Child’s name").fill("Ana");
  await field(page, "Dear …").selectOption("Ms.");
  await field(page, "Interpreter").selectOption("do not need");
  await field(page, "Your address").fill("1 Elm Street\nDenver");
  const text = await shown(page);
  assert.match(text, /I am the parent of Ana\. Ana likes/);
  assert.match(text, /Dear Ms\. \[last name\],/);
  assert.match(text, /I do not need an interpreter/);
  assert.match(text, /1 Elm Street\nDenver/);
  assert.equal(await page.locator(".letter a.term").count(), 0, "no terms are linked in the letter");
  assert.ok(await page.locator(".body > p a.term").count() > 0, "they are in the advice");
  // By keyboard alone, from field to field to the two buttons.
  await field(page, "Your name").focus();
  const order = [];
  for (let at = 0; at < 10; at += 1) {
    order.push(await page.evaluate(() => document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent.trim()));
    await page.keyboard.press("Tab");
  }
  assert.deepEqual(order, [...labels, "Print the letter", "Copy as plain text"]);
  await page.context().close();
});

test("the date is today's, in the language of the page", async () => {
  const page = await open({ locale: "de-DE" });
  await page.clock.setFixedTime(new Date("2027-03-04T12:00:00"));
  await page.reload();
  assert.equal(await field(page, "Date").inputValue(), "March 4, 2027");
  assert.match(await shown(page), /^March 4, 2027$/m);
  await field(page, "Date").fill("");
  assert.match(await shown(page), /\[date\]/);
  await page.context().close();
});

test("nothing is stored, sent, or there after reloading or coming back", async () => {
  const page = await open();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  const before = await page.evaluate(() => ({ url: location.href, cookies: document.cookie }));
  await field(page, "Child’s name").fill("Zebulon");
  await field(page, "Child’s name").press("Enter");
  await field(page, "Dear …").selectOption("Mx.");
  assert.deepEqual(requests.filter((url) => !url.includes("/assets/favicon.")), []);
  const found = await page.evaluate(() => ({
    url: location.href, cookies: document.cookie,
    stored: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]),
    fields: [...document.querySelectorAll(".letter-fields :is(textarea, select, input)")].map((one) => [one.name, one.form, one.autocomplete, one.spellcheck && one.nodeName === "TEXTAREA"]),
    forms: document.querySelectorAll("main form").length,
  }));
  assert.deepEqual({ url: found.url, cookies: found.cookies }, before);
  assert.ok(!found.stored.includes("Zebulon"), found.stored);
  assert.equal(found.forms, 0);
  for (const one of found.fields) assert.deepEqual(one, ["", null, "off", false]);
  await page.reload();
  assert.equal(await field(page, "Child’s name").inputValue(), "");
  assert.ok(!(await page.content()).includes("Zebulon"));
  await field(page, "Child’s name").fill("Zebulon");
  await page.goto("/");
  await page.goBack();
  await page.locator(".letter-fields textarea").first().waitFor();
  assert.ok(!(await page.evaluate(() => document.body.innerText + [...document.querySelectorAll("textarea")].map((one) => one.value))).includes("Zebulon"));
  // What the browser stores for its back button is a page that has been left.
  await field(page, "Child’s name").fill("Zebulon");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  assert.ok(!(await shown(page)).includes("Zebulon"));
  await page.context().close();
});

test("the letter is copied as plain text, also where there is no clipboard", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.clock.setFixedTime(new Date("2027-03-04T12:00:00"));
  await page.reload();
  await field(page, "Your name").fill("Maria Lopez");
  await field(page, "Your address").fill("1 Elm Street\nDenver");
  await field(page, "Child’s name").fill("Ana");
  await field(page, "First day").fill("Monday");
  const expected = `Maria Lopez
1 Elm Street
Denver

March 4, 2027

Dear [Mr. / Ms. / Mx.] [last name],

I am the parent of Ana. Ana likes books (https://www.loc.gov/). My days:

1. Monday
2. any other

I [need / do not need] an interpreter for the IEP meeting.

Sincerely,

______________________________

Maria Lopez`;
  const status = page.locator(".letter-status");
  await page.getByRole("button", { name: "Copy as plain text" }).click();
  await page.getByText("The letter is copied. 3 blanks are still empty.", { exact: true }).waitFor();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).replaceAll("\r", ""), expected);
  // So is what is printed; spaces alone fill nothing.
  await page.evaluate(() => { window.print = () => {}; });
  for (const [choice, name, says] of [["Ms.", " ", "2 blanks are still empty."], ["Ms.", "Ruiz", "1 blank is still empty."]]) {
    await field(page, "Dear …").selectOption(choice);
    await field(page, "Last name").fill(name);
    await page.getByRole("button", { name: "Print the letter" }).click();
    assert.equal(await status.innerText(), says);
  }
  await field(page, "Interpreter").selectOption("need");
  await page.getByRole("button", { name: "Print the letter" }).click();
  assert.equal(await status.innerText(), "");
  await page.getByRole("button", { name: "Copy as plain text" }).click();
  await page.getByText("The letter is copied.", { exact: true }).waitFor();
  for (const name of ["Dear …", "Interpreter"]) await field(page, name).selectOption("");
  await field(page, "Last name").fill("");
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("no")); });
  await page.getByRole("button", { name: "Copy as plain text" }).click();
  await page.getByText("The letter is copied.").waitFor();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).replaceAll("\r", ""), expected);
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Copy as plain text", "the focus stays");
  await page.context().close();
});

test("only the letter is printed, on one clean sheet, with lines for what is not filled in", async () => {
  const page = await open({ width: 720 });
  await field(page, "Child’s name").fill("Ana");
  let printed = false;
  await page.exposeFunction("printed", () => { printed = true; });
  await page.evaluate(() => { window.print = () => window.printed(); });
  await page.getByRole("button", { name: "Print the letter" }).click();
  assert.ok(printed);
  await page.emulateMedia({ media: "print" });
  const visible = await page.evaluate(() => [...document.querySelectorAll("body *")]
    .filter((part) => part.checkVisibility() && [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((part) => !part.closest(".letter")).map((part) => part.outerHTML.slice(0, 80)));
  assert.deepEqual(visible, []);
  assert.ok(!(await page.locator(".letter .note-ref").isVisible()));
  const blank = (text) => page.locator(".letter .blank", { hasText: text }).first().evaluate((part) => {
    const style = getComputedStyle(part);
    return { line: style.borderTopStyle, fill: style.backgroundColor, below: style.borderBottomStyle };
  });
  assert.deepEqual(await blank("your name"), { line: "solid", fill: "rgba(0, 0, 0, 0)", below: "none" });
  assert.deepEqual(await blank("Ana"), { line: "none", fill: "rgba(0, 0, 0, 0)", below: "none" });
  const pdf = await page.pdf({ format: "Letter", path: join(artifacts, "letter.pdf"), preferCSSPageSize: true });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length, 1, "one sheet");
  await page.context().close();
});

test("without JavaScript, the letter has lines to write on, and a sentence says so", async () => {
  const page = await open({ javaScriptEnabled: false });
  assert.ok(await page.getByText("write on the lines").isVisible());
  assert.ok(!(await page.locator(".letter-fill").isVisible()));
  assert.equal(await page.locator(".blank").first().evaluate((part) => getComputedStyle(part).borderTopStyle), "solid");
  assert.match(await shown(page), /\[child’s name\]/);
  await page.screenshot({ path: join(artifacts, "letter-without-script.png"), fullPage: true });
  await page.pdf({ format: "Letter", path: join(artifacts, "letter-by-hand.pdf") });
  await page.context().close();
});

test("choices that read the same are fields of their own, called by the words around them", async () => {
  const own = build(hubOf({ "content/letters/meet.md": `---
title: Statements
---
My child {{does|does not}} have an IEP and {{does|does not}} have a 504 plan.

Dear {{Mr.|Ms.}} {{name}}, cc: {{Mr.|Ms.}} {{other name}}

Home: {{yes|no}}[^1]\\
Home: {{yes|no}}

{{left|right}}

I have {{your reasons}}.

These are my reasons: {{your reasons …}}

[^1]: A note.
` }));
  const hub = await start(own.folder);
  const page = await hub.page();
  await page.goto("/letters/meet/");
  assert.deepEqual(await page.locator(".letter-fields label").allInnerTexts(), ["My child … have an IEP and … have", "Have an IEP and … have a 504 plan", "Dear …", "Name", "Cc: …", "Other name", "Home: …", "Home: … (2)", "Left / right", "Your reasons"]);
  await field(page, "Have an IEP and … have a 504 plan").selectOption("does not");
  assert.match(await shown(page), /My child \[does \/ does not\] have an IEP and does not have a 504 plan/);
  // A long answer has a larger field, wherever it is long, and on paper three lines.
  const heights = await page.locator(".letter-fields textarea").evaluateAll((fields) => fields.map((one) => one.clientHeight));
  assert.ok(heights.at(-1) > 1.8 * heights[0], heights.join(" "));
  await page.emulateMedia({ media: "print" });
  const line = await page.locator("[data-long]").evaluate((blank) => [blank.clientWidth === blank.closest("p").clientWidth, getComputedStyle(blank, "::before").borderBottomStyle]);
  assert.deepEqual(line, [true, "solid"]);
  await hub.close();
  own.remove();
});

test("the form is next to the letter on a wide screen, above it on a phone, and in its language", async () => {
  const own = build(hubOf({ "content/letters/meet.md": "---\ntitle: Carta\nlanguage: es\n---\n{{nombre}} {{fecha}} {{Sr.|Sra.}}\n" }));
  const hub = await start(own.folder);
  for (const width of [1280, 320]) {
    const page = await hub.page({ width });
    await page.goto("/letters/meet/");
    const [form, sheet] = await Promise.all([".letter-fill", ".letter"].map((part) => page.locator(part).boundingBox()));
    if (width > 1000) assert.ok(form.x + form.width <= sheet.x && Math.abs(form.y - sheet.y) < 2);
    else assert.ok(form.y + form.height <= sheet.y);
    assert.equal(await page.locator(".letter-fill").getAttribute("lang"), null);
    const words = await page.locator(".letter-fill").innerText();
    for (const one of ["Llene la carta", "Fecha", "Elija una opción", "Imprimir la carta"]) assert.ok(words.includes(one), one);
    assert.ok(!/Fill in|Print|Choose/.test(words));
  }
  await hub.close();
  own.remove();
});

test("on paper, the links of a letter print the addresses of other sites, but no path of the hub, and those of the advice are not there", async () => {
  const own = build(hubOf({ "content/letters/meet.md": "---\ntitle: Ask\n---\nSee [it](../articles/start.md).\n\n## The letter\n\n{{date}} [the plan](../articles/start.md), [help](../resources/helpline.md), [CDC](https://www.cdc.gov/a), https://www.cdc.gov/b\n" }));
  const hub = await start(own.folder);
  const page = await hub.page({ width: 624 });
  await page.goto("/letters/meet/");
  await page.emulateMedia({ media: "print" });
  const printed = await page.locator(".letter a").evaluateAll((links) => links.map((link) => getComputedStyle(link, "::after").content.replace(/[" \u2066\u2069]/g, "")));
  assert.deepEqual(printed, ["none", "none", "(https://www.cdc.gov/a)", "none"]);
  assert.ok(!(await page.locator(".body > p a").first().isVisible()));
  await hub.close();
  own.remove();
});

test("on paper, the name never stands without the lines before it", async () => {
  const text = Array.from({ length: 40 }, (_, at) => `Line ${at} of the letter.`).join("\n\n");
  const own = build(hubOf({ "content/letters/meet.md": `---\ntitle: Long\n---\n{{date}}\n\n${text}\n\nLast words.\n\nSincerely,\n\n***\n\n{{your name}}\n` }));
  const hub = await start(own.folder);
  const page = await hub.page({ width: 624, bypassCSP: true });
  await page.goto("/letters/meet/");
  await page.emulateMedia({ media: "print" });
  // Where columns break, sheets break: at each height, the end stands in one column.
  const torn = await page.evaluate(() => {
    const letter = document.querySelector(".letter");
    const end = [...letter.children].slice(-4);
    const whole = letter.getBoundingClientRect().height;
    const found = [];
    for (let high = Math.round(whole) - 200; high < whole; high += 10) {
      letter.style.cssText = `columns: 2; column-fill: auto; block-size: ${high}px`;
      const lefts = new Set(end.map((part) => Math.round(part.getBoundingClientRect().left)));
      if (lefts.size !== 1) found.push(high);
    }
    return found;
  });
  assert.deepEqual(torn, []);
  await hub.close();
  own.remove();
});

test("long values neither leave the page nor the letter", async () => {
  const page = await open({ width: 320, height: 640 });
  await field(page, "Last name").fill("Wolfeschlegelsteinhausenbergerdorff".repeat(4));
  await field(page, "First day").fill("A day with many words ".repeat(40));
  await field(page, "Your address").fill("line\n".repeat(30));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const inside = await page.locator(".letter .blank").evaluateAll((blanks) => blanks.every((blank) => blank.getBoundingClientRect().right <= blank.closest(".letter").getBoundingClientRect().right));
  assert.ok(inside);
  await page.screenshot({ path: join(artifacts, "letter-320.png"), fullPage: true });
  await page.context().close();
});

for (const width of [320, 1280]) {
  test(`axe finds nothing in any color scheme at ${width} px, empty or being filled in`, async () => {
    const page = await open({ width });
    assert.deepEqual(await findingsInAllSchemes(page), []);
    await field(page, "Child’s name").fill("Ana");
    await field(page, "Last name").focus();
    assert.deepEqual(await findingsInAllSchemes(page), []);
    await page.context().close();
  });
}

test("from right to left, what is filled in keeps its own direction", async () => {
  const arabic = build(hubOf({
    "site.toml": settings().replace("[[crisis]]", 'language = "ar"\n\n[[crisis]]'),
    "content/letters/meet.md": "---\ntitle: رسالة\n---\nأنا {{اسمي}}، اليوم {{date}}.\n",
  }));
  const hub = await start(arabic.folder);
  const page = await hub.page({ width: 320 });
  await page.goto("/letters/meet/");
  await page.locator(".letter-fields textarea").first().fill("Ana (2)");
  assert.equal(await page.locator(".letter .blank").first().evaluate((part) => getComputedStyle(part).unicodeBidi), "isolate");
  assert.match(await shown(page), /أنا Ana \(2\)، اليوم .*[\d٠-٩]/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await hub.close();
});

test("the files of letters are loaded on letters alone", { skip: sample("article") ? false : "this hub has no article" }, async () => {
  const page = await open();
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => /\/letter\./.test(name)).length);
  assert.equal(await loaded(), 2);
  await page.goto("/articles/start/");
  assert.equal(await loaded(), 0);
  await page.context().close();
});
