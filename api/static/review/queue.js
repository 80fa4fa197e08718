"use strict";
(() => {
  // New drafts appear by themselves: the page is asked for again, and its list is put in place.
  const main = document.getElementById("main");
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { redirect: "error" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("main");
        const busy = main.contains(document.activeElement) && document.activeElement !== main;
        if (answer.ok && !busy && fresh.innerHTML !== main.innerHTML)
          main.replaceChildren(...fresh.childNodes);
      } catch {
        // no network, or signed out: what is shown stays, and the next look is in a moment
      }
    }
    setTimeout(look, 4000);
  };
  setTimeout(look, 4000);
})();
