(() => {
  // What asks the service. Where it does not answer, the page stays as it is: it plays and sells.
  const room = document.getElementById("comments");
  const { lang, none, yours, notSent } = room.dataset;
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
  show().catch(() => {});

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
