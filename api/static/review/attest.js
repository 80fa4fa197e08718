"use strict";
// Signs a statement with a key that this browser made and that can't be read out of it.
(() => {
  const form = document.getElementById("attest");
  const button = form.querySelector("button");
  const fault = form.querySelector("[role=alert]");
  const said = JSON.parse(form.dataset.say);
  const words = button.textContent;

  const say = (sentence) => {
    fault.textContent = sentence;
    fault.hidden = !sentence;
  };

  const text = (buffer) => {
    let plain = "";
    for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const opened = () => {
    const request = indexedDB.open("vidcommerce-signing", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("keys");
    return done(request);
  };

  // Several people may use one browser: each has a key of their own.
  const keys = async (person) => {
    const shelf = await opened();
    const kept = () => done(shelf.transaction("keys").objectStore("keys").get(person));
    if (!(await kept())) {
      const made = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
      const write = shelf.transaction("keys", "readwrite").objectStore("keys");
      // Another tab may have been quicker; its key stays.
      await done(write.add(made, person)).catch(() => undefined);
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    }
    return kept();
  };

  const forget = async (person) => {
    const shelf = await opened();
    await done(shelf.transaction("keys", "readwrite").objectStore("keys").delete(person));
  };

  // Sorted keys and no spaces: the one text that the service writes of the same values.
  const canonical = (facts) =>
    `{${Object.keys(facts).sort().map((key) => `${JSON.stringify(key)}:${JSON.stringify(facts[key])}`).join(",")}}`;

  const sign = async () => {
    const { person, csrf, address, known, helper } = form.dataset;
    const pair = await keys(person);
    const key = text(await crypto.subtle.exportKey("raw", pair.publicKey));
    const fields = new FormData(form);
    const statement = canonical({
      ...JSON.parse(known),
      at: new Date().toISOString(),
      harvest: fields.get("harvest"),
      helper: fields.get("named") ? helper : "",
      key,
      plot: fields.get("plot").trim().replace(/\s+/g, " "),
      version: 1,
    });
    const signature = text(
      await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, new TextEncoder().encode(statement)),
    );
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ statement, signature, key }),
    });
    const told = await answer.json();
    if (answer.ok) return told.next;
    if (told.title === "KeyForeign") await forget(person); // the next try makes a new one
    throw new Error(told.detail || said.failed);
  };

  if (!window.isSecureContext || !window.indexedDB || !crypto.subtle) {
    say(said.unable);
    return;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    button.textContent = said.signing;
    say("");
    try {
      location.assign(await sign());
    } catch (error) {
      say(error.name === "NotSupportedError" ? said.unable : error.name === "Error" ? error.message : said.failed);
      button.disabled = false;
      button.textContent = words;
    }
  });
  button.disabled = false; // only now: on a slow line people press before this is there
})();
