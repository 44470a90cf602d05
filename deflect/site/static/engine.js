"use strict";
// The search of a deflect help centre, without a page: it needs only to load scripts. The twin of deflect/site/search/:
// both cut, fold and rank alike. A change here is a change there. How to use it: deflect/site/search/__init__.py.
(() => {
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUE = new Uint8Array(128);
[...DIGITS].forEach((sign, n) => { VALUE[sign.charCodeAt(0)] = n; });
const DIMENSIONS = 128, HALF = 7, STEPS = 63, PREFIX_FROM = 2, PREFIXES = 12, ENDING = 3, STEM_FROM = 4, LONGER_FROM = 5;
const WHOLE = 100, BEGUN = 70, SAME = 80, ENDED = 60, SLIP = 60, SHORTEST = 4, LONG = 8;
const LONGEST = 40, PARTS = 24, CUTOFF = 4, MEANING = 1.0, SURE_WORDS = 0.6, SURE_ALONE = 0.3, SURE_MEANING = 0.5;

// ---- words

const LETTERS = {
  "ß": "ss", "æ": "a", "ø": "o", "œ": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d", "ς": "σ",
  "ـ": "", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ک": "ك", "ؤ": "و", "’": "'", "‐": "-",
};
for (const base of [0x660, 0x6f0]) for (let d = 0; d < 10; d++) LETTERS[String.fromCharCode(base + d)] = String(d);
const SPECIAL = new RegExp("[" + Object.keys(LETTERS).join("") + "]", "g");
const UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff";
const PIECE = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu"), IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

function prepare(rules) {
  return {
    stop: new Set(rules.stop.split(" ")), splits: rules.splits, folded: new Map(),
    steps: rules.steps.map(([pattern, before, after]) => [new RegExp(pattern, "u"), before, after]),
  };
}

const size = (text) => [...text].length;

function words(text, rules) {
  return text.normalize("NFKD").toLowerCase().replace(SPECIAL, (c) => LETTERS[c]).replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "")
    .replaceAll("'", rules.splits ? " " : "").split(/[^\p{L}\p{N}\p{Mc}-]+/u).flatMap(cut);
}

function cut(run) {
  const parts = run.split("-").filter(Boolean);
  if (parts.length > 1) parts.push(parts.join(""));
  return parts.flatMap((part) => part.match(PIECE)).flatMap((piece) => {
    if (!IS_UNSPACED.test(piece)) return [piece];
    return Array.from({ length: Math.max(1, piece.length - 1) }, (_, at) => piece.slice(at, at + 2));
  });
}

function fold(word, rules) {
  let found = rules.folded.get(word);
  if (found !== undefined) return found;
  found = word.replaceAll("ae", "a").replaceAll("oe", "o").replaceAll("ue", "u");
  for (const [pattern, before, after] of rules.steps) {
    const match = pattern.exec(found);
    if (match) found = before + match.slice(1).join("") + after;
  }
  rules.folded.set(word, found);
  return found;
}

function tokenise(text, rules) {
  return words(text, rules).filter((word) => !rules.stop.has(word)).map((word) => fold(word, rules)).filter(Boolean);
}

// ---- spelling

function letters(word) {
  let found = 0;
  for (const char of word) found |= 1 << (char.codePointAt(0) & 31);
  return found;
}

function bits(mask) {
  let count = 0;
  for (; mask; mask &= mask - 1) count++;
  return count;
}

function distance(one, other, most) {
  let before = [], last = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      let cost = Math.min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (one[row - 1] !== other[column - 1]));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && other[column - 1] === one[row - 2]) {
        cost = Math.min(cost, before[column - 2] + 1);
      }
      line.push(cost);
    }
    if (Math.min(...line) > most) return most + 1;
    before = last;
    last = line;
  }
  return last[other.length];
}

function spelled(index, word) {
  const one = [...word], most = one.length < SHORTEST ? 0 : one.length < LONG ? 1 : 2;
  if (!most || /\p{Nd}/u.test(word)) return [];
  const own = letters(word), masks = index.masks ||= Int32Array.from(index.terms, letters), found = [];
  let least = most;
  masks.forEach((mask, n) => {
    if (bits(own ^ mask) > 2 * most) return;
    const other = [...index.terms[n]], slips = Math.abs(other.length - one.length) > least ? most + 1 : distance(one, other, least);
    if (slips <= least) { least = slips; found.push([n, slips]); }
  });
  return found.filter(([, slips]) => slips === least);
}

// ---- a query

function place(terms, token) {
  let low = 0, high = terms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (terms[middle] < token) low = middle + 1; else high = middle;
  }
  return low;
}

