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
  const { none, yours, not_sent: notSent } = JSON.parse(
    document.getElementById("timeline").textContent,
  ).say;
  const { lang } = document.documentElement;
  const list = room.querySelector("ol");
  const empty = room.querySelector(".empty");
  const form = room.querySelector("form");
  const note = form.querySelector(".note");
  const button = form.querySelector("button");
  const drawer = "receipts:" + location.pathname;

  const receipts = () => {
    try {
      return JSON.parse(localStorage.getItem(drawer)) || [];
    } catch {
      return []; // a browser that keeps nothing
    }
  };
  const keep = (receipt) => {
    try {
      localStorage.setItem(drawer, JSON.stringify([receipt, ...receipts()].slice(0, 20)));
    } catch {
      // as above
    }
  };
  const item = (who, text) => {
    const entry = document.createElement("li");
    const head = document.createElement("p");
    const body = document.createElement("p");
    head.className = "who";
    head.textContent = who;
    body.textContent = text;
    entry.append(head, body);
    return entry;
  };
  const ask = async (address, options) => {
    const answer = await fetch(address, { credentials: "omit", ...options });
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error("refused"), { said });
    return said;
  };
  const own = (said) => {
    const entry = item(yours + " · " + said.status, said.text);
    entry.className = "own";
    list.prepend(entry);
  };

  const show = async () => {
    const { comments } = await ask("comments.json?lang=" + lang);
    list.replaceChildren(...comments.map((c) => item(c.name + " · " + c.day, c.text)));
    if (comments.length) empty.remove();
    else empty.textContent = none;
    for (const receipt of receipts().reverse()) {
      const said = await ask(`comments/${receipt}.json?lang=${lang}`).catch(() => null);
      if (said && said.state !== "shown") own(said);
    }
  };
  addEventListener("load", () => show().catch(() => {}));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const said = await ask("comments.json?lang=" + lang, { method: "POST", body });
      keep(said.receipt);
      own(said);
      form.elements.text.value = "";
      note.textContent = said.status;
    } catch (error) {
      note.textContent = error.said?.detail || notSent;
    }
    button.disabled = false;
  });
})();
