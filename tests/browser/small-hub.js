// A small hub with every part that a page can have, for what this repository's own hub does not show: other
// colors, a logo, numbers in tables. Test files build variants of it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { after, before } from "node:test";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { program, start } from "./hub.js";

/** The hub's `site.toml`, with more lines in the table `[theme]`. */
export const settings = ({ title = "Brookside family hub", theme = "" } = {}) => `
title = "${title}"
description = "What families ask us."
base_url = "https://hub.example.org/"

[[crisis]]
name = "988 Lifeline"
phone = "988"
text = "Text 988"
url = "https://988lifeline.org/"
hours = "Day and night"

[contact]
name = "Brookside Clinic"
phone = "303-555-0100"
text_phone = "303-555-0101"
email = "office@hub.example.org"
address = "100 Main Street, Suite 200, Denver, CO 80202"
hours = "Monday to Friday, 8 to 5"

[theme]
${theme}
`;

/** The files of the hub by path. */
export const files = {
  "site.toml": settings(),
  "content/articles/start.md": `---
title: A plan for school
subtitle: Where to begin
summary: What to ask for first.
authors: [team]
published: 2026-01-02
updated: 2026-02-03
topics: [school]
audience: [Parents]
resources: [helpline]
related: [next]
---
An IEP is written by a team. See [the next step](next.md) and this note.[^law]

> [!NOTE]
> A [link](next.md) in a note, with a list:
>
> 1. First
> 2. Second
>
> <details><summary>More</summary>
>
> Folded away, with a [link](next.md).
>
> </details>

> [!WARNING]
> A [link](next.md) in a warning.

> [!IMPORTANT]
> A [link](next.md) that matters.

## Who pays what

| Service | Sessions | Price | Call |
|:--------|:--------:|------:|------|
| Testing | 2 | $1,250 | 303-555-0100 |
| A long name of a service that takes up the room | 10 | $90 | 303-555-0199 ext. 12 |

### A smaller heading

Some <mark>marked words with a [link](next.md)</mark>, \`code\`, and <kbd>Esc</kbd>. Call 303-555-0100 or
(303) 555-0101.

\`\`\`
A line of code that is much longer than the column is wide, so that it has to be wrapped or scrolled by the reader
\`\`\`

[^law]: The [law](https://www.example.com/law) says so.
`,
  "content/articles/next.md": `---
title: The next step
published: 2026-01-03
topics: [school]
---
Ask for an IEP in writing.
`,
  "content/glossary/iep.md": `---
term: IEP
aliases: [Individualized Education Program]
say: eye-ee-pee
not_same_as: [504-plan]
see_also: [504-plan]
reviewed: 2026-01-02
sources: ["[The law](https://www.example.com/law)"]
---
A written plan for a [student](/articles/start/).

More about it.
`,
  "content/glossary/504-plan.md": "---\nterm: 504 plan\n---\nA plan for equal access.\n",
  "content/people/team.md": `---
name: The team
role: Psychologists
credentials: PsyD
disclosure: None.
---
We write.
`,
  "content/resources/helpline.md": `---
title: Parent helpline
organization: Brookside Parents
url: https://parents.example.com/
phone: 303-555-0102
area: [Denver]
cost: Sliding scale
languages: [English, Spanish]
hours: Weekdays
eligibility: Anyone
audience: [Parents]
address: 20 Oak Street, Denver, CO 80203
checked: 2026-01-01
topics: [school]
---
They answer the phone.
`,
  "content/topics/school.md": "---\ntitle: School\nsummary: Plans and rights.\n---\nWhere to begin.\n",
  "content/pages/home.md": "---\ntitle: Help for your child at school\n---\nPlain words for families.\n",
  "content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
};

/** Builds a hub of these files with its drafts, and returns the folder of the site. `remove` deletes it. */
export function build(hub) {
  const root = mkdtempSync(join(tmpdir(), "wellread-hub-"));
  for (const [path, content] of Object.entries(hub)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  execFileSync(program, ["build", "--root", root, "--drafts", "--quiet"], { stdio: "pipe" });
  return { folder: join(root, "public"), remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Builds a hub of these files and serves it while the tests of this file or suite run; `page` opens a window. */
export function opened(hub) {
  let site;
  let server;
  before(async () => {
    site = build(hub);
    server = await start(site.folder);
  });
  after(async () => {
    await server.close();
    site.remove();
  });
  return { page: (options) => server.page(options) };
}
