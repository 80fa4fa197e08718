"use strict";
// Makes and uses passkeys: fetches a challenge, has the device sign it, sends what it signed.
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (c) => c.charCodeAt(0)).buffer;
  };
  const text = (buffer) => {
    let plain = "";
    for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const listed = (credentials) =>
    (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const send = async (address, csrf, body) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.detail || "");
    return said;
  };

  const make = async (options) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: listed(options.excludeCredentials),
      },
    });
    const { clientDataJSON, attestationObject } = made.response;
    return {
      id: made.id, rawId: text(made.rawId), type: made.type,
      response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) },
    };
  };

  const sign = async (options) => {
    const made = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: listed(options.allowCredentials),
      },
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
    return {
      id: made.id, rawId: text(made.rawId), type: made.type,
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null,
      },
    };
  };

  for (const place of document.querySelectorAll(".passkey")) {
    const button = place.querySelector("button");
    const fault = place.querySelector("[role=alert]");
    const { options, answer, kind, csrf, cancelled, failed, unable } = place.dataset;
    const say = (sentence) => {
      fault.textContent = sentence;
      fault.hidden = !sentence;
    };
    if (!window.PublicKeyCredential || !navigator.credentials) {
      say(unable);
      continue;
    }
    button.addEventListener("click", async () => {
      button.disabled = true;
      say("");
      try {
        const wanted = await send(options, csrf, {});
        const signed = await (kind === "create" ? make(wanted) : sign(wanted));
        location.assign((await send(answer, csrf, signed)).next);
      } catch (error) {
        // The browser names it NotAllowedError when a person stops, or has no passkey here.
        say(error.name === "NotAllowedError" ? cancelled : error.message && error.name === "Error" ? error.message : failed);
        button.disabled = false;
      }
    });
    button.disabled = false; // only now: on a slow line people press before this is there
  }
})();
