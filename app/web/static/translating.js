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

// One box chooses all rows of a table, and what is chosen is counted.
for (const place of document.querySelectorAll("[data-every]")) {
  const table = document.querySelector("table.choose");
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  const every = place.querySelector("input");
  const told = document.querySelector("[data-chosen]");
  const count = () => {
    const chosen = boxes.filter((it) => it.checked).length;
    told.textContent = chosen;
    every.checked = chosen === boxes.length;
    every.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  every.addEventListener("change", () => {
    for (const it of boxes) it.checked = every.checked;
    count();
  });
  table.addEventListener("change", count);
  place.hidden = false;
  count();
}
