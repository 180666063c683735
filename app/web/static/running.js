// What is under way is looked at again every two seconds, until it has ended; without this file a link does it.
(() => {
  "use strict";
  const shown = document.getElementById("run");
  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("run");
      if (!now || !("running" in now.dataset)) {
        location.reload();
        return;
      }
      shown.replaceChildren(...now.childNodes);
    } catch {
      // the line was down: it is tried again
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
