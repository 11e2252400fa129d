// Căn Cứ: places filled anew without loading the page, copying citations, the page viewer.
// Every link and form works without this file as a plain link and a plain form.
(() => {
  "use strict";

  document.documentElement.classList.add("cc-script");
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "";
  const words = JSON.parse(meta("cancu-words") || "{}");
  const word = (name) => words[name] || name;

  const say = (text) => {
    let toast = document.querySelector(".cc-toast");
    if (!toast) {
      toast = document.createElement("div");
      toast.className = "cc-toast";
      toast.setAttribute("role", "status");
      document.body.append(toast);
    }
    toast.textContent = text;
    toast.classList.add("cc-on");
    clearTimeout(say.timer);
    say.timer = setTimeout(() => toast.classList.remove("cc-on"), 4000);
  };

  // The clipboard interface exists on https and loopback only; offices serve over plain http.
  const copyByHand = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyByHand(text);
    }
  };

  // Places: a fragment of the server replaces what stood in the slot.

  const isPlain = () => document.body.classList.contains("cc-plain-page");

  const fill = async (slot, address, options = {}) => {
    slot.setAttribute("aria-busy", "true");
    const asked = (slot.asked = Symbol());
    let html;
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Fragment": "1" } });
      if (answer.redirected && !answer.url.startsWith(location.origin + "/nap")) return void (location.href = answer.url);
      html = await answer.text();
      // A whole page (a login, a refusal) in place of a fragment: show what it says.
      if (/^\s*<!doctype/i.test(html)) html = new DOMParser().parseFromString(html, "text/html").querySelector("main").innerHTML;
    } catch {
      slot.removeAttribute("aria-busy");
      return say(word("offline"));
    }
    if (slot.asked !== asked) return;
    slot.removeAttribute("aria-busy");
    slot.innerHTML = html;
    return true;
  };

  const settle = (slot, address) => {
    if (address && isPlain()) history.replaceState(null, "", address);
    const top = slot.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight * 0.8) slot.scrollIntoView({ block: "start" });
  };

  const nameOf = (link) => link.getAttribute("aria-label") || link.textContent.trim();

  // Whoever works with the keyboard goes on where the link stood that was replaced.
  const refocus = (slot, marker) => {
    const same = marker && [...slot.querySelectorAll("a[data-again]")].find((a) => nameOf(a) === marker);
    if (same) return same.focus({ preventScroll: true });
    slot.tabIndex = -1;
    slot.focus({ preventScroll: true });
  };

  const follow = async (link) => {
    const slot = link.closest("[data-slot]");
    const marker = nameOf(link);
    if (await fill(slot, link.href)) {
      settle(slot, link.getAttribute("href"));
      refocus(slot, marker);
    }
  };

  const send = async (form, button) => {
    const chosen = form.dataset.again;
    const slot = chosen ? document.querySelector(chosen) : form.closest("[data-slot]");
    const data = new FormData(form);
    const label = button?.textContent;
    if (button?.dataset.busy) button.textContent = button.dataset.busy;
    if (button) button.disabled = true;
    const address = new URL(form.action, location.href);
    const gets = form.method === "get";
    if (gets) for (const [name, value] of data) if (value) address.searchParams.set(name, value);
    const done = await fill(slot, address, gets ? {} : { method: "post", body: data });
    if (button) {
      button.disabled = false;
      if (label) button.textContent = label;
    }
    // What was sent is in the list now: the same files are not sent again by another press.
    if (done && form.hasAttribute("data-once")) {
      form.reset();
      form.querySelector('input[type="file"]')?.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (done) settle(slot, gets ? address.pathname + address.search : "");
  };

  // A list that says where it can be read again is read again while it says so.
  setInterval(() => {
    for (const list of document.querySelectorAll("[data-poll]")) {
      const slot = list.closest("[data-slot]");
      if (slot && !slot.hasAttribute("aria-busy") && list.offsetParent) fill(slot, list.dataset.poll);
    }
  }, 1200);

  // Names found while they are typed: a list under the field (ARIA combobox), filled by the server, marks aside.

  const SUGGESTED = "input[data-suggest], .cc-units input";
  const options = document.createElement("ul");
  options.className = "cc-options";
  options.id = "cc-options";
  options.setAttribute("role", "listbox");
  options.hidden = true;
  let field = null;
  let chosen = -1;

  const closeOptions = () => {
    options.hidden = true;
    chosen = -1;
    field?.setAttribute("aria-expanded", "false");
    field?.removeAttribute("aria-activedescendant");
  };

  const become = (input) => {
    field = input;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "cc-options", autocomplete: "off" }))
      input.setAttribute(name, value);
    options.setAttribute("aria-label", word("names"));
    if (!options.isConnected) document.body.append(options);
  };

  const suggest = async (input) => {
    const typed = input.value.trim();
    if (typed.length < 2) return closeOptions();
    const answer = await fetch("/goi-y?q=" + encodeURIComponent(typed)).catch(() => null);
    if (!answer || !answer.ok || document.activeElement !== input || input.value.trim() !== typed) return;
    const names = await answer.json();
    if (!names.length || (names.length === 1 && names[0] === typed)) return closeOptions();
    options.replaceChildren(
      ...names.map((name, i) => {
        const option = document.createElement("li");
        option.id = "cc-option-" + i;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.lang = "vi";
        option.textContent = name;
        return option;
      }),
    );
    const place = input.getBoundingClientRect();
    Object.assign(options.style, { left: place.left + scrollX + "px", top: place.bottom + scrollY + 2 + "px", width: place.width + "px" });
    chosen = -1;
    options.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const mark = (at) => {
    const all = [...options.children];
    chosen = (at + all.length) % all.length;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    all[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", all[chosen].id);
  };

  const take = (option) => {
    // Frameworks listen to the event and read the value: both must be the browser's own.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, option.textContent);
    take.taking = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    take.taking = false;
    closeOptions();
  };

  const onKey = (event) => {
    if (options.hidden || event.target !== field) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) mark(chosen < 0 && event.key === "ArrowUp" ? -1 : chosen + steps[event.key]);
    else if (event.key === "Enter" && chosen >= 0) take(options.children[chosen]);
    else if (event.key === "Escape") closeOptions();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // The page viewer.

  const viewer = () => {
    let dialog = document.querySelector("dialog.cc-viewer");
    if (dialog) return dialog;
    dialog = document.createElement("dialog");
    dialog.className = "cc-viewer";
    dialog.setAttribute("aria-labelledby", "cc-viewer-title");
    dialog.innerHTML =
      '<div class="cc-viewer-bar"><strong id="cc-viewer-title" lang="vi"></strong><div>' +
      '<button type="button" class="cc-turn" data-turn="-1"></button>' +
      '<button type="button" class="cc-turn" data-turn="1"></button>' +
      '<button type="button" class="cc-turn" data-zoom aria-pressed="false"></button>' +
      '<a target="_blank" rel="noopener"></a><button type="button" class="cc-button"></button></div></div>' +
      '<div class="cc-viewer-body" tabindex="0"></div>';
    const [before, after] = dialog.querySelectorAll("[data-turn]");
    before.textContent = word("previous");
    after.textContent = word("next");
    dialog.querySelector("[data-zoom]").textContent = word("zoom");
    dialog.querySelector("a").textContent = word("apart");
    dialog.querySelector(".cc-button").textContent = word("close");
    dialog.querySelector(".cc-button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
      if (event.target.closest("[data-zoom], img")) zoom(dialog, event);
      const turn = event.target.closest("[data-turn]");
      if (turn) turnPage(dialog, Number(turn.dataset.turn));
    });
    document.body.append(dialog);
    return dialog;
  };

  // Larger or back; what was touched, else what is marked, stays in sight.
  const zoom = (dialog, event) => {
    const body = dialog.querySelector(".cc-viewer-body");
    const image = body.querySelector("img");
    if (!image) return;
    const before = image.getBoundingClientRect();
    const touched = event.target === image;
    const x = touched ? (event.clientX - before.left) / before.width : 0;
    const y = touched ? (event.clientY - before.top) / before.height : Number(dialog.dataset.at || 0);
    const large = dialog.classList.toggle("cc-large");
    dialog.querySelector("[data-zoom]").setAttribute("aria-pressed", String(large));
    body.scrollLeft = x * image.clientWidth - body.clientWidth / 2;
    dialog.scrollTop = y * image.clientHeight - dialog.clientHeight / 3;
  };

  const turnPage = (dialog, by) => {
    const address = new URL(dialog.dataset.address, location.href);
    const page = Number(address.pathname.match(/(\d+)\.png$/)[1]) + by;
    if (page < 1) return say(word("first"));
    address.pathname = address.pathname.replace(/\d+\.png$/, page + ".png");
    show(dialog, address.href, dialog.dataset.title.replace(/\d+$/, String(page)), by);
  };

  // The picture is fetched, not just named, to learn where its mark begins and to tell a missing page from a slow one.
  const show = async (dialog, address, title, turning = 0) => {
    const answer = await fetch(address).catch(() => null);
    if (turning && answer && answer.status === 404) return say(word("last"));
    const body = dialog.querySelector(".cc-viewer-body");
    dialog.dataset.address = address;
    dialog.dataset.title = title;
    dialog.querySelector("strong").textContent = title;
    dialog.querySelector("a").href = address;
    if (!answer || !answer.ok) {
      const message = document.createElement("p");
      message.textContent = word("nopicture");
      return body.replaceChildren(message);
    }
    const image = new Image();
    image.alt = title;
    image.src = URL.createObjectURL(await answer.blob());
    await image.decode().catch(() => null);
    URL.revokeObjectURL(image.src);
    body.replaceChildren(image);
    const at = Number(answer.headers.get("X-Marked-At") || 0);
    dialog.dataset.at = at;
    dialog.scrollTop = Math.max(0, at * image.clientHeight - dialog.clientHeight / 4);
  };

  const openPage = (link) => {
    const dialog = viewer();
    const title = link.dataset.title || "";
    dialog.querySelector("strong").textContent = title;
    const message = document.createElement("p");
    message.textContent = word("opening");
    dialog.querySelector(".cc-viewer-body").replaceChildren(message);
    dialog.showModal();
    show(dialog, link.href, title);
  };

  // The place that an address names behind "#" is marked with all that lies below it; one that is gone gives way to what held it.

  const here = () => {
    let wanted = decodeURIComponent(location.hash.slice(1));
    const parts = [...document.querySelectorAll(".cc-part[id]")];
    if (!parts.length) return;
    const below = (path) => parts.filter((part) => part.id === path || part.id.startsWith(path + "/"));
    const exact = wanted;
    while (wanted && !below(wanted).length) wanted = wanted.replace(/\/?[^/]*$/, "");
    const marked = wanted ? below(wanted) : [];
    for (const part of parts) part.classList.toggle("cc-here", marked.includes(part));
    if (marked.length && wanted !== exact) {
      marked[0].scrollIntoView();
      say(word("nearest"));
    }
  };
  // On a narrow screen the outline stands above the text: whoever wants it opens it.
  if (innerWidth <= 736) document.querySelector(".cc-outline > details")?.removeAttribute("open");

  addEventListener("hashchange", here);
  here();

  // A tab that was opened by a link may lie outside its row on a narrow screen.
  const tabShown = () => document.querySelector('[role="tablist"] > [aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "center" });
  document.querySelector(".cc-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // On a narrow screen the form fills it: the answer comes to the reader.
  const answered = new MutationObserver((changes) => {
    const place = changes.map((change) => change.target.closest?.('[id^="kq-"]')).find((found) => found && found.id !== "kq-chao");
    if (!place || innerWidth > 736 || !place.offsetParent || !answered.asked) return;
    answered.asked = false;
    if (document.activeElement?.matches("input, textarea")) document.activeElement.blur();
    place.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  });

  // Gradio sets the page's language to its own; what stands here is in the reader's.
  const root = document.documentElement;
  const language = meta("cancu-language") || root.lang;
  new MutationObserver(() => root.lang === language || (root.lang = language)).observe(root, { attributeFilter: ["lang"] });
  root.lang = language;

  // What the framework says by itself (states for screen readers, messages, names of buttons), in the reader's language.
  const theirs = word("framework");
  const SPOKEN = ".sr-only, .toast-wrap";
  const translate = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = node.parentElement?.closest(SPOKEN) && theirs[node.data.trim()];
      if (said) node.data = said;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const named of [node, ...node.querySelectorAll("[aria-label]")]) {
        const said = theirs[named.getAttribute("aria-label")];
        if (said) named.setAttribute("aria-label", said);
      }
      const roots = node.closest(SPOKEN) ? [node] : node.querySelectorAll(SPOKEN);
      for (const root of roots) {
        const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) translate(texts.currentNode);
      }
    }
  };

  if (!isPlain()) {
    new MutationObserver((changes) => {
      for (const change of changes) (change.type === "childList" ? [...change.addedNodes] : [change.target]).forEach(translate);
    }).observe(root, { childList: true, subtree: true, characterData: true });
    translate(root);
    answered.observe(document.documentElement, { childList: true, subtree: true });
    const asks = (event) => {
      if (event.target.closest?.(".cc-submit, .cc-examples button") || (event.key === "Enter" && event.target.matches?.("input, textarea"))) answered.asked = true;
    };
    document.addEventListener("click", asks, true);
    document.addEventListener("keydown", asks, true);
    document.addEventListener("click", (event) => event.target.closest?.('[role="tab"]') && setTimeout(tabShown));
    addEventListener("resize", () => setTimeout(tabShown, 100));
    new MutationObserver((_, seen) => {
      const tab = document.querySelector('[role="tablist"] > [aria-selected="true"]');
      if (!tab) return;
      if (tab === document.querySelector('[role="tablist"] > [role="tab"]')) return;
      tabShown();
      // The row is laid out anew while the page is put together.
      clearTimeout(tabShown.again);
      tabShown.again = setTimeout(tabShown, 250);
      tabShown.end ||= setTimeout(() => seen.disconnect(), 5000);
    }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["aria-selected"] });
  }

  // What was chosen in a field for files, in the page's language.
  document.addEventListener("change", (event) => {
    const shown = event.target.matches?.('input[type="file"]') && event.target.closest(".cc-file")?.querySelector(".cc-file-name");
    if (!shown) return;
    const names = [...event.target.files].map((file) => file.name);
    shown.textContent = names.length > 3 ? names.slice(0, 3).join(", ") + " +" + (names.length - 3) : names.join(", ") || shown.dataset.none;
  });

  const own = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;

  document.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element)) return;
    const copied = event.target.closest("[data-copy], [data-copy-link]");
    if (copied) {
      const link = copied.dataset.copyLink;
      const text = link ? new URL(link, location.href).href : copied.dataset.copy;
      return say((await copy(text)) ? word("copied") + " " + text.slice(0, 160) : word("notcopied"));
    }
    const page = event.target.closest("a[data-page-image]");
    if (page && own(event)) {
      event.preventDefault();
      return openPage(page);
    }
    const again = event.target.closest("[data-slot] a[data-again]");
    if (again && own(event)) {
      event.preventDefault();
      return follow(again);
    }
    // Gradio's tabs follow the part of an address behind "#": within a fragment it is only a place to scroll to.
    const place = event.target.closest('.gradio-container a[href^="#"]');
    const target = place && document.getElementById(decodeURIComponent(place.getAttribute("href").slice(1)));
    if (target) {
      event.preventDefault();
      target.scrollIntoView({ block: "center" });
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-again]");
    if (!form) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(SUGGESTED)) become(event.target);
    else closeOptions();
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(SUGGESTED) || take.taking) return;
    if (field !== event.target) become(event.target);
    clearTimeout(suggest.timer);
    suggest.timer = setTimeout(() => suggest(event.target), 150);
  });
  document.addEventListener("keydown", onKey, true);
  options.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
})();
