// ---- finding: the service if there is one and it answers in time, else the index of the static site --------------
const MOST = 3; // articles shown
const IN_TIME = 300; // milliseconds that the service has
const LONGEST = 2000; // characters of a message that are searched: as JSON within the service's 8 KB in any script
let engine = null;

function within(milliseconds) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), milliseconds);
  return stop.signal;
}

function load(path) {
  return new Promise((resolve, reject) => {
    const script = make("script", { src: SITE.root + path, charset: "utf-8" });
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${script.src} did not load`));
    document.head.append(script);
  });
}

// Loaded when first needed: a page whose form nobody touches asks for nothing but this script.
async function index(language) {
  // A new address each hour, so that no cache keeps an engine longer than the index it reads.
  engine ||= load(`search/engine.js?h=${Math.floor(Date.now() / 36e5)}`);
  await engine.catch((error) => { engine = null; throw error; });
  const known = await window.deflectSearch.load(SITE.root, language);
  await window.deflectSearch.warm(known); // a message in people's own words is understood by meaning, too
  return known;
}

async function askSite(text, language) {
  const known = await index(language);
  const found = await window.deflectSearch.find(known, text, { limit: MOST, typing: false });
  const articles = found.sure ? found.hits.slice(0, MOST).map((hit) => ({
    slug: hit.path.split("/").pop().replace(/\.html$/, ""),
    title: hit.title, text: hit.snippet, url: SITE.root + hit.path.split("/").map(encodeURIComponent).join("/"), language,
  })) : [];
  return { source: "site", articles };
}

async function askService(service, text, language) {
  // Sent as plain text, so that a browser asks a service elsewhere at once instead of first asking whether it may.
  const reply = await fetch(`${service}/suggest${SITE.query}`, {
    method: "POST", credentials: "omit", signal: within(IN_TIME),
    body: JSON.stringify({ text, language, page: here() }),
  });
  if (!reply.ok) throw new Error(`${service}: ${reply.status}`);
  const found = await reply.json();
  if (found.result === "abstention") return { source: "service", articles: [] };
  if (found.result !== "suggestion") throw new Error(`${service} gave neither suggestion nor abstention`);
  return { source: "service", articles: [found, ...(found.alternatives || [])].slice(0, MOST).map(suggested) };
}

function suggested({ article, title, answer, url, language }) {
  if (typeof article !== "string" || typeof title !== "string") throw new Error("a suggestion without article or title");
  const own = `${SITE.root}articles/${encodeURIComponent(article)}.html`;
  return { slug: article, title, text: answer || "", url: safe(url || own, SITE.root, ["https:", "http:"]) || own, language };
}

// The page's address without what may stand behind ? and #, which can hold names and keys.
function here() {
  return location.origin + location.pathname;
}
