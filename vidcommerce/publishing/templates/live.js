// What asks the service. Where it does not answer, the page stays as it is: it plays and sells.
(() => {
  const { say } = JSON.parse(document.getElementById("timeline").textContent);
  const { lang } = document.documentElement;
  const set = (name, text) => {
    const place = document.querySelector(name);
    if (place) place.textContent = text;
  };
  const open = (sells) => {
    for (const link of document.querySelectorAll("[data-cart]")) {
      if (sells && link.dataset.to) {
        link.href = link.dataset.to;
        Object.assign(link, { target: "_blank", rel: "noopener" });
      }
      if (sells || !link.href) continue;
      link.dataset.to = link.getAttribute("href");
      link.removeAttribute("href");
    }
  };
  const now = async () => {
    const answer = await fetch("live.json?lang=" + lang);
    if (!answer.ok) return;
    const { price, old_price, unit, stock, as_of, views } = await answer.json();
    open(stock !== "out");
    set(".price", price);
    set(".unit", unit);
    set(".day", as_of);
    set(".stock", say.stock[stock]);
    set("s", old_price || "");
    for (const before of document.querySelectorAll(".was, s")) before.hidden = !old_price;
    set(".counts", say.views.replace("{count}", views));
    for (const counts of document.querySelectorAll(".counts")) counts.hidden = !views;
  };
  const ask = () => now().catch(() => {});
  addEventListener("load", ask);
  addEventListener("pageshow", ({ persisted }) => persisted && ask());
})();
(() => {
  const room = document.getElementById("comments");
  if (!room) return;
  const { say } = JSON.parse(document.getElementById("timeline").textContent);
  const { lang } = document.documentElement;
  const video = document.querySelector("video");
  const part = (name) => room.querySelector(name);
  const list = part("ol");
  const empty = part(".empty");
  const form = part("form");
  const fields = form.elements;
  const note = part(".note");
  const further = part(".further");
  const second = part(".second");
  const to = part(".to");
  const send = part("[type=submit]");
  let next = "";

  const make = (tag, text, facts) =>
    Object.assign(document.createElement(tag), { textContent: text }, facts);
  const press = (text, action) => {
    const made = make("button", text, { type: "button", className: "link" });
    made.addEventListener("click", action);
    return made;
  };
  const seek = (seconds) => {
    video.currentTime = seconds;
    video.scrollIntoView();
    video.play().catch(() => {});
  };

  const answer = (c) => {
    fields.reply_to.value = c ? c.id : "";
    to.hidden = !c;
    if (!c) return;
    to.replaceChildren(say.reply_to.replace("{name}", c.name), " ", press("✕", () => answer()));
    form.scrollIntoView();
    fields.text.focus();
  };
  const item = (c, head, deeds) => {
    const entry = document.createElement("li");
    const who = make("p", head, { className: "who" });
    if (c.clock) who.append(" · ", press(c.clock, () => seek(c.moment)));
    const foot = make("p", "", { className: "deeds" });
    foot.append(...deeds);
    entry.append(who, make("p", c.text), foot);
    return entry;
  };
  const link = (address, text) => make("a", text, { href: address });
  const reported = (c) => link(`comments/${c.id}/report`, say.report_it);
  const head = (c) => [c.name, ...c.marks, c.day].join(" · ");
  const thread = (c) => {
    const entry = item(c, head(c), [press(say.reply, () => answer(c)), reported(c)]);
    const replies = document.createElement("ol");
    replies.append(...c.replies.map((reply) => item(reply, head(reply), [reported(reply)])));
    if (c.replies.length) entry.append(replies);
    if (c.more) entry.append(link("comments?of=" + c.id, say.replies));
    return entry;
  };
  const own = (said) => {
    const mine = link("comments/" + said.id, say.mine);
    const entry = item(said, say.yours + " · " + said.status, [mine]);
    entry.className = "own";
    list.prepend(entry);
  };

  const ask = async (address, options) => {
    const got = await fetch(address, options);
    const said = await got.json();
    if (!got.ok) throw Object.assign(new Error("refused"), { said });
    return said;
  };
  const slice = async () => {
    const said = await ask(`comments.json?lang=${lang}&after=${next}`);
    next = said.next;
    further.hidden = !next;
    list.append(...said.comments.map(thread));
    for (const mine of said.own) own(mine);
    if (list.firstChild) empty.remove();
    else empty.textContent = say.none;
  };
  const more = () => slice().catch(() => {});
  addEventListener("load", more);
  further.addEventListener("click", more);

  const about = (seconds) => {
    const rest = String(Math.floor(seconds % 60)).padStart(2, "0");
    fields.moment.value = seconds && seconds.toFixed(1);
    second.textContent = seconds
      ? say.about.replace("{clock}", Math.floor(seconds / 60) + ":" + rest)
      : say.second;
  };
  about("");
  second.hidden = false;
  second.addEventListener("click", () => about(fields.moment.value ? "" : video.currentTime));
  const linked = /^#t=(\d+)$/.exec(location.hash);
  if (linked) addEventListener("load", () => seek(Number(linked[1])));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const said = await ask("comments.json?lang=" + lang, { method: "POST", body });
      own(said);
      fields.text.value = "";
      fields.kind.checked = false;
      about("");
      answer();
      note.textContent = said.status;
    } catch (error) {
      note.textContent = error.said?.detail || say.not_sent;
    }
    send.disabled = false;
  });
})();
