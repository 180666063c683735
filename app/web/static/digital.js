// Arrow keys move between the ticks of the matrix; without this file Tab does.
(() => {
  "use strict";
  const table = document.querySelector(".matrix table");
  if (!table) return;
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const ticks = (row) => [...row.querySelectorAll("input[type=checkbox]")];
  table.addEventListener("keydown", (event) => {
    if (!event.target.matches("input[type=checkbox]") || event.ctrlKey || event.altKey || event.metaKey) return;
    const rows = [...table.tBodies[0].rows];
    const row = event.target.closest("tr");
    const mine = ticks(row);
    const place = mine.indexOf(event.target);
    let next;
    if (event.key in STEPS) {
      const [down, along] = STEPS[event.key];
      const other = rows[rows.indexOf(row) + down];
      next = other && ticks(other)[place + along];
    } else if (event.key === "Home") next = mine[0];
    else if (event.key === "End") next = mine[mine.length - 1];
    else return;
    event.preventDefault();
    next?.focus();
  });
  // What has the focus is not to lie behind the names that stay in view.
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    const frame = table.parentElement;
    const edge = cell.parentElement.cells[0].getBoundingClientRect().right;
    const top = table.tHead.getBoundingClientRect().bottom;
    const box = cell.getBoundingClientRect();
    if (box.left < edge) frame.scrollLeft -= edge - box.left;
    if (box.top < top) frame.scrollTop -= top - box.top;
  });
})();
