// A button beside what people copy; without this file they select it with one click.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  const { copy, copied } = document.body.dataset;
  const spoken = document.body.appendChild(document.createElement("p"));
  spoken.className = "hidden";
  spoken.setAttribute("role", "status");
  for (const place of document.querySelectorAll(".sum, .copied")) {
    const text = place.querySelector("code, pre");
    const row = place.closest("tr");
    const of = row ? row.querySelector("th").innerText.trim() : text.getAttribute("aria-label");
    const button = place.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = copy;
    if (of) button.setAttribute("aria-label", `${copy}: ${of}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = spoken.textContent = copied;
      setTimeout(() => {
        button.textContent = copy;
        spoken.textContent = "";
      }, 2000);
    });
  }
})();
