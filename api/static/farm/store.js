/* What this phone keeps until it is sent: clips, products that were typed, consent.
   Used by the pages and by the service worker. */
(function (root) {
  "use strict";
  const farm = (root.farm = root.farm || {});
  const NAME = "farm";
  const VERSION = 1;
  let opened = null;

  function open() {
    if (!opened) {
      opened = new Promise(function (resolve, reject) {
        const asked = root.indexedDB.open(NAME, VERSION);
        asked.onupgradeneeded = function () {
          asked.result.createObjectStore("sends", { keyPath: "id" });
          asked.result.createObjectStore("products", { keyPath: "key" });
          asked.result.createObjectStore("files");
          asked.result.createObjectStore("kept");
        };
        asked.onsuccess = function () {
          asked.result.onversionchange = function () {
            asked.result.close();
            opened = null;
          };
          resolve(asked.result);
        };
        asked.onerror = function () {
          opened = null;
          reject(asked.error);
        };
      });
    }
    return opened;
  }

  /* Runs `work(stores)` in one transaction and resolves with its request's result once all is
     written: either everything is kept or nothing. */
  function within(names, mode, work) {
    return open().then(function (database) {
      return new Promise(function (resolve, reject) {
        const transaction = database.transaction(names, mode);
        const stores = names.map(function (name) {
          return transaction.objectStore(name);
        });
        const request = work.apply(null, stores);
        transaction.oncomplete = function () {
          resolve(request ? request.result : undefined);
        };
        transaction.onerror = transaction.onabort = function () {
          reject(transaction.error || (request && request.error));
        };
      });
    });
  }

  /* Reads a record, lets `change(record)` alter it, and writes it back; nothing if it is gone. */
  function alter(name, key, change) {
    return within([name], "readwrite", function (store) {
      const got = store.get(key);
      got.onsuccess = function () {
        if (got.result) {
          change(got.result);
          store.put(got.result);
        }
      };
      return got;
    });
  }

  /* Clips that the phone has no room for: they live as long as this page. By id: {send, file}. */
  const unkept = {};

  farm.newId = function () {
    const bytes = new Uint8Array(16);
    root.crypto.getRandomValues(bytes);
    return Array.from(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  };

  farm.store = {
    /* A send: {id, state, name, type, size, seconds, picture, advice, productId, productKey,
       productName, person, upload, sent, why, createdAt}. `state`: "chosen" (in the form),
       "waiting" (goes by itself), "stuck" (a person has to look). */
    /* Resolves with whether the phone keeps it; if not, it lives as long as this page. */
    add: function (send, file) {
      return within(["sends", "files"], "readwrite", function (sends, files) {
        files.put(file, send.id);
        sends.put(send);
      }).then(function () {
        return true;
      }, function () {
        unkept[send.id] = { send: send, file: file };
        return false;
      });
    },
    all: function () {
      const here = Object.keys(unkept).map(function (id) {
        return unkept[id].send;
      });
      return within(["sends"], "readonly", function (sends) {
        return sends.getAll();
      }).catch(function () {
        return [];
      }).then(function (found) {
        return found.concat(here).sort(function (a, b) {
          return a.createdAt - b.createdAt;
        });
      });
    },
    holdsUnkept: function () {
      return Object.keys(unkept).length > 0;
    },
    one: function (id) {
      return within(["sends"], "readonly", function (sends) {
        return sends.get(id);
      });
    },
    change: function (id, facts) {
      if (unkept[id]) {
        Object.assign(unkept[id].send, facts);
        return Promise.resolve();
      }
      return alter("sends", id, function (send) {
        Object.assign(send, facts);
      });
    },
    file: function (id) {
      if (unkept[id]) {
        return Promise.resolve(unkept[id].file);
      }
      return within(["files"], "readonly", function (files) {
        return files.get(id);
      });
    },
    remove: function (id) {
      if (unkept[id]) {
        delete unkept[id];
        return Promise.resolve();
      }
      return within(["sends", "files"], "readwrite", function (sends, files) {
        files.delete(id);
        sends.delete(id);
      });
    },
    /* A product that was typed: {key, fields, id}; `id` once the service has it. */
    addProduct: function (product, photo) {
      return within(["products", "files"], "readwrite", function (products, files) {
        if (photo) {
          files.put(photo, "photo:" + product.key);
        }
        products.put(product);
      });
    },
    product: function (key) {
      return within(["products"], "readonly", function (products) {
        return products.get(key);
      });
    },
    changeProduct: function (key, facts) {
      return alter("products", key, function (product) {
        Object.assign(product, facts);
      });
    },
    photo: function (key) {
      return farm.store.file("photo:" + key);
    },
    removeProduct: function (key) {
      return within(["products", "files"], "readwrite", function (products, files) {
        products.delete(key);
        files.delete("photo:" + key);
      });
    },
    keep: function (key, value) {
      return within(["kept"], "readwrite", function (kept) {
        kept.put(value, key);
      });
    },
    kept: function (key) {
      return within(["kept"], "readonly", function (kept) {
        return kept.get(key);
      });
    },
  };

  /* Words typed into a form: kept at every key, gone only when they were sent. */
  farm.typed = {
    read: function (name) {
      try {
        return JSON.parse(root.localStorage.getItem("farm:" + name) || "{}");
      } catch (error) {
        return {};
      }
    },
    write: function (name, values) {
      try {
        root.localStorage.setItem("farm:" + name, JSON.stringify(values));
      } catch (error) {
        /* A browser that keeps nothing: the form still works while it is open. */
      }
    },
    forget: function (name) {
      try {
        root.localStorage.removeItem("farm:" + name);
      } catch (error) {
        /* As above. */
      }
    },
  };
})(self);
