// Where the session is, how large its letters are, and how the page comes back by itself after the server was away.
"use strict";

const COLUMNS = 100; // fill the window's width, unless the address says ?columns=80 or ?fontsize=20
const ROWS = 26; // have room in its height
const RETRY_SECONDS = 5;

function fontSize(asked) {
  if (asked.get("fontsize")) return asked.get("fontsize");
  const columns = Number(asked.get("columns")) || COLUMNS;
  const fits = Math.min(window.innerWidth / columns / 0.602, window.innerHeight / ROWS / 1.32);
  return String(Math.max(8, Math.floor(fits)));
}

async function comeBack() {
  try {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    if (answer.ok) return window.location.reload();
  } catch {
    // the server is away
  }
  setTimeout(comeBack, RETRY_SECONDS * 1000);
}

document.addEventListener("DOMContentLoaded", () => {
  const asked = new URLSearchParams(window.location.search);
  const session = new URL("ws", window.location.href);
  session.protocol = window.location.protocol === "https:" ? "wss:" : "ws:";
  const terminal = document.querySelector("#terminal");
  terminal.dataset.sessionWebsocketUrl = session.href;
  terminal.dataset.fontSize = fontSize(asked);
  document.querySelector("#reopen").addEventListener("click", () => window.location.reload());
  let open = false;
  new MutationObserver((changes, observer) => {
    const { classList } = document.body;
    if (classList.contains("-first-byte") && !open) {
      open = true;
      document.querySelector(".xterm-helper-textarea").focus(); // so that keys work without a click
    }
    if (classList.contains("-closed")) {
      observer.disconnect();
      setTimeout(comeBack, RETRY_SECONDS * 1000);
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
