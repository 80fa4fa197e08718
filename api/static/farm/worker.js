/* The service worker: pages open without a network, shares from the gallery are kept, and what
   waits goes on when the browser says that the network is back. `FARM` stands before this text,
   written by the service: {version, shell, scripts}. */
(function (root) {
  "use strict";
  root.window = root; /* tus-js-client looks for its storage there */
  root.importScripts.apply(root, root.FARM.scripts);
  const farm = root.farm;
  const SHELL = "farm-shell-" + root.FARM.version; /* what never changes under its address */
  const PAGES = "farm-pages-" + root.FARM.version; /* each page as it was seen last */
  const PATIENCE = 4000; /* milliseconds to wait for a page that is here already */
  const LOOK = 2000; /* milliseconds between looks at which pages are open */
  const LONGEST_WAIT = 120000; /* milliseconds; browsers end a sync that takes minutes */

  root.addEventListener("install", function (event) {
    event.waitUntil(caches.open(SHELL).then(function (cache) {
      return cache.addAll(root.FARM.shell);
    }).then(function () {
      return Promise.all(["/farm", "/farm/new"].map(function (address) {
        return fetch(address, { credentials: "same-origin" }).then(function (answer) {
          return keep(new Request(address), answer);
        }).catch(function () {});
      }));
    }).then(function () {
      return root.skipWaiting();
    }));
  });

  root.addEventListener("activate", function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) {
        return name.indexOf("farm-") === 0 && name !== SHELL && name !== PAGES;
      }).map(function (name) {
        return caches.delete(name);
      }));
    }).then(function () {
      return root.clients.claim();
    }));
  });

  /* Keeps a page; forgets all of them once nobody is signed in any more. */
  function keep(request, answer) {
    if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401) {
      return caches.delete(PAGES).then(function () {
        return answer;
      });
    }
    if (!answer.ok) {
      return Promise.resolve(answer);
    }
    const copy = answer.clone();
    return caches.open(PAGES).then(function (cache) {
      return cache.put(request.url.split(/[?#]/)[0], copy);
    }).then(function () {
      return answer;
    });
  }

  function pause(milliseconds) {
    return new Promise(function (resolve) {
      setTimeout(resolve, milliseconds);
    });
  }

  async function page(request) {
    const kept = await caches.match(request.url.split(/[?#]/)[0]);
    const asked = fetch(request).then(function (answer) {
      return keep(request, answer);
    });
    if (!kept) {
      return asked.catch(async function () {
        return (await caches.match("/farm")) || Response.error();
      });
    }
    asked.catch(function () {});
    const late = pause(PATIENCE).then(function () {
      return kept;
    });
    return Promise.race([asked, late]).catch(function () {
      return kept;
    });
  }

  async function fromShell(request) {
    return (await caches.match(request)) || fetch(request);
  }

  /* A clip that another app on the phone hands us: kept first, then the product is asked. */
  async function share(request) {
    const form = await request.formData();
    const files = form.getAll("clips").filter(function (file) {
      return file && file.size;
    });
    for (let at = 0; at < files.length; at += 1) {
      await farm.store.add({
        id: farm.newId(), state: "chosen", name: files[at].name || "clip", type: files[at].type,
        size: files[at].size, seconds: null, picture: "", advice: null, productId: "",
        productKey: "", productName: "", person: "", upload: "", sent: 0, why: "", whyKey: "",
        createdAt: Date.now() + at,
      }, files[at]);
    }
    return Response.redirect("/farm/new", 303);
  }

  root.addEventListener("fetch", function (event) {
    const request = event.request;
    const address = new URL(request.url);
    if (address.origin !== root.location.origin) {
      return;
    }
    if (request.method === "POST" && address.pathname === "/farm/share") {
      event.respondWith(share(request));
    } else if (request.method !== "GET") {
      return;
    } else if (request.mode === "navigate" && /^\/farm(\/|$)/.test(address.pathname)) {
      event.respondWith(page(request));
    } else if (/^\/static\//.test(address.pathname)) {
      event.respondWith(fromShell(request));
    } else if (/^\/farm\/(products|videos)\/.+(picture|poster\.jpg)$/.test(address.pathname)) {
      event.respondWith(picture(request));
    }
  });

  /* Pictures never change under their address; shown from here, they cost the farmer nothing. */
  async function picture(request) {
    const kept = await caches.match(request);
    if (kept) {
      return kept;
    }
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200 && !answer.redirected) {
      const cache = await caches.open(PAGES);
      await cache.put(request, answer.clone());
    }
    return answer;
  }

  async function anythingWaits() {
    return (await farm.store.all()).some(function (send) {
      return send.state === "waiting";
    });
  }

  /* A page that is open sends by itself, and sees more of it; this waits until all are closed.
     While one page makes way for the next there is none for a moment: two looks must agree. */
  async function whenPagesAreClosed() {
    let closed = 0;
    for (let waited = 0; waited < LONGEST_WAIT; waited += LOOK) {
      const pages = await root.clients.matchAll({ type: "window", includeUncontrolled: true });
      closed = pages.length ? 0 : closed + 1;
      if (closed > 1 || !(await anythingWaits())) {
        return;
      }
      await pause(LOOK);
    }
    throw new Error("a page is open"); /* the browser tries again later */
  }

  async function goOn() {
    await whenPagesAreClosed();
    if ((await farm.sender.run()) === "away") {
      throw new Error("away"); /* the browser tries again when there is a network */
    }
  }

  root.addEventListener("sync", function (event) {
    if (event.tag === "send") {
      event.waitUntil(goOn());
    }
  });
})(self);
