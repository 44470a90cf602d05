// Answers queries with lunr, MiniSearch and deflect's engine. Reads one JSON job from stdin, prints one JSON result:
// by engine, for each query the numbers of the first hits.
"use strict";
const path = require("path");
const job = JSON.parse(require("fs").readFileSync(0, "utf8"));
const need = (name) => require(require.resolve(name, { paths: [path.dirname(job.modules)] }));
const FIELDS = ["title", "asked", "headings", "body"];
const documents = job.pages.map((page, id) => ({ id, ...page }));

function lunrAnswers() {
  const lunr = need("lunr");
  const index = lunr(function () {
    this.ref("id");
    for (const field of FIELDS) this.field(field, { boost: field === "title" ? 6 : field === "asked" ? 3 : 1 });
    documents.forEach((each) => this.add(each));
  });
  // Its query language would stumble over colons and dashes of what people write.
  const search = (text) => index.query((query) => lunr.tokenizer(text.replaceAll("*", " ")).forEach((token) => query.term(token)));
  return job.queries.map((text) => search(text).map((hit) => Number(hit.ref)));
}

function miniSearchAnswers() {
  const MiniSearch = need("minisearch");
  const index = new MiniSearch({ fields: FIELDS, searchOptions: { boost: { title: 2, asked: 2 }, prefix: true, fuzzy: 0.2 } });
  index.addAll(documents);
  return job.queries.map((text) => index.search(text).map((hit) => hit.id));
}

function ourAnswers(files) {
  const engine = require(job.engine);
  const index = engine.open(files.main, files.parts);
  return job.queries.map((text) => {
    const { said } = engine.within(index, engine.understand(index, text, false));
    return engine.rank(index, text, 3, false, said).hits.map(([page]) => page);
  });
}

const found = {};
if (job.modules) Object.assign(found, { lunr: lunrAnswers(), MiniSearch: miniSearchAnswers() });
for (const [name, files] of Object.entries(job.ours)) found[name] = ourAnswers(files);
for (const name of Object.keys(found)) found[name] = found[name].map((hits) => hits.slice(0, 3));
process.stdout.write(JSON.stringify(found));
