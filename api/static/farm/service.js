/* Talks to the service: who I am, consent, products. Every failure is one of two things:
   `away` (no network or the service is down: try later) or a refusal with words for a person. */
(function (root) {
  "use strict";
  const farm = (root.farm = root.farm || {});
  const PATIENCE = 30000; /* milliseconds; a small request that takes longer will not come back */

  function Failure(kind, words, key) {
    this.kind = kind; /* "away", "sign_in" or "refused" */
    this.words = words || "";
    this.key = key || "";
  }

  function timeLimit() {
    if (!root.AbortController) {
      return { signal: undefined, done: function () {} };
    }
    const controller = new AbortController();
    const timer = setTimeout(function () {
      controller.abort();
    }, PATIENCE);
    return { signal: controller.signal, done: function () { clearTimeout(timer); } };
  }

  /* The problem details of our service in a text, or {} if there are none. */
  function problemIn(text) {
    try {
      const told = JSON.parse(text);
      return /^urn:vidcommerce:/.test(told.type) ? told : {};
    } catch (error) {
      return {};
    }
  }

  /* What an answer that is no success means. */
  function failureOf(status, text) {
    if (status === 401) {
      return new Failure("sign_in");
    }
    const told = problemIn(text);
    if (status === 429) {
      return new Failure("away", told.detail); /* a day's limit: later it goes on by itself */
    }
    const final = status >= 400 && status < 500 && [408, 409, 423].indexOf(status) < 0;
    /* A refusal without our words is a proxy's; a token of another session is fetched anew. */
    if (!final || !told.type || told.title === "FormExpired") {
      return new Failure("away");
    }
    return new Failure("refused", told.detail, told.key);
  }

  async function ask(address, options) {
    const limit = timeLimit();
    let answer;
    let text;
    try {
      answer = await fetch(address, Object.assign({
        credentials: "same-origin", cache: "no-store", signal: limit.signal,
      }, options));
      text = await answer.text();
    } catch (error) {
      throw new Failure("away");
    } finally {
      limit.done();
    }
    if (!answer.ok) {
      throw failureOf(answer.status, text);
    }
    try {
      return text ? JSON.parse(text) : {};
    } catch (error) {
      throw new Failure("away"); /* a hotel's or carrier's sign-in page, not our service */
    }
  }

  function post(address, body, csrf, headers) {
    return ask(address, {
      method: "POST", body: body,
      headers: Object.assign({ "X-CSRF-Token": csrf }, headers),
    });
  }

  farm.Failure = Failure;
  farm.service = {
    failureOf: failureOf,
    me: function () {
      return ask("/farm/me.json");
    },
    videos: function () {
      return ask("/farm/progress");
    },
    upload: function (address) {
      return ask(address);
    },
    consent: function (wording, csrf) {
      const form = new FormData();
      form.append("wording", wording);
      return post("/farm/consent", form, csrf, { Accept: "application/json" });
    },
    /* The picture first, then the facts; sent twice they are still one product. */
    product: async function (product, photo, csrf) {
      const kept = await post("/api/v1/pictures", photo, csrf, {
        "Content-Type": photo.type || "application/octet-stream",
      });
      const facts = Object.assign({}, product.fields, { picture: kept.picture });
      return post("/api/v1/products", JSON.stringify(facts), csrf, {
        "Content-Type": "application/json", "Idempotency-Key": product.key,
      });
    },
    archive: async function (id, csrf) {
      const address = "/api/v1/products/" + id;
      const product = await ask(address);
      return ask(address, {
        method: "DELETE",
        headers: { "X-CSRF-Token": csrf, "If-Match": '"' + product.version + '"' },
      });
    },
  };
})(self);
