"use strict";
(() => {
  // While this page is open the draft is one's own: the lease is renewed, and given back at the end.
  // Who else has it is told; then nothing is decided here.
  const bar = document.getElementById("hold");
  const address = bar.dataset.address;
  const words = bar.querySelector("[data-is=words]");
  const AGAIN = 10000; // milliseconds between tries where somebody else has it, or nobody answers
  let mine = null; // not asked yet
  let lost = false;
  let timer = 0;

  const show = (now, name) => {
    lost = !now && (lost || mine === true);
    if (!now) words.textContent = (lost ? bar.dataset.lost : bar.dataset.has).replace("{name}", name);
    if (mine === now) return;
    mine = now;
    bar.hidden = now;
    for (const part of document.querySelectorAll("[data-needs-hold]")) part.inert = !now;
    document.dispatchEvent(new CustomEvent("hold", { detail: { mine: now, name } }));
  };
  const ask = (method, body) =>
    fetch(address, {
      method,
      headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": bar.dataset.csrf },
      body: body && JSON.stringify(body),
      keepalive: method === "DELETE",
    });
  const claim = async () => {
    clearTimeout(timer);
    let next = AGAIN;
    try {
      const answer = await ask("PUT", {});
      const said = await answer.json();
      if (answer.ok) {
        show(true, said.name);
        next = said.renew;
      } else if (answer.status === 423) show(false, said.name);
      else if (answer.status < 500) return; // signed out, or the draft is gone
    } catch {
      // no network just now
    }
    timer = setTimeout(claim, next);
  };
  const release = () => {
    clearTimeout(timer);
    if (mine) ask("DELETE").catch(() => {});
    mine = null;
  };
  if (address) {
    addEventListener("pagehide", release);
    addEventListener("pageshow", (event) => event.persisted && claim());
    claim();
  }
})();
