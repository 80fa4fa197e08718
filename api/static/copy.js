"use strict";
// Copies and shares a link where the browser can; without this it is still there to be selected.
(() => {
  const row = document.getElementById("copying");
  const field = (button, kind) => document.getElementById(button.dataset[kind]);
  const copy = row.querySelector("[data-copy]");
  const share = row.querySelector("[data-share]");
  row.hidden = false;
  copy.addEventListener("click", async () => {
    const link = field(copy, "copy");
    link.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(link.value);
    else document.execCommand("copy"); // over plain http there is no clipboard object
    copy.textContent = row.dataset.copied;
  });
  if (navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () =>
      navigator.share({ url: field(share, "share").value }).catch(() => {}),
    );
  }
})();
