/* A new video, a screen at a time: what is sold, consent once, the clips. */
(function (root) {
  "use strict";
  const farm = root.farm;
  const product = farm.product;
  const form = document.getElementById("new-video");
  const alertBox = document.getElementById("wrong");
  const sections = Array.prototype.slice.call(form.querySelectorAll("[data-step]"));
  let steps = sections.map(function (section) {
    return section.dataset.step;
  });
  let chosenProduct = null; /* {id, key, name} */
  let here = 0;

  function say(words, beside) {
    form.parentElement.insertBefore(alertBox, form);
    if (beside) {
      beside.insertBefore(alertBox, beside.firstChild);
    }
    alertBox.textContent = words || "";
    alertBox.hidden = !words;
    if (words) {
      alertBox.scrollIntoView({ block: "center" });
    }
  }

  function show(step) {
    here = steps.indexOf(step);
    sections.forEach(function (section) {
      section.hidden = section.dataset.step !== step;
    });
    say("");
    root.scrollTo(0, 0);
    if (root.speechSynthesis) {
      root.speechSynthesis.cancel();
    }
  }

  function forward() {
    root.history.pushState({ step: steps[here + 1] }, "");
    show(steps[here + 1]);
  }

  /* ---- what is sold ---- */

  function picked() {
    const radio = form.querySelector('[name="product_id"]:checked');
    return radio || null;
  }

  function showForm() {
    const radio = picked();
    Array.prototype.forEach.call(form.querySelectorAll(".pick"), function (pick) {
      pick.classList.toggle("picked", radio !== null && pick.contains(radio));
    });
    document.getElementById("typed").hidden = !radio || radio.value !== "";
  }

  async function settleTyped() {
    const values = product.typed();
    const photo = Boolean(await product.photo());
    const wrong = product.wrong(values, photo, product.called());
    if (wrong) {
      complain(wrong, farm.say["need_" + wrong]);
      return null;
    }
    const made = await product.settle();
    return { id: made.id, key: made.key, name: values.name };
  }

  function complain(name, words) {
    const field = product.field(name);
    const more = document.getElementById("more");
    if (more.contains(field)) {
      more.open = true;
    }
    field.setAttribute("aria-invalid", "true");
    field.focus();
    say(words, field.closest(".field"));
  }

  async function settleProduct(button) {
    const radio = picked();
    if (!radio) {
      say(farm.say.choose_one);
      return;
    }
    const words = button.textContent;
    button.disabled = true;
    try {
      if (radio.value) {
        chosenProduct = { id: radio.value, key: "", name: radio.dataset.name };
      } else {
        button.textContent = farm.say.saving;
        chosenProduct = await settleTyped();
      }
      if (chosenProduct) {
        remember();
        forward();
      }
    } catch (failure) {
      const field = failure.key && product.field(failure.key);
      if (field && form.contains(field)) {
        complain(failure.key, failure.words);
      } else {
        say(failure.words || farm.say.no_product);
      }
    } finally {
      button.disabled = false;
      button.textContent = words;
    }
  }

  function remember() {
    const kept = farm.typed.read(product.KEPT);
    farm.typed.write(product.KEPT, Object.assign(kept, { product: chosenProduct }));
  }

  /* ---- consent ---- */

  async function agree() {
    const wording = farm.facts.wording;
    await farm.store.keep("consent:" + farm.facts.person, wording).catch(function () {});
    farm.service.me().then(function (me) {
      return farm.service.consent(wording, me.csrf);
    }).catch(function () {
      /* It is kept, and sent before the first clip. */
    });
    forward();
  }

  async function skipConsent() {
    const agreed = await farm.store.kept("consent:" + farm.facts.person).catch(function () {});
    if (agreed === farm.facts.wording) {
      steps = steps.filter(function (step) {
        return step !== "consent";
      });
    }
  }

  /* ---- clips ---- */

  function sizeWords(send) {
    const parts = [];
    if (send.seconds) {
      const seconds = Math.round(send.seconds);
      parts.push(seconds < 120 ? seconds + " " + farm.say.seconds
        : Math.round(seconds / 60) + " " + farm.say.minutes);
    }
    parts.push((send.size / 1048576).toFixed(send.size < 10485760 ? 1 : 0) + " MB");
    return parts.join(" · ");
  }

  function cardOf(send) {
    const list = document.getElementById("chosen");
    let card = list.querySelector('[data-id="' + send.id + '"]');
    if (!card) {
      card = farm.copy("chosen-card");
      card.dataset.id = send.id;
      list.appendChild(card);
      farm.part(card, "remove").addEventListener("click", async function () {
        await farm.store.remove(send.id);
        card.remove();
        showSend();
      });
    }
    return card;
  }

  function draw(send) {
    const card = cardOf(send);
    farm.part(card, "name").textContent = send.name;
    farm.part(card, "size").textContent = sizeWords(send);
    if (send.picture) {
      farm.part(card, "picture").src = send.picture;
    }
    const coaching = farm.part(card, "coaching");
    coaching.textContent = "";
    const advice = send.advice || [["wait", "look"]];
    (advice.length ? advice : [["good", "good"]]).forEach(function (told) {
      const line = document.createElement("li");
      line.className = told[0];
      line.textContent = farm.say[told[1]];
      coaching.appendChild(line);
    });
    card.classList.toggle("stopped", advice.some(function (told) {
      return told[0] === "stop";
    }));
    showSend();
  }

  function showSend() {
    const cards = document.querySelectorAll("#chosen .chosen");
    const good = document.querySelectorAll("#chosen .chosen:not(.stopped)");
    document.getElementById("send").hidden = good.length === 0;
    document.querySelector(".sources").classList.toggle("quiet", cards.length > 0);
    document.querySelector(".another").hidden = cards.length === 0;
  }

  async function look(send, file) {
    const facts = await farm.checks.look(file);
    send.seconds = facts.seconds;
    send.picture = facts.picture;
    send.advice = farm.checks.advice(facts, farm.facts.limits);
    await farm.store.change(send.id, {
      seconds: send.seconds, picture: send.picture, advice: send.advice,
    });
    draw(send);
  }

  async function choose(files) {
    if (root.navigator.storage && root.navigator.storage.persist) {
      root.navigator.storage.persist(); /* a phone that is short of room shall not clear ours */
    }
    for (let at = 0; at < files.length; at += 1) {
      const file = files[at];
      const send = {
        id: farm.newId(), state: "chosen", name: file.name || "clip", type: file.type,
        size: file.size, seconds: null, picture: "", advice: null, productId: "",
        productKey: "", productName: "", person: farm.facts.person, upload: "", sent: 0,
        why: "", whyKey: "", createdAt: Date.now() + at,
      };
      draw(send);
      const kept = await farm.store.add(send, file);
      if (!kept) {
        document.getElementById("leave-open").hidden = false;
      }
      await look(send, file);
    }
  }

  async function restoreClips() {
    const sends = await farm.store.all().catch(function () {
      return [];
    });
    for (const send of sends) {
      if (send.state === "chosen") {
        draw(send);
        if (!send.advice) {
          await look(send, await farm.store.file(send.id));
        }
      }
    }
    showSend();
  }

  async function sendAll() {
    const chosen = (await farm.store.all()).filter(function (send) {
      return send.state === "chosen" && !(send.advice || []).some(function (told) {
        return told[0] === "stop";
      });
    });
    for (const send of chosen) {
      await farm.store.change(send.id, {
        state: "waiting", person: farm.facts.person, productId: chosenProduct.id,
        productKey: chosenProduct.key, productName: chosenProduct.name,
        ai: form.elements.ai.checked ? "yes" : "",
      });
    }
    farm.typed.forget(product.KEPT);
    if (farm.store.holdsUnkept()) {
      await sendFromHere();
      return;
    }
    await farm.sendLater();
    root.location.href = "/farm";
  }

  /* A phone without room: the clip is only on this page, so it stays until all is sent. */
  async function sendFromHere() {
    document.getElementById("send").hidden = true;
    document.querySelector(".sources").hidden = true;
    farm.sender.listen(function (kind, facts) {
      const card = facts.id && document.querySelector('[data-id="' + facts.id + '"]');
      if (kind === "progress" && card) {
        const bar = farm.part(card, "bar");
        bar.hidden = false;
        bar.value = Math.floor((100 * facts.sent) / facts.total);
      }
    });
    while (farm.store.holdsUnkept()) {
      const why = await farm.go();
      if (why) {
        await new Promise(function (resolve) {
          setTimeout(resolve, 5000);
        });
      }
    }
    root.location.href = "/farm";
  }

  /* ---- the whole form ---- */

  function listen() {
    form.addEventListener("input", function (event) {
      event.target.removeAttribute("aria-invalid");
      product.keep();
    });
    form.addEventListener("change", function (event) {
      if (event.target.name === "product_id") {
        showForm();
      } else if (event.target.id === "photo" && event.target.files[0]) {
        product.take(event.target.files[0]).then(function () {
          say("");
        });
      } else if ("clips" in event.target.dataset) {
        choose(Array.prototype.slice.call(event.target.files));
        event.target.value = "";
      }
    });
    form.querySelector("[data-next]").addEventListener("click", function (event) {
      settleProduct(event.currentTarget);
    });
    const yes = form.querySelector("[data-agree]");
    if (yes) {
      yes.addEventListener("click", agree);
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (steps[here] === "clips") {
        sendAll();
      } else if (steps[here] === "product") {
        settleProduct(form.querySelector("[data-next]"));
      }
    });
    root.addEventListener("popstate", function (event) {
      const asked = event.state && event.state.step;
      show(steps.indexOf(asked) >= 0 && chosenProduct ? asked : steps[0]);
    });
    document.getElementById("back").addEventListener("click", function (event) {
      if (here > 0) {
        event.preventDefault();
        root.history.back();
      }
    });
  }

  /* Clips that came back because of their product or consent: asked again, nothing typed anew. */
  async function mend() {
    const found = /[?&]send=([0-9a-f]{32})/.exec(root.location.search);
    const send = found && (await farm.store.one(found[1]));
    if (!send || send.state !== "stuck") {
      return;
    }
    const old = send.productKey && (await farm.store.product(send.productKey));
    if (old && !old.id) {
      const photo = await farm.store.photo(send.productKey);
      farm.typed.write(product.KEPT, { fields: old.fields });
      await product.restore();
      if (photo) {
        await product.take(photo);
      }
      await farm.store.removeProduct(send.productKey);
    } else {
      farm.typed.write(product.KEPT, { product: { id: send.productId || (old && old.id) } });
    }
    for (const other of await farm.store.all()) {
      if (other.id === send.id || (send.productKey && other.productKey === send.productKey)) {
        await farm.store.change(other.id, {
          state: "chosen", why: "", whyKey: "", productId: "", productKey: "",
        });
      }
    }
    root.history.replaceState({ step: "product" }, "", "/farm/new");
  }

  /* The choice that was made before, where the product is (by now) in the list. */
  function pickAgain() {
    const kept = farm.typed.read(product.KEPT);
    const id = kept.product ? kept.product.id : "";
    const typedSome = kept.fields && kept.fields.name;
    const radios = Array.prototype.slice.call(form.querySelectorAll('[name="product_id"]'));
    radios.forEach(function (radio) {
      if (id ? radio.value === id : typedSome && radio.value === "") {
        radio.checked = true;
      }
    });
  }

  async function begin() {
    form.classList.add("stepped");
    Array.prototype.forEach.call(form.querySelectorAll("[data-next], [data-agree]"),
      function (button) {
        button.hidden = false;
      });
    listen();
    await product.restore();
    await mend().catch(function () {});
    pickAgain();
    await skipConsent();
    showForm();
    show(steps[0]);
    await restoreClips();
    form.dataset.ready = "yes";
  }

  begin();
})(self);