function known(index, text) {
  const n = place(index.terms, text);
  return index.terms[n] === text ? n : -1;
}

function begun(index, text) {
  const { terms } = index, longer = [];
  for (let n = place(terms, text); n < terms.length && terms[n].startsWith(text); n++) {
    if (terms[n] !== text) longer.push([n, size(terms[n])]);
  }
  longer.sort((a, b) => a[1] - b[1]);
  return longer.slice(0, PREFIXES).map(([n, all]) => [n, Math.floor(BEGUN * size(text) / all)]);
}

function shorter(index, text) {
  for (let stem = [...text], less = 0; less < ENDING && stem.length > STEM_FROM; less++) {
    stem.pop();
    const n = known(index, stem.join(""));
    if (n >= 0) return [[n, ENDED]];
  }
  return [];
}

function matches(index, text, unfinished, stop) {
  const n = known(index, text), whole = n < 0 || stop ? [] : [[n, WHOLE]];
  const more = size(text) >= (unfinished ? PREFIX_FROM : n < 0 ? LONGER_FROM : Infinity) ? begun(index, text) : [];
  if (n >= 0 || (unfinished && more.length)) return [...whole, ...more];
  const less = shorter(index, text), near = less.length ? less : more;
  return near.length ? near : spelled(index, text).map(([term, slips]) => [term, Math.floor(SLIP / slips)]);
}

function strongest(word) {
  let best = [-1, 0];
  for (const match of word.matches) if (match[1] > best[1] || (match[1] === best[1] && match[0] < best[0])) best = match;
  return best[0];
}

function understand(index, query, typing) {
  const last = index.last;
  if (!last || last.query !== query || last.typing !== typing) index.last = { query, typing, said: read(index, query, typing) };
  return index.last.said;
}

function read(index, query, typing) {
  const { rules } = index, written = words(query, rules), said = new Map();
  const unfinished = typing && /[\p{L}\p{N}\p{M}]$/u.test(query) ? written.length - 1 : -1;
  // As long as a query is nothing but stop words, they are what it says.
  const says = written.some((word, at) => at !== unfinished && !rules.stop.has(word));
  written.forEach((word, at) => {
    const stop = says && rules.stop.has(word), text = stop && at !== unfinished ? "" : fold(word, rules);
    if (!text || said.has(text)) return;
    const found = { text, rarity: 0, matches: matches(index, text, at === unfinished, stop) };
    if (!stop) found.rarity = index.rarity[strongest(found)] || index.unknown;
    said.set(text, found);
  });
  addSynonyms(index, said);
  return [...said.values()].sort((a, b) => b.rarity - a.rarity).slice(0, LONGEST);
}

function addSynonyms(index, said) {
  const texts = [...said.keys()];
  for (const group of index.synonyms) for (const phrase of group) {
    if (!texts.some((_, at) => phrase.every((text, n) => texts[at + n] === text))) continue;
    const others = group.filter((other) => other !== phrase).flat().map((text) => known(index, text));
    const more = [...new Set(others)].filter((n) => n >= 0).sort((a, b) => a - b).map((n) => [n, SAME]);
    const word = said.get(phrase[0]);
    if (!word.matches.length && more.length) word.rarity = Math.max(...more.map(([n]) => index.rarity[n]));
    word.matches = [...word.matches, ...more];
  }
}

// ---- ranking

function scored(index, said) {
  const scores = new Float64Array(index.pages), covered = new Float64Array(index.pages);
  const best = new Float64Array(index.pages);
  for (const word of said) {
    const touched = [];
    for (const [term, counts] of word.matches) {
      const posted = postings(index, term), times = index.rarity[term] * counts;
      for (let n = 0; n < posted.length; n += 2) {
        const page = posted[n], score = times * posted[n + 1];
        if (!best[page]) touched.push(page);
        if (score > best[page]) best[page] = score;
      }
    }
    for (const page of touched) {
      scores[page] += best[page];
      covered[page] += word.rarity;
      best[page] = 0;
    }
  }
  return [scores, covered];
}

function rank(index, query, limit = 20, typing = false, said = understand(index, query, typing)) {
  const mass = said.reduce((sum, word) => sum + word.rarity, 0);
  const [scores, covered] = scored(index, said), like = likeness(index, said), whole = Math.max(1, mass) * STEPS * WHOLE;
  let top = 0;
  for (let page = 0; page < scores.length; page++) {
    scores[page] /= whole;
    if (like) scores[page] += MEANING * like[page];
    if (scores[page] > top) top = scores[page];
  }
  const hits = best(scores, limit).filter(([, score]) => score * CUTOFF >= top), first = hits.length ? hits[0][0] : -1;
  const share = like ? SURE_WORDS : SURE_ALONE;
  const sure = !mass || (covered[first] || 0) >= share * mass || ((like && like[first]) || 0) >= SURE_MEANING;
  return { hits, sure };
}

