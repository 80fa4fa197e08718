/* Sends what waits, one clip after the other, and goes on where it broke off.
   Runs in a page and, where the browser has background sync, in the service worker. */
(function (root) {
  "use strict";
  const farm = (root.farm = root.farm || {});
  const ENDPOINT = "/api/uploads";
  const inWorker = typeof document === "undefined";
  /* Bytes of one request: what a proxy on the way may swallow. A worker hears nothing of a request
     until its end, so there they are smaller. */
  const CHUNK = inWorker ? 512 * 1024 : 4 * 1024 * 1024;
  const PAUSES = [0, 1000, 3000, 5000]; /* milliseconds between tries in one run */
  const STALL = 40000; /* milliseconds without a byte: the line is dead, whatever it says */
  const NOTE_EVERY = 1000; /* milliseconds between notes of how much was sent */
  const listeners = [];
  let running = null;

  function tell(kind, facts) {
    listeners.forEach(function (listener) {
      listener(kind, facts);
    });
  }

  /* Only one page or worker sends at a time, where the browser can say so; elsewhere the service
     refuses the second with 423. A page waits for its turn, a worker has none to wait for. */
  function alone(work) {
    if (!root.navigator.locks) {
      return work();
    }
    return root.navigator.locks.request("farm-sender", { ifAvailable: inWorker }, function (lock) {
      return lock ? work() : undefined;
    });
  }

  async function ready(send, me) {
    if (send.productId) {
      return send.productId;
    }
    const product = await farm.store.product(send.productKey);
    if (!product) {
      throw new farm.Failure("refused", "", "product");
    }
    if (!product.id) {
      const photo = await farm.store.photo(product.key);
      try {
        const made = await farm.service.product(product, photo, me.csrf);
        product.id = made.id;
      } catch (failure) {
        failure.key = failure.key || "product";
        throw failure;
      }
      await farm.store.changeProduct(product.key, { id: product.id });
    }
    await farm.store.change(send.id, { productId: product.id });
    return product.id;
  }

  function failureOf(error) {
    if (error instanceof farm.Failure) {
      return error;
    }
    const answer = error && error.originalResponse;
    if (!answer) {
      return new farm.Failure("away");
    }
    return farm.service.failureOf(answer.getStatus(), answer.getBody() || "");
  }

  function mayHelp(error) {
    return failureOf(error).kind === "away" && root.navigator.onLine !== false;
  }

  /* A proxy's 502 to "how far are we?" must not begin the clip anew; only "gone" may. */
  function guard(request, answer) {
    const status = answer.getStatus();
    const good = (status >= 200 && status < 300) || status === 404 || status === 410;
    if (request.getMethod() === "HEAD" && !good) {
      throw farm.service.failureOf(status, "");
    }
  }

  function upload(send, file, productId, csrf) {
    return new Promise(function (resolve, reject) {
      let noted = 0;
      let stalled = null;
      const watch = function () {
        clearTimeout(stalled);
        stalled = setTimeout(function () {
          going.abort();
          reject(new farm.Failure("away"));
        }, STALL);
      };
      const options = {
        endpoint: ENDPOINT,
        uploadUrl: send.upload || null,
        chunkSize: CHUNK,
        retryDelays: PAUSES,
        storeFingerprintForResuming: false,
        headers: { "X-CSRF-Token": csrf },
        metadata: {
          filename: send.name, filetype: send.type, product: productId, ai: send.ai || "",
        },
        onShouldRetry: mayHelp,
        onAfterResponse: guard,
        onUploadUrlAvailable: function () {
          farm.store.change(send.id, { upload: going.url });
        },
        onProgress: function (sent, total) {
          watch();
          tell("progress", { id: send.id, sent: sent, total: total });
          if (Date.now() - noted > NOTE_EVERY) {
            noted = Date.now();
            farm.store.change(send.id, { sent: sent });
          }
        },
        onSuccess: function () {
          clearTimeout(stalled);
          resolve(going.url);
        },
        onError: function (error) {
          clearTimeout(stalled);
          reject(failureOf(error));
        },
      };
      if (inWorker) {
        options.httpStack = farm.fetchStack;
      }
      const going = new root.tus.Upload(file, options);
      watch();
      going.start();
    });
  }

  /* A typed product is kept only as long as a clip needs it. */
  async function tidy(productKey) {
    const needed = (await farm.store.all()).some(function (send) {
      return send.productKey === productKey;
    });
    if (productKey && !needed) {
      await farm.store.removeProduct(productKey);
    }
  }

  async function sendOne(send, me) {
    const file = await farm.store.file(send.id);
    const productId = await ready(send, me);
    const address = await upload(send, file, productId, me.csrf);
    const became = await farm.service.upload(address).catch(function () {
      return {}; /* it has arrived; whether it came before is seen in the list */
    });
    await farm.store.remove(send.id);
    await tidy(send.productKey);
    tell("sent", { id: send.id, before: became.duplicate === true });
  }

  /* Yes was said on this phone, perhaps without a network: the service is told before the clip. */
  async function settleConsent(me) {
    if (me.consent) {
      return;
    }
    const agreed = await farm.store.kept("consent:" + me.person);
    const told = agreed ? await farm.service.consent(agreed, me.csrf) : { consent: false };
    if (!told.consent) {
      await farm.store.keep("consent:" + me.person, "");
      throw new farm.Failure("refused", "", "consent");
    }
    me.consent = true;
  }

  async function tryOne(send, me) {
    try {
      await settleConsent(me);
      await sendOne(send, me);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== "refused") {
        throw failure;
      }
      await farm.store.change(send.id, {
        state: "stuck", why: failure.words, whyKey: failure.key,
      });
      tell("stuck", { id: send.id });
    }
  }

  async function sendAll() {
    const me = await farm.service.me();
    for (;;) {
      const waiting = (await farm.store.all()).filter(function (send) {
        return send.state === "waiting" && send.person === me.person;
      });
      if (!waiting.length) {
        return;
      }
      await tryOne(waiting[0], me);
    }
  }

  /* Sends all that waits. Resolves with "" when nothing is left, or with why it stopped. */
  function run() {
    if (!running) {
      running = alone(sendAll).then(function () {
        return "";
      }, function (error) {
        const failure = failureOf(error);
        tell("stopped", { why: failure.kind, words: failure.words });
        return failure.kind;
      }).then(function (why) {
        running = null;
        return why;
      });
    }
    return running;
  }

  farm.sender = {
    run: run,
    busy: function () {
      return running !== null;
    },
    listen: function (listener) {
      listeners.push(listener);
    },
  };
})(self);
