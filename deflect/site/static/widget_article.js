// ---- an article, read from its page and copied piece by piece: nothing of its markup is taken over as it is -----
const KEPT = new Set(("P UL OL LI DL DT DD A B STRONG I EM CODE PRE KBD SAMP BLOCKQUOTE BR HR DEL S SUB SUP IMG " +
  "TABLE THEAD TBODY TR TH TD").split(" "));
const DROPPED = new Set(("SCRIPT STYLE TEMPLATE IFRAME OBJECT EMBED SVG MATH FORM INPUT BUTTON SELECT TEXTAREA " +
  "NOSCRIPT LINK META BASE AUDIO VIDEO CANVAS").split(" "));

function make(name, values = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === false) continue;
    if (key === "text") made.textContent = value; else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

// An address that a link or picture may have; nothing for javascript:, data: and the like.
function safe(address, base, schemes = ["https:", "http:", "mailto:"]) {
  try {
    const url = new URL(address, base);
    return schemes.includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

function copied(from, base) {
  const into = document.createDocumentFragment();
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(node.data);
    if (node.nodeType === Node.ELEMENT_NODE) into.append(copy(node, base));
  }
  return into;
}

function copy(node, base) {
  const name = node.tagName.toUpperCase();
  if (DROPPED.has(name) || node.hidden) return "";
  if (/^H[1-6]$/.test(name)) return make("p", { class: "heading" }, copied(node, base));
  if (!KEPT.has(name)) return copied(node, base);
  if (name === "IMG") return picture(node, base);
  if (name === "OL") return make(name, { start: String(node.start) }, copied(node, base));
  if (name !== "A") return make(name, {}, copied(node, base));
  const href = safe(node.getAttribute("href"), base);
  return href ? link(href, {}, copied(node, base)) : copied(node, base);
}

function link(href, values, ...children) {
  return make("a", { href, target: "_blank", rel: "noopener noreferrer", ...values }, ...children);
}

function picture(node, base) {
  const src = safe(node.getAttribute("src"), base, ["https:", "http:"]), alt = node.getAttribute("alt") || "";
  // A picture from elsewhere would tell its server who reads.
  return src.startsWith(SITE.root) ? make("img", { src, alt, loading: "lazy" }) : alt;
}

// The answer as nodes to show; from another origin only if the help centre's server allows it.
async function readArticle(url) {
  const reply = await fetch(url, { credentials: "omit", signal: within(5000) });
  if (!reply.ok) throw new Error(`${url}: ${reply.status}`);
  const answer = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector(".answer");
  if (!answer) throw new Error(`${url} holds no answer`);
  return copied(answer, url);
}
