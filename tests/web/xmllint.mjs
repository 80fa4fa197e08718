// Prints what is wrong with the XML on standard input by the schemas named: the main one first.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";

const [folder, ...names] = process.argv.slice(2);
const { validateXML } = createRequire(`${folder}/`)("xmllint-wasm");
const [main, ...imported] = names.map((name) => ({
  fileName: basename(name),
  contents: readFileSync(name, "utf8"),
}));
const found = await validateXML({
  xml: { fileName: "answer.xml", contents: readFileSync(0, "utf8") },
  schema: [main],
  extension: main.fileName.endsWith(".rng") ? "relaxng" : "schema",
  preload: imported,
});
console.log(JSON.stringify(found.errors.map((error) => error.message)));