function best(scores, limit) {
  const kept = [];
  for (let page = 0; page < scores.length; page++) {
    const score = scores[page];
    if (!(score > 0) || (kept.length >= limit && score <= kept[kept.length - 1][1])) continue;
    let at = kept.length;
    while (at && kept[at - 1][1] < score) at--;
    kept.splice(at, 0, [page, score]);
    if (kept.length > limit) kept.pop();
  }
  return kept;
}

// Cosine similarity of the query's mean to each article; null before the vectors are there.
function likeness(index, said) {
  if (!index.blocks.length) return null;
  const query = mean(index, said), found = new Float64Array(index.pages);
  const length = Math.sqrt(query.reduce((sum, value) => sum + value * value, 0));
  index.blocks.forEach(({ values, lengths }, number) => {
    for (let row = 0; length && row < lengths.length; row++) {
      let dot = 0;
      for (let at = row * DIMENSIONS, d = 0; d < DIMENSIONS; d++, at++) dot = (dot + Math.imul(query[d], values[at])) | 0;
      if (dot > 0) found[number * index.block + row] = dot / (length * lengths[row]);
    }
  });
  return found;
}

function mean(index, said) {
  const query = new Int32Array(DIMENSIONS);  // 40 words at most: all sums stay below 2 to the 31st
  for (const word of said) {
    const text = entry(index, index.vectors, strongest(word));
    const times = text ? word.rarity * VALUE[text.charCodeAt(0)] : 0;
    for (let d = 0; times && d < DIMENSIONS; d++) query[d] += times * (VALUE[text.charCodeAt(d + 1)] - HALF);
  }
  return query;
}

// Articles' vectors are read before somebody types; those of articles that nothing is known of stay zero.
function readLikes(index, number) {
  const part = index.parts[index.likes[number]];
  if (part === undefined || index.blocks[number]) return;
  const rows = part.split(" "), values = new Int8Array(rows.length * DIMENSIONS), lengths = new Float64Array(rows.length);
  rows.forEach((text, row) => {
    let sum = 0;
    for (let d = 0; d < text.length; d++) {
      const value = values[row * DIMENSIONS + d] = VALUE[text.charCodeAt(d)] - HALF;
      sum += value * value;
    }
    lengths[row] = Math.sqrt(sum);
  });
  index.blocks[number] = { values, lengths };
}

// ---- the parts of an index

function unshare(text) {
  const terms = [];
  let before = "";
  for (const [, same, rest] of text.matchAll(/([A-Z])([^A-Z]*)/g)) {
    terms.push(before = before.slice(0, same.charCodeAt(0) - 65) + rest);
  }
  return terms;
}

function unpost(text) {
  const found = [];
  let page = -1, step = 0, shift = 0;
  for (let n = 0; n < text.length; n++) {
    const digit = VALUE[text.charCodeAt(n)];
    step += (digit & 31) << shift;
    shift += 5;
    if (digit > 31) continue;
    page += step + 1;
    found.push(page, VALUE[text.charCodeAt(++n)]);
    step = shift = 0;
  }
  return Int32Array.from(found);
}

// The first word of each part: of each is written how many it has, in two digits of 6 bits.
function starts(cuts = "") {
  const found = [0];
  for (let n = 0; n < cuts.length; n += 2) {
    found.push(found[n / 2] + 64 * VALUE[cuts.charCodeAt(n)] + VALUE[cuts.charCodeAt(n + 1)]);
  }
  return found;
}

// The part that a word's entry is in, and the entry if that part is there.
const shelf = ({ names, starts }, term) => names[place(starts, term + 1) - 1];

function entry(index, { names, starts }, term) {
  const n = place(starts, term + 1) - 1, name = names[n], part = index.parts[name];
  if (typeof part === "string") index.parts[name] = part.split(" ");
  return part === undefined ? part : index.parts[name][term - starts[n]];
}

// parts: what has been loaded, by the part's name; folder: where the parts lie.
function open(main, parts = {}, folder = "") {
  const names = (text = "") => text.match(/.{8}/g) || [];
  const index = {
    ...main, parts, folder, rules: prepare(main.rules), terms: unshare(main.terms),
    rarity: Uint8Array.from(main.rarity, (sign) => VALUE[sign.charCodeAt(0)]), posted: new Map(), runs: new Map(), coming: {}, blocks: [],
    words: { names: names(main.words), starts: starts(main.cuts) }, leaves: names(main.leaves),
    vectors: { names: names(main.vectors), starts: starts(main.vector_cuts) }, likes: names(main.likes),
  };
  index.likes.forEach((_, number) => readLikes(index, number));
  return index;
}

