/* The short form for a product: kept at every key, checked in plain words, photo made small. */
(function (root) {
  "use strict";
  const farm = (root.farm = root.farm || {});
  const FIELDS = ["name", "price", "unit", "cart_url", "origin", "seller", "currency",
    "delivery", "returns", "contact", "harvest_start", "harvest_end"];
  const KEPT = "new";
  const PHOTO_SIDE = 1600;

  function field(name) {
    return document.getElementById(name);
  }

  /* Pure: what people type for an amount ("１２，５０ 元") as digits, or "" if it is none. */
  function amount(text) {
    const plain = (text.normalize ? text.normalize("NFKC") : text)
      .replace(/[,，]/g, ".").replace(/[^\d.]/g, "");
    return /^\d+(\.\d+)?$/.test(plain) && Number(plain) > 0 ? plain : "";
  }

  /* Pure: the address in what a shop's "share" puts on the clipboard, or "". */
  function address(text) {
    const found = /https?:\/\/[^\s<>"\\^`{|}「」【】，。]+/i.exec(text);
    return found ? found[0] : "";
  }

  function typed() {
    const values = {};
    FIELDS.forEach(function (name) {
      values[name] = field(name).value.trim();
    });
    return values;
  }

  /* Where people call the station, a product needs no link of its own. */
  function called() {
    return field("cart_url").hasAttribute("data-called");
  }

  /* Pure: what is wrong with the fields, as the name of a field, or "" if nothing is. */
  function wrong(values, hasPhoto, withoutLink) {
    if (!hasPhoto) {
      return "photo";
    }
    const good = {
      name: values.name, price: amount(values.price), unit: values.unit,
      cart_url: address(values.cart_url) || (withoutLink && !values.cart_url), origin: values.origin, seller: values.seller,
    };
    return Object.keys(good).filter(function (name) {
      return !good[name];
    })[0] || "";
  }

  function keep() {
    const before = farm.typed.read(KEPT);
    farm.typed.write(KEPT, Object.assign(before, { fields: typed() }));
  }

  function key() {
    const kept = farm.typed.read(KEPT);
    if (!kept.key) {
      kept.key = farm.newId();
      farm.typed.write(KEPT, kept);
    }
    return kept.key;
  }

  /* What is changed after the service has it becomes another product, under another key. */
  async function freshKey() {
    const before = await farm.store.product(key()).catch(function () {});
    if (before && before.id) {
      const kept = farm.typed.read(KEPT);
      farm.typed.write(KEPT, Object.assign(kept, { key: farm.newId(), stale: before.id }));
      await farm.store.removeProduct(before.key);
    }
  }

  /* The product that a changed one stands for leaves the list. */
  async function forgetStale(csrf) {
    const kept = farm.typed.read(KEPT);
    if (kept.stale) {
      await farm.service.archive(kept.stale, csrf).catch(function () {});
      delete kept.stale;
      farm.typed.write(KEPT, kept);
    }
  }

  function show(photo) {
    const image = field("photo-shown");
    image.src = URL.createObjectURL(photo);
    image.hidden = false;
    image.parentElement.classList.add("has-photo");
    field("photo-words").textContent = field("photo-words").dataset.other;
  }

  /* A smaller copy where the browser turns photos upright by itself; else the photo as it is. */
  function smaller(file) {
    const upright = root.CSS && CSS.supports && CSS.supports("image-orientation", "from-image");
    if (!upright) {
      return Promise.resolve(file);
    }
    return new Promise(function (resolve) {
      const image = new Image();
      image.onerror = function () {
        resolve(file);
      };
      image.onload = function () {
        const side = Math.max(image.naturalWidth, image.naturalHeight);
        const scale = Math.min(1, PHOTO_SIDE / side);
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
        canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
        const paper = canvas.getContext("2d");
        paper.fillStyle = "#fff";
        paper.fillRect(0, 0, canvas.width, canvas.height);
        paper.drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(function (blob) {
          resolve(blob && blob.size < file.size ? blob : file);
        }, "image/jpeg", 0.88);
      };
      image.src = URL.createObjectURL(file);
    });
  }

  let taking = Promise.resolve(); /* until the photo that was taken last is small and kept */

  function take(file) {
    taking = taken(file);
    return taking;
  }

  async function taken(file) {
    const photo = await smaller(file);
    farm.photo = photo;
    show(photo);
    await freshKey();
    await farm.store.addProduct({ key: key(), fields: {}, id: "" }, photo).catch(function () {
      /* No room: the photo is still on this page. */
    });
  }

  /* Puts back what was typed before, after a reload, a call or an empty battery. */
  async function restore() {
    const kept = farm.typed.read(KEPT);
    FIELDS.forEach(function (name) {
      if (kept.fields && kept.fields[name]) {
        field(name).value = kept.fields[name];
      }
    });
    if (kept.key) {
      const photo = await farm.store.photo(kept.key).catch(function () {});
      if (photo) {
        farm.photo = photo;
        show(photo);
      }
    }
  }

  function cleaned(values) {
    const facts = Object.assign({}, values);
    facts.price = amount(values.price);
    facts.cart_url = address(values.cart_url);
    return facts;
  }

  /* Writes the product down on the phone, and at the service if it answers.
     Resolves with {key, id}; rejects with a Failure of kind "refused". */
  async function settle() {
    const fields = cleaned(typed());
    const before = await farm.store.product(key()).catch(function () {});
    if (before && before.id && JSON.stringify(before.fields) === JSON.stringify(fields)) {
      return before;
    }
    await freshKey();
    const product = { key: key(), fields: fields, id: "" };
    await farm.store.addProduct(product, farm.photo);
    try {
      const me = await farm.service.me();
      const made = await farm.service.product(product, farm.photo, me.csrf);
      product.id = made.id;
      await farm.store.changeProduct(product.key, { id: made.id });
      await forgetStale(me.csrf);
    } catch (failure) {
      if (failure.kind === "refused") {
        const kept = farm.typed.read(KEPT);
        delete kept.key; /* another product is another key, whatever became of this one */
        farm.typed.write(KEPT, kept);
        await farm.store.removeProduct(product.key);
        throw failure;
      }
    }
    return product;
  }

  farm.product = {
    KEPT: KEPT, amount: amount, address: address, wrong: wrong, called: called, typed: typed, keep: keep,
    take: take,
    photo: function () {
      return taking.then(function () {
        return farm.photo;
      });
    },
    restore: restore, settle: settle, field: field,
  };
})(self);
