// Counts the characters of a text while it is typed.
"use strict";
for (const told of document.querySelectorAll("[data-length]")) {
  const field = document.getElementById(told.dataset.length);
  const most = told.textContent.split("/")[1]?.trim();
  field?.addEventListener("input", () => {
    const length = [...field.value].length;
    told.textContent = most ? `${length} / ${most}` : `${length}`;
    told.classList.toggle("bad", Boolean(most) && length > Number(most));
  });
}