function postings(index, term) {
  const { posted } = index, text = posted.has(term) ? "" : entry(index, index.words, term);
  if (text) posted.set(term, unpost(text));
  return posted.get(term) || [];
}

// ---- in a browser

const opened = new Map();

function script(address, path) {
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.charset = "utf-8";  // a page in another encoding would misread it
    tag.src = address;
    tag.onload = () => { tag.remove(); resolve((self.deflectParts || {})[path]); };
    tag.onerror = () => { tag.remove(); reject(new Error(`cannot load ${path}`)); };
    document.head.append(tag);
  });
}

function load(root, language) {
  const path = `search/${language}.js`, key = root + path;
  if (!opened.has(key)) {
    // A new address each hour, so that no cache keeps an index longer than the pages it names.
    const found = script(`${key}?h=${Math.floor(Date.now() / 36e5)}`, path).then((main) => {
      if (!main) throw new Error(`nothing in ${path}`);
      return open(main, {}, `${root}search/${language}/`);
    });
    opened.set(key, found);
    found.catch(() => opened.delete(key));
  }
  return opened.get(key);
}

// A part that cannot be had leaves less to find, which is better than nothing.
function fetchPart(index, name) {
  if (!name || name in index.parts) return undefined;
  const { coming, folder } = index, address = `${folder}${name}.js`;
  return coming[name] ||= script(address, address.slice(folder.lastIndexOf("search/")))
    .then((part) => { index.parts[name] = part; }, () => { delete coming[name]; });
}

const fetchAll = (index, names) => Promise.all([...new Set(names)].map((name) => fetchPart(index, name)));

async function warm(index) {
  await Promise.all(index.likes.map(async (name, number) => {
    await fetchPart(index, name);
    readLikes(index, number);
  }));
}

// What of a query so many parts hold: its most telling words, then what else they stand for. The rest is left unsaid,
// whatever is there already: the same query finds the same.
function within(index, said, most = PARTS) {
  let names = new Set();
  const fits = (term, tables) => {
    const all = new Set([...names, ...tables.map((table) => shelf(table, term))]);
    return all.size <= most && (names = all);
  };
  const tables = index.blocks.length ? [index.words, index.vectors] : [index.words];
  const kept = said.filter((word) => !word.matches.length || fits(strongest(word), tables));
  const held = (word) => word.matches.filter(([term]) => fits(term, [index.words]));
  return { said: kept.map((word) => ({ ...word, matches: held(word) })), names };
}

async function find(index, query, { limit = 7, typing = true, wanted = () => true } = {}) {
  const { names, said } = within(index, understand(index, query, typing));
  await fetchAll(index, names);
  const { hits, sure } = wanted() ? rank(index, query, limit, typing, said) : { hits: [], sure: true };
  const leaf = (page) => index.leaves[Math.floor(page / index.leaf)];
  await fetchAll(index, hits.map(([page]) => leaf(page)));
  const found = hits.map(([page, score]) => {
    const [path, title, category, snippet] = index.parts[leaf(page)]?.[page % index.leaf] || [];
    return { path, title, category, snippet, score };
  });
  return { sure, hits: found.filter((hit) => hit.path) };
}

const RUN = /[\p{L}\p{N}\p{M}\p{Cf}]+(?:[-'’‐‑][\p{L}\p{N}\p{M}\p{Cf}]+)*/gu;

function marks(index, query, text) {
  const said = understand(index, query, true);
  const meant = new Set(said.flatMap((word) => [word.text, ...word.matches.map(([term]) => index.terms[term])]));
  return [...text.matchAll(RUN)].filter((run) => tokensOf(index, run[0]).some((token) => meant.has(token)))
    .map((run) => [run.index, run.index + run[0].length]);
}

function tokensOf(index, run) {
  if (!index.runs.has(run)) index.runs.set(run, tokenise(run, index.rules));
  return index.runs.get(run);
}

function excerpt(index, query, text, length = 150) {
  const first = marks(index, query, text)[0], at = first ? first[0] : 0;
  const start = at < 60 ? 0 : text.indexOf(" ", at - 50) + 1;
  const end = text.length <= start + length ? text.length : text.lastIndexOf(" ", start + length);
  return (start ? "… " : "") + text.slice(start, end > start ? end : start + length) + (end < text.length ? " …" : "");
}

const api = { load, warm, find, marks, excerpt, words, tokenise, prepare, spelled, understand, within, rank, open };
if (typeof module === "object") module.exports = api;
if (typeof self === "object") self.deflectSearch = api;
})();
