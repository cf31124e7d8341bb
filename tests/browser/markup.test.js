// Every page is valid HTML.
import { test } from "node:test";
import assert from "node:assert/strict";
import { HtmlValidate } from "html-validate";
import { pages } from "./hub.js";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  rules: {
    // These rules are about style, not validity.
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "long-title": "off",
    "tel-non-breaking": "off",
    "no-inline-style": "error",
    "require-sri": "off",
  },
});

test("every page is valid", async () => {
  const problems = [];
  for (const { url, path } of pages) {
    const report = await validator.validateFile(path);
    for (const { messages } of report.results) {
      for (const { line, column, ruleId, message } of messages) problems.push(`${url}:${line}:${column} ${ruleId}: ${message}`);
    }
  }
  assert.deepEqual(problems.slice(0, 40), [], `${problems.length} problems`);
});
