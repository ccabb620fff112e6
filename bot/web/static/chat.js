// The page of the web chat. It keeps what was not acknowledged and sends it again under the same id, so that nothing is
// lost or doubled; what is shown comes from the server's stream alone.

const csrf = document.querySelector("meta[name=csrf]").content;
const longest = Number(document.querySelector("meta[name=longest]").content);
const largest = Number(document.querySelector("meta[name=largest]").content);
const mostFiles = 10;
const uk = (pane) => pane.element.lang === "uk";

// Also where crypto.randomUUID is missing (a plain http address on the local network).
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// One entry for each message, so that two tabs do not overwrite each other's; both may send it: it is one message.
function stored(pane) {
  const items = [];
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(`unsent:${pane}:`))) {
    try {
      items.push(JSON.parse(localStorage.getItem(key)));
    } catch {
      localStorage.removeItem(key);
    }
  }
  return items.sort((one, other) => one.at - other.at);
}

class Pane {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.pane;
    this.list = element.querySelector(".messages");
    this.form = element.querySelector("form");
    this.input = element.querySelector("textarea");
    this.notice = element.querySelector(".notice");
    this.replying = element.querySelector(".replying");
    this.shown = new Map();
    this.replyTo = null;
    this.sending = false;
    this.files = [];
    this.chips = element.querySelector(".chips");
    this.unsent = stored(this.id);
    this.unsent.forEach((item) => this.showUnsent(item));
    this.exit = element.querySelector(".exit");
    this.exit.addEventListener("click", () => leave(this.exit.dataset.to));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.input.addEventListener("input", () => this.grow());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    element.querySelector("input[type=file]")?.addEventListener("change", (event) => { this.attach([...event.target.files]); event.target.value = ""; });
    element.querySelector("[data-position]")?.addEventListener("click", () => this.sendPosition());
    element.querySelector("[data-drop-reply]").addEventListener("click", () => this.answer(null));
  }

  // --- out ---------------------------------------------------------------------------------------------------------

  async submit() {
    if (this.files.some((file) => file.uploading)) {
      this.say(uk(this) ? "Ще надсилаємо файл. Повідомлення піде відразу після нього." : "Plik jeszcze się przesyła. Wiadomość pójdzie zaraz po nim.");
      await Promise.all(this.files.map((file) => file.uploading));
    }
    const text = this.input.value;
    if (!text.trim() && !this.files.length) return;
    if (text.length > longest) {
      this.say(`Wiadomość jest za długa (najwyżej ${longest} znaków). Proszę ją skrócić.`);
      return;
    }
    this.enqueue({ id: newId(), at: Date.now(), text, reply_to: this.replyTo, files: this.files.map((file) => file.id) });
    this.input.value = "";
    this.files = [];
    this.showChips();
    this.grow();
    this.answer(null);
  }

  // Files go first, each under its own number; the message then names them. What a file is, the server finds out.
  attach(picked) {
    for (const file of picked) {
      if (this.files.length >= mostFiles) {
        this.say(`Najwyżej ${mostFiles} plików w jednej wiadomości.`);
        return;
      }
      if (file.size > largest * 1024 * 1024) {
        this.say(`Ten plik jest za duży. Proszę wysłać plik do ${largest} MB.`);
        continue;
      }
      const item = { id: newId(), name: file.name };
      item.uploading = this.upload(item, file).finally(() => { item.uploading = null; this.showChips(); });
      this.files.push(item);
    }
    this.showChips();
    this.input.focus();
  }

  async upload(item, file) {
    for (let pause = 1000; this.files.includes(item) || pause === 1000; pause = Math.min(pause * 2, 15000)) {
      try {
        const response = await fetch(`/chat/${this.id}/files/${item.id}`, { method: "PUT", headers: { "x-csrf-token": csrf }, body: file });
        if (response.ok) return;
        if (response.status !== 429 && response.status < 500) {
          this.files = this.files.filter((each) => each !== item);
          this.say((await response.json()).error);
          return;
        }
      } catch { /* no connection: once more below */ }
      await new Promise((done) => setTimeout(done, pause));
    }
  }

  showChips() {
    if (!this.chips) return; // the keypad phone has none
    this.chips.hidden = !this.files.length;
    this.chips.replaceChildren(...this.files.map((item) => {
      const chip = document.createElement("li");
      chip.textContent = item.uploading ? `${item.name} · ${uk(this) ? "надсилаємо…" : "przesyłanie…"}` : item.name;
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "link";
      drop.textContent = uk(this) ? "прибрати" : "usuń";
      drop.addEventListener("click", () => { this.files = this.files.filter((each) => each !== item); this.showChips(); });
      chip.append(" · ", drop);
      return chip;
    }));
  }

  sendPosition() {
    const sorry = uk(this) ? "Не вдалося визначити місце. Будь ласка, напишіть вулицю і номер." : "Nie udało się odczytać pozycji. Proszę napisać ulicę i numer.";
    if (!navigator.geolocation) { this.say(sorry); return; }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.enqueue({ id: newId(), at: Date.now(), position: [coords.latitude, coords.longitude] }),
      () => this.say(sorry),
      { enableHighAccuracy: true, timeout: 20000 },
    );
  }

  press(link, message) {
    this.enqueue({ id: newId(), at: Date.now(), link, pressed_in: message });
  }

  enqueue(item) {
    this.unsent.push(item);
    localStorage.setItem(`unsent:${this.id}:${item.id}`, JSON.stringify(item));
    this.showUnsent(item);
    this.flush();
  }

  async flush(pause = 500) {
    if (this.sending || this.unsent.length === 0) return;
    this.sending = true;
    const item = this.unsent[0];
    let wait = 0;
    try {
      const response = await fetch(`/chat/${this.id}/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": csrf },
        body: JSON.stringify(item),
      });
      if (response.ok) {
        this.acknowledged(item);
      } else if (response.status === 429 || response.status >= 500) {
        wait = Number(response.headers.get("retry-after") || 0) * 1000 || pause;
      } else {
        // Refused for good: the words go back into the field, so that nothing is lost.
        this.acknowledged(item);
        this.unsentElement(item)?.remove();
        if (item.text) this.input.value = item.text;
        this.grow();
        this.say((await response.json()).error);
      }
    } catch {
      wait = pause;
    }
    this.sending = false;
    if (wait) setTimeout(() => this.flush(Math.min(pause * 2, 15000)), wait);
    else this.flush();
  }

  acknowledged(item) {
    this.unsent = this.unsent.filter((each) => each.id !== item.id);
    localStorage.removeItem(`unsent:${this.id}:${item.id}`);
    this.unsentElement(item)?.classList.remove("waiting");
  }

  unsentElement(item) {
    return this.list.querySelector(`[data-client="${item.id}"]`);
  }

  showUnsent(item) {
    if (item.link) return;
    const element = this.bubble(false);
    element.dataset.client = item.id;
    element.classList.add("waiting");
    const along = item.position ? (uk(this) ? "Моє місце" : "Moja pozycja") : item.files?.length ? `${uk(this) ? "Файлів" : "Plików"}: ${item.files.length}` : "";
    element.querySelector(".bubble").textContent = [item.text, along].filter(Boolean).join("\n");
    this.list.append(element);
    this.toEnd();
  }

  // --- in ----------------------------------------------------------------------------------------------------------

  show(message) {
    if (message.client_id) {
      const mine = this.list.querySelector(`[data-client="${message.client_id}"]`);
      if (mine) mine.remove();
    }
    const known = this.shown.get(message.id);
    const element = this.bubble(message.ours);
    element.dataset.message = message.id;
    this.fill(element, message);
    if (known) known.replaceWith(element);
    else this.list.append(element);
    this.shown.set(message.id, element);
    if (message.withdrawn) element.remove();
    this.list.querySelector(".greeting")?.classList.toggle("past", this.shown.size > 0);
    if (!known) { this.toEnd(); unread(this, message); }
  }

  bubble(ours) {
    const element = document.createElement("li");
    element.className = `message ${ours ? "ours" : "mine"}`;
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    element.append(bubble);
    return element;
  }

  fill(element, message) {
    const bubble = element.querySelector(".bubble");
    if (message.reply_to && this.shown.has(message.reply_to)) {
      const quoted = document.createElement("p");
      quoted.className = "quoted";
      quoted.textContent = this.excerpt(this.shown.get(message.reply_to));
      bubble.append(quoted);
    }
    message.parts.forEach((part, index) => {
      if (!part && message.files.length) return;
      const text = document.createElement("p");
      text.className = "text";
      if (message.html !== null && message.ours) text.innerHTML = message.html; // escaped by bot/channels/render.py
      else text.textContent = part;
      if (message.parts.length > 1) text.dataset.part = `${index + 1}/${message.parts.length}`;
      bubble.append(text);
    });
    message.files.forEach((file) => bubble.append(this.file(file)));
    const foot = document.createElement("p");
    foot.className = "foot";
    foot.textContent = message.time;
    if (message.ours && !this.element.classList.contains("keypad")) {
      const reply = document.createElement("button");
      reply.type = "button";
      reply.className = "link reply";
      reply.textContent = uk(this) ? "відповісти" : "odpowiedz";
      reply.setAttribute("aria-label", "Odpowiedz na tę wiadomość");
      reply.addEventListener("click", () => this.answer(message.id));
      foot.append(" · ", reply);
    }
    bubble.append(foot);
    if (message.buttons.length) element.append(this.choices(message));
  }

  file({ id, kind }) {
    if (kind === "position") {
      const place = document.createElement("p");
      place.className = "text";
      place.textContent = uk(this) ? "Моє місце" : "Moja pozycja";
      return place;
    }
    const link = document.createElement("a");
    link.className = "file";
    link.href = `/chat/${this.id}/files/${id}`;
    link.target = "_blank";
    link.rel = "noopener";
    if (kind === "calendar") {
      link.textContent = uk(this) ? "Додати до календаря" : "Dodaj do kalendarza";
      return link;
    }
    const named = { document: ["Dokument", "Документ"], video: ["Film", "Відео"], voice: ["Nagranie", "Запис"] }[kind];
    if (named) {
      link.textContent = `${named[uk(this) ? 1 : 0]} ${id}`;
      return link;
    }
    const picture = document.createElement("img");
    picture.alt = uk(this) ? `Фото ${id}` : `Zdjęcie ${id}`;
    picture.addEventListener("load", () => this.toEnd(), { once: true });
    // Just sent, it may not be ready yet; what is no picture after all becomes a link.
    let tries = 0;
    picture.addEventListener("error", () => {
      tries += 1;
      if (tries < 6) setTimeout(() => { picture.src = `${link.href}?again=${tries}`; }, 600 * tries);
      else link.textContent = uk(this) ? `Файл ${id}` : `Plik ${id}`;
    });
    picture.src = link.href;
    link.append(picture);
    return link;
  }

  choices(message) {
    const main = document.createElement("div");
    main.className = "choices";
    const minor = document.createElement("div");
    minor.className = "choices minor";
    for (const { label, value, minor: small } of message.buttons) {
      if (value === "exit:") {
        this.exit.hidden = false; // in the head, where it cannot scroll away
        continue;
      }
      if (value.startsWith("tel:")) {
        const call = document.createElement("a");
        call.className = "call";
        call.href = value;
        call.textContent = label;
        main.append(call);
        continue;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      if (message.chosen === value) { button.classList.add("chosen"); button.setAttribute("aria-pressed", "true"); }
      button.addEventListener("click", () => { button.classList.add("chosen"); this.press(value, message.id); });
      (small ? minor : main).append(button);
    }
    const all = document.createElement("div");
    all.append(...[main, minor].filter((each) => each.childElementCount));
    return all;
  }

  answer(message) {
    this.replyTo = message;
    this.replying.hidden = message === null;
    if (message !== null) {
      this.replying.querySelector(".replying-text").textContent = this.excerpt(this.shown.get(message));
      this.input.focus();
    }
  }

  excerpt(element) {
    const text = element?.querySelector(".text")?.textContent || "";
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
  }

  // --- looks -------------------------------------------------------------------------------------------------------

  say(sentence) {
    this.notice.textContent = sentence;
    this.notice.hidden = false;
    setTimeout(() => { this.notice.hidden = true; }, 8000);
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
    const count = this.element.querySelector("[data-count]");
    if (count) count.textContent = this.input.value.length;
  }

  // The end of the chat, but never past the beginning of what came last: a card is read from its top.
  toEnd() {
    const last = this.list.lastElementChild;
    const top = last ? last.offsetTop - this.list.offsetTop - 8 : 0;
    this.list.scrollTop = Math.min(this.list.scrollHeight - this.list.clientHeight, Math.max(top, 0));
  }
}

// --- the quick exit: at once, without a trace in the history, and this browser is a stranger here again -------------------

async function leave(to) {
  stream.close();
  document.title = "…";
  document.body.replaceChildren();
  Object.keys(localStorage).filter((key) => key.startsWith("unsent:")).forEach((key) => localStorage.removeItem(key));
  const gone = fetch("/exit", { method: "POST", headers: { "x-csrf-token": csrf }, keepalive: true }).catch(() => {});
  await Promise.race([gone, new Promise((done) => setTimeout(done, 400))]);
  location.replace(to);
}

let escaped = -Infinity;
document.addEventListener("keydown", (event) => {
  const exit = document.querySelector(".exit:not([hidden])");
  if (event.key !== "Escape" || !exit) return;
  if (event.timeStamp - escaped < 1500) leave(exit.dataset.to);
  escaped = event.timeStamp;
});

const panes = new Map([...document.querySelectorAll(".pane")].map((element) => [element.dataset.pane, new Pane(element)]));

// --- tabs and sides of the demo ---------------------------------------------------------------------------------------

function open(id) {
  const side = panes.get(id).element.closest(".side");
  for (const tab of side.querySelectorAll("[data-tab]")) {
    const here = tab.dataset.tab === id;
    tab.setAttribute("aria-selected", String(here));
    panes.get(tab.dataset.tab).element.classList.toggle("open", here);
    if (here) tab.querySelector(".dot").hidden = true;
  }
  panes.get(id).toEnd();
}

function turn(side) {
  document.body.dataset.side = side;
  for (const button of document.querySelectorAll(".switch button")) button.setAttribute("aria-pressed", String(button.dataset.side === side));
  for (const pane of panes.values()) pane.toEnd();
}

function unread(pane, message) {
  const tab = document.querySelector(`[data-tab="${pane.id}"]`);
  if (!message.old && tab && message.ours && tab.getAttribute("aria-selected") !== "true") tab.querySelector(".dot").hidden = false;
}

document.querySelectorAll("[data-tab]").forEach((tab) => tab.addEventListener("click", () => open(tab.dataset.tab)));
document.querySelectorAll(".switch button").forEach((button) => button.addEventListener("click", () => turn(button.dataset.side)));
document.querySelectorAll('[data-tab][aria-selected="true"]').forEach((tab) => open(tab.dataset.tab));
if (document.querySelector(".switch")) turn("residents");

// --- the stream -------------------------------------------------------------------------------------------------------

const stream = new EventSource(`/chat/stream?panes=${[...panes.keys()].join(",")}`);
stream.addEventListener("message", (event) => {
  const message = JSON.parse(event.data);
  panes.get(message.pane)?.show(message);
});
stream.addEventListener("open", () => {
  document.body.classList.add("live");
  for (const pane of panes.values()) pane.flush();
});
stream.addEventListener("error", () => document.body.classList.remove("live"));
