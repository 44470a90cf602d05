// ---- who sees suggestions, and the log by which their effect can be measured --------------------------------------
const SIXTEEN = /^[0-9a-f]{16}$/;

function random() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A random number kept in this site's storage; where storage is shut, or unwanted, it holds for this page.
function visitor(kept) {
  const fresh = random();
  if (!kept) return fresh;
  try {
    const known = localStorage.getItem("deflect-visitor");
    if (SIXTEEN.test(known)) return known;
    localStorage.setItem("deflect-visitor", fresh);
  } catch { /* storage is shut */ }
  return fresh;
}

// The first 32 bits are a fraction of 1, so that who is in a group of 10 % stays in one of 20 %.
function inControl(id, share) {
  return parseInt(id.slice(0, 8), 16) / 2 ** 32 < share;
}

function send(service, event) {
  try {
    navigator.sendBeacon(`${service}/events${SITE.query}`, JSON.stringify(event));
  } catch (error) {
    console.warn("deflect: no event was sent:", error.message);
  }
}
