"use strict";
// What helps readers and is not needed: copying, and an answer to "Was this helpful?" without leaving the page.
(function () {
  const shelf = document.querySelector("[data-copied]");

  function say(button, text) {
    const before = button.textContent;
    button.textContent = text;
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  function copier(button, text) {
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(text()).then(() => say(button, shelf.dataset.copied), () => {});
    });
  }

  if (shelf && navigator.clipboard) {
    for (const button of document.querySelectorAll(".copy-link")) copier(button, () => location.href.split("#")[0]);
    for (const code of document.querySelectorAll(".answer pre")) {
      const button = document.createElement("button"), box = document.createElement("div");
      button.type = "button";
      button.className = "copy copy-code";
      button.textContent = shelf.dataset.copy;
      box.className = code.textContent.trimEnd().includes("\n") ? "code" : "code line";
      code.replaceWith(box);
      box.append(button, code);
      copier(button, () => code.textContent);
    }
  }

  const form = document.querySelector("form.helpful[data-service]");
  if (form) form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = form.querySelector("[role=status]");
    const done = (text) => { said.textContent = text; said.classList.add("seen"); };
    const failed = () => { form.classList.remove("sent"); done(form.dataset.failed); };
    form.classList.add("sent");
    done(form.dataset.thanks);
    // Another server need not allow this page to read what it says: that it said something is enough.
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), mode: "no-cors", keepalive: true })
      .then((answer) => { if (answer.type !== "opaque" && !answer.ok) failed(); }, failed);
  });
})();
