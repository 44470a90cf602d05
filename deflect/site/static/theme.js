"use strict";
// Runs before the page is drawn, so that a remembered theme does not flash.
(function () {
  const root = document.documentElement;
  let kept = null;
  try { kept = localStorage.getItem("deflect-theme"); } catch { /* storage is shut: the system's theme it is */ }
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  root.classList.add("script");

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".theme")) return;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("deflect-theme", root.dataset.theme); } catch { /* it holds for this page */ }
  });
})();
