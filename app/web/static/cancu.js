// Căn Cứ: copying citations, the page viewer, sorting tables. Every link works without this file as a plain link.
(() => {
  "use strict";

  const say = (words) => {
    let toast = document.querySelector(".cc-toast");
    if (!toast) {
      toast = document.createElement("div");
      toast.className = "cc-toast";
      toast.setAttribute("role", "status");
      document.body.append(toast);
    }
    toast.textContent = words;
    toast.classList.add("cc-on");
    clearTimeout(say.timer);
    say.timer = setTimeout(() => toast.classList.remove("cc-on"), 4000);
  };

  // The clipboard interface exists on https and loopback only; offices serve over plain http.
  const copyByHand = (words) => {
    const field = document.createElement("textarea");
    field.value = words;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copy = async (words) => {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      return copyByHand(words);
    }
  };

  const viewer = () => {
    let dialog = document.querySelector("dialog.cc-viewer");
    if (dialog) return dialog;
    dialog = document.createElement("dialog");
    dialog.className = "cc-viewer";
    dialog.setAttribute("aria-labelledby", "cc-viewer-title");
    dialog.innerHTML =
      '<div class="cc-viewer-bar"><strong id="cc-viewer-title"></strong><div>' +
      '<button type="button" class="cc-turn" data-turn="-1">Trang trước</button>' +
      '<button type="button" class="cc-turn" data-turn="1">Trang sau</button>' +
      '<a target="_blank" rel="noopener">Mở riêng</a><button type="button" class="cc-button">Đóng</button></div></div>' +
      '<div class="cc-viewer-body" tabindex="0"></div>';
    dialog.querySelector(".cc-button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
      const turn = event.target.closest("[data-turn]");
      if (turn) turnPage(dialog, Number(turn.dataset.turn));
    });
    document.body.append(dialog);
    return dialog;
  };

  const turnPage = (dialog, by) => {
    const address = new URL(dialog.dataset.address, location.href);
    const page = Number(address.pathname.match(/(\d+)\.png$/)[1]) + by;
    if (page < 1) return say("Đây là trang đầu.");
    address.pathname = address.pathname.replace(/\d+\.png$/, page + ".png");
    show(dialog, address.href, dialog.dataset.title.replace(/trang \d+$/, "trang " + page), by);
  };

  // The picture is fetched, not just named, to learn where its mark begins and to tell a missing page from a slow one.
  const show = async (dialog, address, title, turning = 0) => {
    const answer = await fetch(address).catch(() => null);
    if (turning && answer && answer.status === 404) return say("Không còn trang nào nữa.");
    const body = dialog.querySelector(".cc-viewer-body");
    dialog.dataset.address = address;
    dialog.dataset.title = title;
    dialog.querySelector("strong").textContent = title;
    dialog.querySelector("a").href = address;
    if (!answer || !answer.ok) {
      const words = document.createElement("p");
      words.textContent = "Không mở được ảnh trang này. Tệp nguồn có thể đã bị gỡ; hãy nạp lại văn bản.";
      return body.replaceChildren(words);
    }
    const image = new Image();
    image.alt = title;
    image.src = URL.createObjectURL(await answer.blob());
    await image.decode().catch(() => null);
    URL.revokeObjectURL(image.src);
    body.replaceChildren(image);
    const at = Number(answer.headers.get("X-Marked-At") || 0);
    dialog.scrollTop = Math.max(0, at * image.clientHeight - dialog.clientHeight / 4);
  };

  const openPage = (link) => {
    const dialog = viewer();
    const title = link.dataset.title || "";
    dialog.querySelector("strong").textContent = title;
    const words = document.createElement("p");
    words.textContent = "Đang mở trang…";
    dialog.querySelector(".cc-viewer-body").replaceChildren(words);
    dialog.showModal();
    show(dialog, link.href, title);
  };

  const sortBy = (button) => {
    const head = button.closest("th");
    const table = head.closest("table");
    const column = [...head.parentElement.children].indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.children[column].dataset.value ?? row.children[column].textContent.trim();
    const order = new Intl.Collator("vi", { numeric: true });
    const rows = [...table.tBodies[0].rows].sort((a, b) => order.compare(value(a), value(b)));
    table.tBodies[0].append(...(down ? rows.reverse() : rows));
  };

  // Gradio sets the page's language to its own; what stands here is Vietnamese.
  const root = document.documentElement;
  new MutationObserver(() => root.lang === "vi" || (root.lang = "vi")).observe(root, { attributeFilter: ["lang"] });
  root.lang = "vi";

  document.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element)) return;
    const copied = event.target.closest("[data-copy]");
    if (copied) {
      const done = await copy(copied.dataset.copy);
      say(done ? "Đã sao chép: " + copied.dataset.copy.slice(0, 160) : "Trình duyệt không cho sao chép; hãy chọn chữ rồi bấm Ctrl+C.");
      return;
    }
    const page = event.target.closest("a[data-page-image]");
    if (page && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      openPage(page);
      return;
    }
    const sorter = event.target.closest("[data-sortable] button[data-sort]");
    if (sorter) sortBy(sorter);
  });
})();
