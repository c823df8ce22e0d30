// The page of a sandbox: three phones on the real service, live over server-sent events.
// Whatever people or texts say is put in as text, never as markup.
"use strict";

const $ = (selector, within = document) => within.querySelector(selector);
const CHANNEL = { sms: "SMS", whatsapp: "WhatsApp", telegram: "Telegram", email: "E-mail" };
const NARROW = window.matchMedia("(max-width: 900px)");
const WIDE = window.matchMedia("(min-width: 1200px)");
const SHORT_LINK = /\/l\/([0-9A-Za-z]{7})$/;
const TO_PARTNER = /[?&]parley_click=/;
const PAY_LINK = /\/sim\/pay\/([\w.-]+)$/;
const OFFER_PICTURE = /\/oi\/[a-z0-9][a-z0-9_-]*\.[\w-]{48}$/;
const PAGE_OR_FILE = /\/(?:track\/[0-9A-Za-z]{22}|(?:address|campaign|cart|files|m|oi|p|photos|u)\/[a-z0-9][a-z0-9_-]*\.[\w-]{48}|page\/login\/[a-z0-9][a-z0-9_-]*\.[\w-]{43})$/;

// What each phone is for. Anybody's phone may be taken in hand on each; those it is for stand first in its list.
const CHATS = ["whatsapp", "telegram"];
const ROLES = {
  customer: { title: "Customer", group: "Customers", channels: ["sms", ...CHATS, "email"] },
  shop: { title: "Shop", group: "Shops", channels: CHATS },
  partner: { title: "Partner", group: "Partners", channels: CHATS },
  staff: { title: "Staff", group: "Staff", channels: CHATS },
};
const COMMANDS = { staff: ["good morning", "/orders", "/shops", "/stats", "/why", "/help"], shop: ["stock", "orders", "earnings", "help"], partner: ["offers", "stats", "invoice", "page", "help"] };
const TONGUES = { hi: "Hindi", "hi-Latn": "Hinglish", es: "Spanish", en: "English" };
const STANDS = {
  reserved: "reserved", checking: "asking shops", available: "found, to be paid", part_available: "partly found", unavailable: "not found", expired: "not paid in time",
  confirmed: "confirmed", sourcing: "being fetched", quality_check: "being checked", packed: "packed", shipped: "on its way", delivered: "delivered",
  cannot_source: "not available", refunding: "refund under way", refunded: "refunded", cancelled: "cancelled",
};
// The groups of customers: the last that fits counts. Each with what it gets, and whether somebody is in it.
const GROUPS = [
  ["Gets everything", "agreed to messages", () => true],
  ["Has not confirmed", "agreed once, and did not answer YES", (one) => one.consent === "granted" && one.channel === "sms"],
  ["Has not agreed", "gets no marketing", (one) => one.consent === "none"],
  ["Agreed to partners’ offers", "gets offers after returns, and no reminders", (one) => one.consent === "none" && one.partners],
  ["Control group", "gets no reminders, to measure what reminders add", (one) => one.leftAlone],
  ["Said stop", "gets nothing more", (one) => one.consent === "revoked" || one.state === "suppressed"],
  ["Cannot be reached", "blocked us, or the address is gone", (one) => one.state === "blocked" || one.state === "gone"],
  ["Asked a question", "waits for an answer of the staff", (one) => one.asked],
];
const group = (one) => GROUPS.findLast(([, , fits]) => fits(one));
// Why the app shows no offer after a return.
const NO_OFFER = {
  no_consent: "They have not agreed to offers of this partner.", held_out: "They are in the control group, which gets no offers.",
  unknown_brand: "No partner has this brand.", no_offer: "The partner has no offer for this return.", seen: "They saw the partner’s offers lately.",
  one_a_day: "They got a message about a return today.", stopped: "They said stop.", unreachable: "No channel reaches them.",
};
const WIN_BACK = "win back customers gone 90 days, 15% off, friday 6pm";
const LINE = 22; // pixels of a line in a bubble
const SHORT_LINE = 160; // characters of a last line that always stays in sight
const CONTROLS = ".msg :is(a, button):not([hidden])";

// A text that is longer than its bubble may be gets a button; whether it is, only its width tells.
const folds = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target.classList.contains("bubble")) fold(target);
  for (const phone of phones) if (entries.some(({ target }) => phone.log.contains(target))) phone.follow();
});

let scene = null; // the newest state
let source = null; // the open event stream
let phones = [];

/* Small things. */

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function show(node, text) {
  node.textContent = text || "";
  node.hidden = !text;
}

function format(moment, zone, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(new Date(moment));
}

const hour = (moment, zone) => format(moment, zone, { hour: "2-digit", minute: "2-digit" });
const day = (moment, zone) => format(moment, zone, { weekday: "short", day: "numeric", month: "short" });
const dayHour = (moment, zone) => `${day(moment, zone)} ${hour(moment, zone)}`;

function money(amount, currency) {
  const digits = Number(amount) < 0.1 && Number(amount) > 0 ? 4 : 2;
  return new Intl.NumberFormat("en-US", { style: "currency", currency, maximumFractionDigits: digits }).format(amount);
}

/** The name of one press: whatever is asked under it is done once, however often it is asked. */
const press = () => crypto.randomUUID();

async function call(path, body, key = press()) {
  const request = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, request);
  } catch {
    throw new Error("Parley does not answer. Is it still running?");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error((told.error && told.error.message) || `It answered ${answer.status}.`), { status: answer.status });
  return told;
}

/** Offer the rest of a text where some of it is hidden, or to hide it again. */
function fold(bubble) {
  const more = $(".more", bubble.parentElement);
  const start = $(".start", bubble);
  const open = bubble.classList.contains("whole");
  const hidden = start.scrollHeight - start.clientHeight;
  // Two lines more are shown at once: a button in their place would save nothing.
  if (!open && start.clientHeight && hidden > 1 && hidden <= 2.5 * LINE) bubble.classList.add("short");
  const cut = !open && start.scrollHeight > start.clientHeight + 1;
  if (start.clientHeight) {
    more.hidden = !open && !cut;
    bubble.classList.toggle("cut", cut);
  }
  more.textContent = open ? "Show less" : "Show all";
  more.setAttribute("aria-expanded", String(open));
}

/* One phone. */

class Phone {
  constructor(id, kind, index) {
    this.id = id;
    this.usual = kind;
    this.index = index;
    this.thread = null;
    this.value = ""; // an address, or "new:" and a channel
    this.shown = new Map();
    this.unfolded = new Set();
    this.replyTo = null;
    this.follows = true; // the newest message, until the reader scrolls up
    this.size = "";
    this.restsAt = -1; // where `follow` left the reader
    this.saying = Promise.resolve();
    this.root = $("#phone").content.firstElementChild.cloneNode(true);
    this.root.id = `phone-${id}`;
    this.root.setAttribute("aria-label", `Phone ${index + 1}`);
    for (const part of ["person", "place", "consent", "device", "badge", "sender", "log", "newest", "shop", "write", "reply", "hand", "error", "acts"]) {
      this[part] = $(`.${part}`, this.root);
    }
    this.card = $(".card", $("#phone").content).cloneNode(true);
    this.mailbox = new Mailbox(this);
    this.input = $("input[type=text]", this.write);
    this.camera = $("input[type=file]", this.write);
    this.camera.addEventListener("change", () => this.attempt(() => this.sendFile()));
    this.title = $(".role", this.root);
    this.person.addEventListener("click", () => this.pick());
    this.write.addEventListener("submit", (event) => this.submit(event));
    $("button", this.reply).addEventListener("click", () => this.answering(null));
    this.shop.addEventListener("keydown", (event) => event.key === "Escape" && this.leaveShop());
    this.log.addEventListener("scroll", () => this.scrolled());
    this.log.addEventListener("keydown", (event) => this.stepBetween(event));
    this.newest.addEventListener("click", () => { this.follow(true); this.log.focus(); });
    folds.observe(this.log);
  }

  get fresh() { return this.value.startsWith("new:"); }
  get address() { return this.fresh ? null : this.value || null; }
  get channel() { return (this.fresh ? this.value.slice(4) : this.value.split(":")[0]) || ways(this.usual)[0]; }
  get mails() { return this.channel === "email"; }
  get erased() { return Boolean(this.address && this.thread && !this.thread.known); }
  get found() { return people().find((one) => one.address === this.address); }
  get kind() { return this.found ? this.found.kind : this.fresh ? "customer" : this.usual; }
  get zone() { return this.found && this.kind === "customer" ? this.found.timezone : scene.business.timezone; }
  get name() { return this.found ? named(this.found) : this.erased ? "Erased customer" : "somebody new"; }

  /** What whoever it is may do: made anew when somebody of another kind takes it. */
  buttons() {
    if (this.acting === this.kind) return;
    this.acting = this.kind;
    const act = (label, work) => this.button({}, label, work);
    this.commands = (COMMANDS[this.kind] || []).map((command) => act(command, () => this.say(command === "/why" ? this.whyCommand() : command)));
    this.leave = act("Abandon a cart", () => this.abandon());
    this.buy = act("Buy it", () => this.order());
    this.want = act("Reserve from shops", () => this.choosing());
    this.giveBack = act("Complete a return", () => this.returning());
    this.stop = act("Write STOP", () => this.say("STOP"));
    const theirs = [this.leave, this.buy, ...(scene.business.sources ? [this.want] : []), ...(scene.returns ? [this.giveBack] : []), this.stop];
    this.acts.replaceChildren(...(this.kind === "customer" ? theirs : this.commands));
    this.acts.setAttribute("aria-label", `What ${ROLES[this.kind].title.toLowerCase()} ${this.index + 1} does`);
    this.title.textContent = ROLES[this.kind].title;
    $(".whom", tab(this.index)).textContent = ROLES[this.kind].title;
  }

  /** "/why" about whoever the first phone shows, since a name is needed. */
  whyCommand() {
    const other = phones.find((phone) => phone.kind === "customer" && phone.address && phone.thread && phone.thread.items.length);
    return other ? `/why ${other.name}` : "/why";
  }

  /** A button that does its work once, however quickly it is pressed again. */
  button(props, label, work) {
    return make("button", { type: "button", ...props, onclick: (event) => event.detail > 1 || this.attempt(work, event.currentTarget) }, label);
  }

  /** One thing at a time: what is pressed while another is under way does nothing, and the page shows which it is. */
  async attempt(work, pressed = null) {
    if (this.root.hasAttribute("aria-busy")) return;
    giveRoom();
    show(this.error, "");
    this.root.setAttribute("aria-busy", "true");
    if (pressed) pressed.setAttribute("aria-busy", "true");
    try {
      await work();
      this.follow(true);
    } catch (error) {
      show(this.error, error.message);
    } finally {
      this.root.removeAttribute("aria-busy");
      if (pressed) pressed.removeAttribute("aria-busy");
    }
  }

  /* Where the reader is. */

  /** Stay with the newest message, unless the reader scrolled up; `now` brings them down. */
  follow(now = false) {
    this.follows ||= now;
    if (this.follows) {
      this.log.scrollTop = this.restsAt = this.resting();
      this.newest.hidden = true;
    }
    this.size = this.measured();
  }

  /** The end, or the beginning of a newest message that is longer than the screen: nobody approves what they did not see. */
  resting() {
    if (this.mails) return this.log.scrollTop; // the newest mail is the first
    const end = this.log.scrollHeight - this.log.clientHeight;
    const last = this.log.lastElementChild;
    if (!last || last.offsetHeight <= this.log.clientHeight) return end;
    // Where it is laid out: on the screen a new message still moves.
    return Math.min(end, last.offsetTop + (last.offsetParent === this.log ? this.log.clientTop : -this.log.offsetTop));
  }

  measured() { return [this.log.clientWidth, this.log.clientHeight, this.log.scrollHeight].join(); }

  /** A reader scrolls what has a size; where that is another than before, the page moved it and not the reader. */
  scrolled() {
    const size = this.measured();
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    const rests = Math.abs(this.log.scrollTop - this.restsAt) < 2;
    if (atEnd) this.newest.hidden = true;
    if (atEnd || rests || size === this.size) this.follows = atEnd || rests;
    this.size = size;
  }

  /** The controls of one message are stops of the Tab key, its arrows lead to those of the others. */
  rove(message) {
    for (const one of this.log.querySelectorAll(CONTROLS)) one.tabIndex = one.closest(".msg") === message ? 0 : -1;
  }

  /** The messages that have something to press. */
  get stops() { return [...this.log.children].filter((one) => $(CONTROLS, one)); }

  stepBetween(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const stops = this.stops;
    if (!step || !stops.length) return;
    event.preventDefault();
    const here = stops.indexOf(document.activeElement.closest(".msg"));
    const next = stops[Math.min(Math.max(here < 0 ? stops.length - 1 : here + step, 0), stops.length - 1)];
    this.rove(next);
    $(CONTROLS, next).focus();
  }

  /** Bring the messages in; where one is drawn anew under the focus, its new node has it. */
  putIn(nodes) {
    const focused = this.log.contains(document.activeElement) ? document.activeElement.closest(".msg") : null;
    const place_ = focused && [...focused.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
    place(this.log, nodes);
    const now = focused && (focused.isConnected ? focused : nodes.find((one) => one.id === focused.id));
    if (now && now !== focused) {
      const again = now.querySelectorAll(CONTROLS);
      (again[place_] || again[0] || this.log).focus();
    }
    this.rove(now || this.stops.at(-1));
  }

  /* Whose phone it is. */

  /** Keep who is shown; at first somebody who gets everything. An erased customer stays until another is chosen. */
  list() {
    const known = people(this.usual);
    const chosen = this.value || remembered(this.id);
    const taken = new Set(phones.filter((phone) => phone !== this).map((phone) => phone.value));
    const free = known.filter((one) => !taken.has(one.address));
    const usual = free.find((one) => one.address === scene.ready) || free.find((one) => (one.shop ? one.shop.language === "en" : group(one)[0] === "Gets everything")) || free[0] || known[0];
    const first = this.usual === "customer" ? `new:${newcomers()[0] || ways("customer")[0]}` : "";
    const there = this.thread || chosen.startsWith("new:") || people().some((one) => one.address === chosen);
    this.value = chosen && there ? chosen : usual ? usual.address : first;
  }

  /** Choose a person by search, or from the groups. */
  pick() {
    const search = make("input", { type: "search", class: "field", placeholder: "Name, number or place", "aria-label": "Search for a person" });
    const found = make("div", { class: "people" });
    const fill = () => found.replaceChildren(...this.choices(search.value.trim().toLowerCase()));
    search.addEventListener("input", fill);
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !$("button", found)) return;
      event.preventDefault(); // else the key opens the list again
      $("button", found).click();
    });
    this.openShop("Choose a person", make("h2", {}, "Whose phone?"), search, found, this.back());
    this.opener = this.person;
    fill();
    search.focus();
  }

  /** The groups whose people match, those of this phone's kind first, each sorted by name. */
  choices(wanted) {
    const groups = new Map();
    const put = (group, value, name, more) => {
      if (`${name} ${more} ${value}`.toLowerCase().includes(wanted)) groups.set(group, [...(groups.get(group) || []), { value, name, more }]);
    };
    const few = Object.keys(ROLES).filter((kind) => !["customer", this.usual].includes(kind)); // so the many come last
    for (const kind of new Set([this.usual, ...few, "customer"])) {
      if (kind === "customer") for (const channel of newcomers()) put("Somebody new", `new:${channel}`, `Somebody new on ${CHANNEL[channel]}`, "");
      const sorted = people(kind).sort((one, other) => named(one).localeCompare(named(other)));
      for (const [part] of kind === "customer" ? GROUPS : [[ROLES[kind].group]]) {
        for (const one of sorted) if (kind !== "customer" || group(one)[0] === part) put(part, one.address, named(one), [CHANNEL[one.channel], about(one)].filter(Boolean).join(" · "));
      }
    }
    const choose = (value) => { this.choose(value); this.person.focus(); };
    const button = (one) => make("button", { type: "button", value: one.value, onclick: () => choose(one.value) }, make("span", {}, one.name), make("span", { class: "muted" }, one.more));
    const what = Object.fromEntries(GROUPS);
    const drawn = [...groups].map(([name, some]) => make("section", { "aria-label": name }, make("p", {}, make("b", {}, name), ` ${what[name] || ""}`), ...some.map(button)));
    return drawn.length ? drawn : [make("p", { class: "muted" }, "Nobody matches.")];
  }

  choose(value) {
    this.value = value;
    remember(this.id, value);
    this.thread = null;
    this.mailbox = new Mailbox(this);
    this.answering(null);
    this.closeShop();
    show(this.error, "");
    this.draw();
    listen();
  }

  /* What is on it. */

  take(thread) {
    const first = this.thread === null;
    this.thread = thread;
    this.draw(first);
  }

  draw(first = true) {
    const channel = this.channel;
    this.buttons();
    this.person.textContent = this.fresh ? `Somebody new on ${CHANNEL[channel]}` : [this.name, this.found && about(this.found)].filter(Boolean).join(" · ");
    this.person.value = this.value;
    this.person.setAttribute("aria-label", `Phone ${this.index + 1}: ${ROLES[this.usual].title.toLowerCase()}, ${this.person.textContent}`);
    this.device.className = `device ${channel}`;
    this.badge.textContent = CHANNEL[channel];
    this.sender.textContent = scene.business.name;
    this.head();
    this.messages(first);
    this.inHand();
    this.drawCard();
    const nobody = this.address === null || this.erased;
    this.input.disabled = this.camera.disabled = nobody;
    const called = ["shop", "partner"].includes(this.kind) ? this.name : this.name.split(" ")[0];
    const words = this.mailbox.open ? "Reply as" : this.mails ? "Write a mail as" : "Write as";
    this.input.placeholder = nobody ? "" : this.kind === "staff" ? "Write, or /help" : `${words} ${called}`;
    this.input.setAttribute("aria-label", nobody ? "Nobody to write as yet" : `Write as ${this.name}`);
    for (const command of this.commands) command.disabled = nobody;
    this.leave.disabled = this.want.disabled = this.giveBack.disabled = this.erased || (nobody && !scene.business.channels.includes(this.channel));
    this.buy.disabled = !(this.thread && this.thread.cart);
    this.stop.disabled = nobody;
  }

  head() {
    const found = this.found;
    const there = this.erased ? "" : found && found.place ? `${found.place}, ${hour(scene.now, found.timezone)} there` : "Place unknown";
    const about = { staff: "Commands, and what customers ask", partner: "Offers: write a caption with a link, then add the photo", customer: this.fresh ? "They come with what they do first" : there, shop: found && found.shop ? [found.shop.location, TONGUES[found.shop.language]].filter(Boolean).join(" · ") : "" };
    this.place.textContent = about[this.kind];
    this.consent.hidden = true;
    if (!found || this.kind !== "customer") return;
    const [name, what] = group(found);
    const colour = { "Gets everything": "good", "Agreed to partners’ offers": "good", "Has not confirmed": "wait", "Said stop": "bad", "Cannot be reached": "bad" }[name] || "none";
    Object.assign(this.consent, { className: `chip consent ${colour}`, title: what });
    show(this.consent, name);
  }

  messages(first) {
    // A message that waited stands where it arrived, not where it was planned.
    const items = this.thread ? [...this.thread.items].sort((one, other) => Date.parse(at(one)) - Date.parse(at(other))) : [];
    if (first) {
      this.log.setAttribute("aria-busy", "true");
      this.shown.clear();
    }
    const nodes = this.mails ? this.mailbox.nodes(items) : [];
    let shownDay = "";
    let arrived = false;
    for (const item of this.mails ? [] : items) {
      const today = day(at(item), this.zone);
      if (today !== shownDay) nodes.push(this.kept(`day ${today}`, today, () => make("p", { class: "day" }, today)));
      shownDay = today;
      const before = this.shown.has(item.id);
      const node = this.kept(item.id, JSON.stringify(item), () => this.message(item));
      if (!before && !first) { node.classList.add("fresh"); arrived = true; }
      nodes.push(node);
    }
    if (!nodes.length) nodes.push(make("p", { class: "empty" }, this.hint()));
    this.putIn(nodes);
    this.follow(first);
    if (arrived && !this.follows) this.newest.hidden = false;
    if (first) requestAnimationFrame(() => this.log.removeAttribute("aria-busy"));
    if (arrived && NARROW.matches && this.root.classList.contains("behind")) unread(this.index, true);
    retell();
  }

  /** The node for a key, made again only when its content is another. */
  kept(key, content, build) {
    const known = this.shown.get(key);
    if (known && known.content === content) return known.node;
    const node = build();
    node.id = `${this.id} ${key}`.replaceAll(" ", "-");
    this.shown.set(key, { content, node });
    return node;
  }

  hint() {
    if (this.address && !this.thread) return "Loading …";
    if (this.erased) return "This customer was erased. Parley keeps no message and no name of theirs.";
    if (!scene.business.channels.includes(this.channel)) return `${CHANNEL[this.channel]} goes to its provider outside, and nothing leaves a sandbox. With provider = "simulator" in [channels.${this.channel}] it can be played.`;
    if (this.kind === "staff" && this.address === null) return "Nobody of the staff is linked. Give somebody in [[staff]] an address, such as telegram:9001, and apply the file.";
    if (this.kind === "staff") return "Commands and customers' questions come here.";
    if (this.kind === "partner") return "News of their offers and invoices comes here. Write “stats”, or send a photo with a caption and a link for a new offer.";
    if (this.kind === "shop") return "Requests come here. Have a customer reserve something, and answer as a shopkeeper would: “haan 2 hai”, “only 1”, “no”.";
    if (this.address === null) return "Press “Abandon a cart”: somebody new fills one and ticks the box at the checkout. Then push the clock.";
    const [name, what] = this.found ? group(this.found) : GROUPS[0];
    if (name !== "Gets everything") return `No messages yet. ${name}: ${what}.`;
    return this.thread && this.thread.cart ? "No messages yet. Their cart is kept: push the clock." : "No messages yet. Abandon a cart, then push the clock.";
  }

  message(item) {
    if (item.direction === "in") {
      const quoted = item.quotes ? make("span", { class: "quoted" }, item.quotes.split("\n")[0]) : "";
      const [words, more] = this.bubble(item, [quoted, item.text, this.pictures(item)]);
      const foot = make("div", { class: "foot" }, more, make("span", { class: "meta" }, hour(at(item), this.zone)));
      return make("div", { class: "msg own" }, words, foot);
    }
    return left(item) ? this.arrived(item) : this.held(item);
  }

  /** What was sent beside the words: pictures that are in the address itself, others by what they are. */
  pictures(item) {
    const kinds = { audio: "a voice message", document: "a file", video: "a video" };
    const parts = item.media.map((one) => (/^data:image\/(jpeg|png|webp);base64,/.test(one.url)
      ? make("img", { src: one.url, alt: "The photo that was sent" })
      : make("span", {}, `(${kinds[one.kind] || "a picture"})`)));
    return parts.length ? make("span", { class: "pictures" }, ...parts) : "";
  }

  /** What left above our words: a picture of ours, or a file by its name. A link in the words shows itself. */
  files(item) {
    const beside = item.media.filter((one) => (one.name && ["uploaded", "fetched"].includes(one.way)) || OFFER_PICTURE.test(one.url));
    const parts = beside.map((one) => {
      // The file is this service's own, whatever domain its link names.
      const here = new URL(one.url, location.href).pathname;
      const shown = one.kind === "image" ? make("img", { src: here, alt: one.name || "The picture of the offer" }) : one.name;
      return make("a", { href: here, target: "_blank", rel: "noopener" }, shown);
    });
    return parts.length ? make("span", { class: "pictures" }, ...parts) : "";
  }

  /** A text, folded where it is long, and the button that shows all of it. Its last line says what is next: it stays. */
  bubble(item, words, last = []) {
    const bubble = make("div", { class: "bubble" }, make("span", { class: "start" }, ...words), make("span", { class: "end" }, ...last));
    bubble.classList.toggle("whole", this.unfolded.has(item.id));
    // Whoever is asked sees all of what they agree to.
    bubble.classList.toggle("short", item.buttons.some((key) => !key.url));
    const turn = () => {
      if (bubble.classList.toggle("whole")) this.unfolded.add(item.id);
      else this.unfolded.delete(item.id);
      fold(bubble);
    };
    folds.observe(bubble);
    return [bubble, make("button", { type: "button", class: "more", hidden: true, onclick: turn }, "Show all")];
  }

  arrived(item) {
    const [start, end] = parted(plain(item));
    const [bubble, more] = this.bubble(item, [this.files(item), ...this.linked(start)], this.linked(end));
    const keys = item.buttons.length ? make("div", { class: "keys" }, ...item.buttons.map((key) => this.key(item, key))) : null;
    const why = this.why(item, `${hour(at(item), this.zone)} ${tick(item)} · why now?`);
    const edited = item.edited_at ? make("span", { class: "meta edited", title: `Changed ${dayHour(item.edited_at, this.zone)}` }, "edited") : null;
    const foot = make("div", { class: "foot" }, why, edited, more);
    if ((this.kind === "staff" && item.passes_on) || (this.kind === "shop" && item.asks_stock)) {
      foot.append(make("button", { type: "button", class: "answer", onclick: () => this.answering(item) }, "Reply to it"));
    }
    return make("div", { class: "msg" }, bubble, keys, foot);
  }

  held(item) {
    const last = item.verdicts[item.verdicts.length - 1];
    const waits = item.status === "queued";
    const fenced = item.code === "sandbox";
    const failed = item.status === "failed" && !fenced;
    const short = waits ? "waits" : item.status === "void" ? "was withdrawn" : failed ? "failed" : "did not leave";
    const until = waits && last && last.until ? ` until ${dayHour(last.until, this.zone)}` : "";
    const reason = fenced ? `${CHANNEL[item.channel]} goes to its provider outside` : failed ? item.code && `code ${item.code}` : last && ruleName(last.rule, item.why);
    const because = item.status !== "void" && reason ? `: ${reason}` : "";
    const text = make("span", {}, make("b", {}, spoken(item, this)), ` ${short}${until}${because} · `, make("u", {}, waits ? "why not yet?" : "why not?"));
    return make("div", { class: "msg held" }, this.why(item, text));
  }

  why(item, label) {
    const button = make("button", { type: "button", class: "why", "aria-expanded": "false", "aria-controls": "story" }, label);
    // A finger does not hover: on a small screen it takes a tap.
    button.addEventListener("mouseenter", () => NARROW.matches || tell(this, item, button, false));
    button.addEventListener("mouseleave", () => forget(false));
    button.addEventListener("focus", () => button.matches(":focus-visible") && !story.leaving && tell(this, item, button, false));
    button.addEventListener("blur", () => forget(false));
    button.addEventListener("click", () => (story.pinned && story.item === item.id ? forget(true) : tell(this, item, button, true)));
    return button;
  }

  key(item, key) {
    if (key.url) return this.anchor(key.url, key.text);
    return this.button({}, key.text, () => this.say(key.text, { button: key.id, reply_to: item.id }));
  }

  /** A text with its links, and for staff its commands, made to work. */
  linked(text) {
    const parts = this.kind === "staff" ? text.split(/(https?:\/\/[^\s]+|(?<=^|\s)\/[a-z]\w{2,})/g) : text.split(/(https?:\/\/[^\s]+)/g);
    return parts.filter(Boolean).map((part) => {
      if (/^https?:\/\//.test(part)) return this.anchor(part, part);
      if (/^\/[a-z]\w{2,}$/.test(part)) {
        const go = (event) => { event.preventDefault(); this.attempt(() => this.say(part)); };
        return make("a", { href: "#", role: "button", onclick: go }, part);
      }
      return part;
    });
  }

  anchor(url, label) {
    const [short, pay, page] = [SHORT_LINK, PAY_LINK, PAGE_OR_FILE].map((form) => form.exec(url));
    // Short links, orders' pages and files are in the shop's own name, which nobody has registered: here they are served by us.
    if (!short && !pay) return make("a", { href: page ? page[0] : url, target: "_blank", rel: "noopener noreferrer" }, label);
    const go = (event) => { event.preventDefault(); const opener = this.shop.contains(event.target) ? this.giveBack : event.target; this.attempt(() => (short ? this.open(short[1], opener) : this.till(pay[1], opener))); };
    return make("a", { href: pay ? pay[0] : url, onclick: go }, label);
  }

  /** What they have in hand: what they reserved, a cart they left, or what they bought and whether it counts. */
  inHand() {
    const { cart, order, reserved, keeps } = this.thread || {};
    this.hand.replaceChildren();
    if (this.kind === "shop") {
      if (!keeps) return;
      const kept = keeps.items.map((one) => `${one.item} for ${one.order}`);
      const more = kept.length > 2 ? ` and ${kept.length - 2} more` : "";
      this.hand.append(`${kept.length ? `Keeps ${kept.slice(0, 2).join(", ")}${more}` : "Keeps nothing"} · earned ${money(keeps.earned, keeps.currency)} this month`);
    } else if (reserved) {
      this.hand.append(`Order ${reserved.number}${reserved.express ? ", express" : ""}: ${STANDS[reserved.status] || reserved.status}`);
      if (Number(reserved.total)) this.hand.append(`, ${money(reserved.total, reserved.currency)}`);
      this.hand.append(" · ", make("a", { href: reserved.page, target: "_blank", rel: "noopener noreferrer" }, "its page"));
    } else if (cart) {
      const many = cart.items.length > 1 ? ` and ${cart.items.length - 1} more` : "";
      this.hand.append(`Left ${dayHour(cart.at, this.zone)}: ${cart.items[0] || "a cart"}${many}, ${money(cart.total, cart.currency)}`);
    } else if (order && order.total !== null) {
      const fate = order.cancelled ? ", cancelled" : order.refunded ? ", refunded" : "";
      const bought = format(order.at, this.zone, { day: "numeric", month: "short" });
      this.hand.append(`Bought ${bought}, ${money(order.total, order.currency)}${fate}`);
      const reason = { code: "by its code", checkout: "after a reminder", click: "after a click" }[order.counted];
      if (reason) this.hand.append(" · ", make("span", { class: "won" }, `✓ recovered ${reason}`));
    }
  }

  /** Who the customer is, as the staff reads it in chat. */
  drawCard() {
    const card = this.kind === "customer" && this.thread && this.thread.card;
    this.card.hidden = !card;
    besides();
    if (!card) return;
    const lines = [...card.facts, card.agreed, ...card.notes].filter(Boolean).map((line) => make("p", {}, line));
    const words = card.words.map((line) => make("li", {}, line));
    const last = words.length ? [make("p", { class: "muted" }, "Last words"), make("ul", {}, ...words)] : [];
    $(".told", this.card).replaceChildren(make("h2", {}, card.head), ...lines, ...last);
  }

  /* What they do. */

  /** The words leave the field at once, so that a second press has nothing to send and the next can be typed. */
  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || this.address === null) return;
    const [from, replied] = [this.address, this.mails ? this.mailbox.reply : this.replyTo ? { reply_to: this.replyTo } : {}];
    giveRoom();
    this.input.value = "";
    this.answering(null);
    this.input.focus();
    show(this.error, "");
    this.saying = this.saying.then(() => this.say(text, { from, ...replied })).then(() => this.follow(true), (error) => {
      show(this.error, error.message);
      if (this.address === from) this.input.value = [text, this.input.value].filter(Boolean).join(" ");
    });
  }

  async say(text, more = {}) {
    await call("/sim/api/say", { business: scene.business.id, from: this.address, text, ...more });
  }

  /** A picture or a table, with the words that stand beside it. */
  async sendFile() {
    const [file] = this.camera.files;
    if (!file || this.address === null) return;
    this.camera.value = "";
    const media = [await (/\.(csv|tsv|txt)$/i.test(file.name) ? this.table(file) : this.picture(file))];
    await this.say(this.input.value.trim(), { media, ...(this.replyTo ? { reply_to: this.replyTo } : {}) });
    this.input.value = "";
    this.answering(null);
  }

  /** A table as it is: customers, orders, what a shop has. */
  async table(file) {
    if (file.size > 500000) throw new Error("Files of more than 500 kB go by parley import.");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const letters = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, at) => String.fromCharCode(...bytes.subarray(at * 4096, (at + 1) * 4096)));
    return { url: `data:text/csv;base64,${btoa(letters.join(""))}`, kind: "document", content_type: "text/csv" };
  }

  /** A picture, as small as messengers make them. */
  async picture(file) {
    const picture = await createImageBitmap(file).catch(() => { throw new Error("This file is no picture, and no CSV."); });
    const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
    const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return { url: canvas.toDataURL("image/jpeg", 0.8), kind: "image", content_type: "image/jpeg" };
  }

  answering(item) {
    this.replyTo = item ? item.id : null;
    this.reply.hidden = !item;
    $("span", this.reply).textContent = item ? `Replying to: ${item.text}` : "";
    if (item) this.input.focus();
  }

  async abandon() {
    const who = this.address ? { person: this.address } : { new: this.channel };
    const ware = scene.wares[Math.floor(Math.random() * scene.wares.length)];
    const told = await call("/sim/api/cart", { business: scene.business.id, ...who, items: [ware.sku] });
    await call("/sim/api/settle", {});
    if (!this.address) {
      await refresh();
      this.choose(told.address);
    }
  }

  async order() {
    await call("/sim/api/buy", { business: scene.business.id, person: this.address });
    await call("/sim/api/settle", {});
    this.leaveShop();
  }

  /** What can be reserved, in the shop's own page on their phone. */
  async choosing() {
    const goods = await call(`/sim/api/goods?business=${encodeURIComponent(scene.business.id)}`);
    const here = (one, named) => (one.own[named] ? ` (${one.own[named]} here)` : "");
    const thing = make("select", { class: "field" }, ...goods.items.map((one) => make("option", { value: one.sku }, `${money(one.price, goods.currency)} · ${one.title}${here(one, "")}`)));
    const size = make("select", { class: "field" });
    const many = make("input", { class: "field", type: "number", min: 1, max: 99, value: "1", required: true });
    const express = make("input", { type: "checkbox" });
    const found = () => goods.items.find((one) => one.sku === thing.value);
    const sized = make("label", {}, "Size", size);
    const fit = () => {
      size.replaceChildren(...found().sizes.map((one) => make("option", { value: one }, `${one}${here(found(), one)}`)));
      sized.hidden = !found().sizes.some(Boolean);
    };
    thing.addEventListener("change", fit);
    fit();
    const key = press();
    const submit = make("button", { type: "submit", class: "primary" }, "Reserve");
    const send = (event) => {
      event.preventDefault();
      this.attempt(() => this.reserve({ sku: thing.value, size: size.value, quantity: Number(many.value) }, express.checked, key), submit);
    };
    const fee = goods.express_fee && make("label", { class: "tick" }, express, `Express, within 24 hours: ${money(goods.express_fee, goods.currency)} more`);
    this.openShop("What is reserved from shops",
      make("p", { class: "address" }, `${scene.business.name}, reserve without paying`),
      make("h2", {}, "Reserve from shops"),
      make("form", { class: "choice", onsubmit: send },
        make("label", {}, "What", thing), sized, make("label", {}, "How many", many), fee || null,
        submit),
      this.back());
    this.opener = this.want;
    thing.focus();
  }

  async reserve(item, express, key) {
    const who = this.address ? { person: this.address } : { new: this.channel };
    const told = await call("/sim/api/reserve", { business: scene.business.id, ...who, items: [item], express }, key);
    await call("/sim/api/settle", {});
    this.leaveShop();
    if (!this.address) {
      await refresh();
      this.choose(told.address);
      this.want.focus();
    }
  }

  /** What they can give back, and why, in the returns service's own page on their phone. */
  async returning() {
    const person = this.address ? { person: this.address } : {};
    const found = await call(`/sim/api/returns?${new URLSearchParams({ business: scene.business.id, ...person })}`);
    const words = (one) => [one.title, one.brand && `by ${one.brand}`, one.size && `size ${one.size}`].filter(Boolean).join(", ");
    const thing = make("select", { class: "field" }, ...found.items.map((one, index) => make("option", { value: index }, words(one))));
    const reason = make("select", { class: "field" }, ...found.reasons.map((one) => make("option", { value: one }, one.replaceAll("_", " "))));
    const key = press();
    const submit = make("button", { type: "submit", class: "primary" }, "Complete the return");
    const send = (event) => {
      event.preventDefault();
      this.attempt(() => this.handBack({ item: Number(thing.value), reason: reason.value }, key), submit);
    };
    this.openShop("A return is handed in",
      make("p", { class: "address" }, "The returns service"),
      make("h2", {}, "Complete a return"),
      make("form", { class: "choice", onsubmit: send }, make("label", {}, "What", thing), make("label", {}, "Why", reason), submit),
      this.back());
    this.opener = this.giveBack;
    thing.focus();
  }

  async handBack(what, key) {
    const who = this.address ? { person: this.address } : { new: this.channel };
    const { address, ...told } = await call("/sim/api/returns", { business: scene.business.id, ...who, ...what }, key);
    await call("/sim/api/settle", {});
    if (!this.address) {
      await refresh();
      this.choose(address);
    }
    this.showBanner(told);
  }

  /** What the app's confirmation screen shows at once, and why no offer; the message comes later. */
  showBanner({ banner, choice, reason }) {
    const picture = banner.image && make("img", { src: new URL(banner.image, location.href).pathname, alt: "" });
    const follows = choice === "none" ? null : this.button({ class: "primary" }, `See the message, ${scene.window % 60 ? `${scene.window} minutes` : `${scene.window / 60} h`} later`, async () => {
      await call("/sim/api/clock", { advance: `${scene.window}m` });
      this.leaveShop();
    });
    this.openShop("The app's confirmation screen",
      make("p", { class: "address" }, "The app’s confirmation screen"),
      make("article", { class: "banner" }, picture || null, make("h2", {}, banner.title),
        banner.text ? make("p", {}, banner.text) : null,
        banner.link ? this.anchor(banner.link, choice === "offer" ? "See the offer" : "Open the page") : null),
      NO_OFFER[reason] ? make("p", { class: "muted" }, `No offer: ${NO_OFFER[reason]}`) : null,
      follows,
      this.back());
    this.opener = this.giveBack;
    $("a, button", this.shop).focus();
  }

  /** Where a partner's offer leads: a page of the partner's own. */
  partnersPage(url, opener) {
    this.openShop("The partner’s page, opened from the link",
      make("p", { class: "address" }, url),
      make("h2", {}, new URL(url).hostname),
      make("p", { class: "muted" }, "The click is counted. This page would be the partner’s own."),
      this.back());
    this.opener = opener;
    $("button", this.shop).focus();
  }

  /** Where a payment link leads: the provider's page. */
  async till(link, opener) {
    const bill = await call(`/sim/api/pay?link=${encodeURIComponent(link)}`);
    const pay = async () => {
      await call("/sim/api/pay", { link });
      await call("/sim/api/settle", {});
      this.leaveShop();
    };
    const said = { open: "Nothing is really paid: this is a sandbox.", paid: "Paid. Thank you!", over: "This link is not open any more." }[bill.state];
    this.openShop("The payment page, opened from the link",
      make("p", { class: "address" }, `${location.origin}/sim/pay/${link}`),
      make("h2", {}, `Pay ${bill.brand}`),
      make("p", {}, `Order ${bill.order}`),
      make("ul", {}, ...bill.items.map((item) => make("li", {}, item))),
      make("p", { class: "total" }, money(bill.amount, bill.currency)),
      bill.state === "open" ? this.button({ class: "primary" }, `Pay ${money(bill.amount, bill.currency)}`, pay) : null,
      make("p", { class: "muted" }, said),
      this.back());
    this.opener = opener;
    $("button", this.shop).focus();
  }

  /** Show a page over the messages; what is null is left out. */
  openShop(name, ...parts) {
    this.shop.setAttribute("aria-label", name);
    this.shop.replaceChildren(...parts.filter(Boolean));
    this.shop.hidden = false;
  }

  back() {
    return make("button", { type: "button", onclick: () => this.leaveShop() }, "Back to the messages");
  }

  async open(code, opener) {
    const { url } = await call("/sim/api/click", { code }).catch((error) => {
      throw error.status === 404 ? new Error("This link is an example: the one in a customer's reminder opens their cart.") : error;
    });
    if (TO_PARTNER.test(url)) { this.partnersPage(url, opener); return; }
    const cart = this.thread && this.thread.cart;
    const lines = cart ? cart.items.map((title) => make("li", {}, title)) : [];
    this.openShop("The shop, opened from the link",
      make("p", { class: "address" }, url),
      make("h2", {}, cart ? `Your cart at ${scene.business.name}` : scene.business.name),
      cart ? make("ul", {}, ...lines) : make("p", {}, "This cart is bought or gone."),
      ...(cart ? [
        make("p", { class: "total" }, money(cart.total, cart.currency)),
        this.button({ class: "primary" }, "Buy it", () => this.order()),
      ] : []),
      this.back(),
    );
    this.opener = opener;
    $("button", this.shop).focus();
  }

  closeShop() {
    this.shop.hidden = true;
    this.opener = null;
  }

  /** Close what was opened, and be again where it was opened from: its message may have been drawn anew meanwhile. */
  leaveShop() {
    const opener = this.opener;
    this.closeShop();
    if (!opener) return;
    const again = opener.isConnected ? opener : [...this.log.querySelectorAll("a")].reverse().find((one) => one.href === opener.href);
    (again || this.log).focus();
  }
}

/* A message in words. */

const at = (item) => item.sent_at || (item.direction === "in" ? item.created_at : item.status_at || item.due_at || item.created_at);
const left = (item) => item.sent_at || ["sending", "sent", "delivered", "read", "unknown"].includes(item.status);
const tick = (item) => ({ sent: "✓", delivered: "✓✓", read: "✓✓", failed: "! failed", unknown: "?", sending: "…" }[item.status] || "");

/** What a text is that no template worded: on a member of the staff's phone an answer to what they wrote, or a word of the shop's own. */
function worded(item, phone) {
  if (phone.kind !== "staff") return "Written by the staff";
  const items = phone.thread.items;
  const before = items[items.findIndex((one) => one.id === item.id) - 1];
  return before && before.direction === "in" && !item.passes_on ? "Answer to what they wrote" : "Message to the staff";
}

function spoken(item, phone) {
  const names = { opt_in_ask: "Question to opt in", opt_in_done: "Confirmation", cart_reminder: "Reminder", cart_reminder_again: "Reminder", cart_reminder_last: "Reminder with a discount", staff_alert: "Question for the staff", stock_request: "Request to the shop", stock_requests: "Requests to the shop", stock_outcome: "What came of it", payment_link: "Payment link" };
  const name = (item.plan && `the plan ${item.plan}`) || names[item.template] || (item.template ? item.template.replaceAll("_", " ") : worded(item, phone));
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What a rule is called: in short for some, else in the words in which an owner reads it. */
function ruleName(rule, words) {
  const [kind, where] = rule.split(".");
  const names = { "quiet-hours": "quiet hours", holdout: "control group", "one-sms-per-cart": "one SMS per cart", stale: "too late", expired: "too late" };
  const whole = { "consent.none": "has not agreed", "consent.unconfirmed": "not confirmed yet", "consent.revoked": "said stop", "cap.business": "the shop's own cap", "distance.business": "too soon after another message", "spend.daily": "the day's money is spent", "address.suppressed": "said stop", "address.blocked": "blocked us", "address.gone": "cannot be reached" };
  if (whole[rule]) return whole[rule];
  const place = where && where !== "default" ? ` (${where.replaceAll("-", " ")})` : "";
  return names[kind] ? names[kind] + place : words;
}

/** The text without the lines that only repeat its buttons. */
function plain(item) {
  const lines = new Set(item.buttons.flatMap((key) => [/^\d/.test(key.text) ? key.text : `- ${key.text}`, `${key.text}: ${key.url}`]));
  return (item.text || "").split("\n").filter((line) => !lines.has(line)).join("\n");
}

/** A text of several lines, parted before its last, where that is a short one: the line break ends the first part. */
function parted(text) {
  const lines = text.trimEnd().split("\n");
  const last = lines.length > 1 && lines.at(-1).length <= SHORT_LINE ? lines.pop() : "";
  return [`${lines.join("\n")}${last && "\n"}`, last];
}

/** What happened to a message, in order: [kind, what, more]. */
function chapters(item, phone) {
  const zone = phone.zone;
  const when = (moment) => {
    const there = dayHour(moment, zone);
    const here = dayHour(moment, scene.business.timezone);
    return there === here ? there : `${there} for them (${hour(moment, scene.business.timezone)} at the shop)`;
  };
  const told = [];
  if (item.due_at) told.push(["", `Due ${when(item.due_at)}`, ""]);
  for (const verdict of item.verdicts) {
    const checks = item.checked.map((check) => make("span", { class: "check" }, check));
    if (verdict.outcome === "send" && item.code === "sandbox") told.push(["refuse", `Was to leave ${when(verdict.at)}`, checks]);
    else if (verdict.outcome === "send") told.push(["send", `Left ${when(verdict.at)}`, checks]);
    else if (verdict.outcome === "wait") told.push(["wait", `Waited${verdict.until ? ` until ${when(verdict.until)}` : ""}`, verdict.reason, verdict.rule]);
    else told.push(["refuse", `Did not leave, ${when(verdict.at)}`, verdict.reason, verdict.rule]);
  }
  const ends = {
    queued: ["wait", "Still waits", "Parley checks it again when it is due."],
    void: ["refuse", "Withdrawn", "It was no longer needed."],
    expired: ["refuse", "Too late to be useful", ""],
    failed: item.code === "sandbox" ? ["refuse", "Nothing leaves a sandbox", `provider = "simulator" in [channels.${item.channel}] makes it playable.`] : ["refuse", "The provider could not deliver it", item.code ? `Code ${item.code}.` : ""],
    unknown: ["wait", "No answer came from the provider", "Parley does not send it again."],
  };
  if (item.delivered_at) told.push(["send", `Delivered ${when(item.delivered_at)}`, ""]);
  if (item.read_at) told.push(["send", `Read ${when(item.read_at)}`, ""]);
  if (item.edited_at) told.push(["send", `Changed ${when(item.edited_at)}`, "This shows the newest text."]);
  if (ends[item.status]) told.push(ends[item.status]);
  if (item.price && Number(item.price) > 0) told.push(["", `Cost ${money(item.price, "USD")}`, ""]);
  return told;
}

const story = { node: null, pinned: false, item: null, button: null, phone: null, leaving: false };

function tell(phone, item, button, pinned) {
  if (story.pinned && !pinned) return;
  forget(true);
  Object.assign(story, { pinned, item: item.id, button, phone });
  fillStory(phone, item);
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-describedby", "story");
  story.node.hidden = false;
  $(".close", story.node).hidden = !pinned;
  put(story.node, button.closest(".msg"), phone.device);
}

function fillStory(phone, item) {
  const lines = chapters(item, phone).map(([kind, what, more, rule]) => make("li", { class: kind }, make("b", {}, what), ...[more || ""].flat(), rule ? make("code", {}, ` ${rule}`) : null));
  $("h2", story.node).textContent = spoken(item, phone);
  $(".kind", story.node).textContent = [item.purpose, item.programme, CHANNEL[item.channel]].filter(Boolean).join(" · ");
  $("ol", story.node).replaceChildren(...lines);
}

function forget(pinnedToo) {
  if (story.pinned && !pinnedToo) return;
  if (story.button) {
    story.button.setAttribute("aria-expanded", "false");
    story.button.removeAttribute("aria-describedby");
  }
  story.node.hidden = true;
  Object.assign(story, { pinned: false, item: null, button: null, phone: null });
}

/** Close the story; who was in it is again where they opened it. */
function leaveStory() {
  const back = story.node.contains(document.activeElement) ? story.button : null;
  forget(true);
  story.leaving = true;
  if (back) back.focus();
  story.leaving = false;
}

/** A told message may have changed, or its node may be a new one. */
function retell() {
  if (!story.item || !story.phone || !story.phone.thread) return;
  const item = story.phone.thread.items.find((one) => one.id === story.item);
  const drawn = document.getElementById(`${story.phone.id}-${story.item}`);
  const button = drawn && $(".why", drawn);
  if (!item || !button) return leaveStory();
  story.button = button;
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-describedby", "story");
  fillStory(story.phone, item);
}

/** Beside the message: right of the phone where there is room, else left of it; on small screens above or below it. */
function put(card, message, device) {
  for (const side of ["left", "top", "bottom", "maxHeight"]) card.style[side] = "";
  if (NARROW.matches) {
    message.scrollIntoView({ block: "nearest" });
    putAcross(card, message.getBoundingClientRect());
    return;
  }
  const frame = device.getBoundingClientRect();
  const line = message.getBoundingClientRect();
  const right = frame.right + 8;
  const fits = right + card.offsetWidth < window.innerWidth;
  card.style.left = `${Math.max(8, fits ? right : frame.left - card.offsetWidth - 8)}px`;
  card.style.top = `${Math.max(8, Math.min(line.top, window.innerHeight - card.offsetHeight - 8))}px`;
}

/** On whichever side of the message there is more room, and never over it. */
function putAcross(card, line) {
  const [above, below] = [line.top - 8, window.innerHeight - line.bottom - 8];
  const over = above > below;
  card.classList.toggle("over", over);
  card.style.maxHeight = `${Math.max(over ? above : below, 120)}px`;
  if (over) card.style.top = `${Math.max(0, above - card.offsetHeight)}px`;
  else card.style.bottom = "0";
}

/* The whole page. */

/** Bring these children in, in this order, touching only what is another. */
function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] || null);
  });
}

/** The first customer's card stands beside their phone where there is room for it; any other folds below its phone. */
function besides() {
  const first = phones.find((phone) => !phone.card.hidden);
  const columns = [];
  for (const phone of phones) {
    const beside = WIDE.matches && phone === first;
    columns.push("minmax(0, 25rem)");
    phone.root.style.setProperty("--column", columns.length);
    if (beside) columns.push("15rem");
    phone.card.style.setProperty("--column", columns.length);
    if (beside !== phone.card.classList.contains("beside")) phone.card.open = beside;
    phone.card.classList.toggle("beside", beside);
  }
  const told = columns.join(" ");
  if ($("#phones").style.getPropertyValue("--columns") !== told) $("#phones").style.setProperty("--columns", told);
}

/** The channels of the file on which people of a kind are. */
function ways(kind) {
  const connected = [...scene.business.channels, ...scene.business.outside];
  return ROLES[kind].channels.filter((channel) => connected.includes(channel));
}

/** The phones that there are: a customer, a shopkeeper or a partner where there is one, and the staff where they have a chat. */
function kinds() {
  if (!ways("customer").length) return [];
  const middle = people("shop").length ? ["shop"] : people("partner").length ? ["partner"] : ways("customer").length > 1 ? ["customer"] : [];
  return ["customer", ...middle, ...(ways("staff").length ? ["staff"] : [])];
}

function people(kind) {
  const everybody = scene.people.flatMap((one) => one.addresses.map((address) => ({
    ...address, name: one.name, role: one.role, shop: one.shop, partner: one.partner, leftAlone: one.left_alone, asked: one.asked,
    kind: one.role ? "staff" : one.shop ? "shop" : one.partner ? "partner" : "customer",
  })));
  return everybody.filter((one) => (!kind || one.kind === kind) && ways(one.kind).includes(one.channel));
}

const named = (one) => one.name || one.address.split(":")[1];

/** What a list says of a person behind the name. */
const about = (one) => ({ staff: one.role, shop: one.shop && TONGUES[one.shop.language], customer: one.place }[one.kind]);

/** The channels on which somebody new may come. */
const newcomers = () => ways("customer").filter((channel) => scene.business.channels.includes(channel));

const remembered = (phone) => sessionStorage.getItem(`${scene.business.id}/${phone}`) || "";
const remember = (phone, value) => sessionStorage.setItem(`${scene.business.id}/${phone}`, value);

/* A campaign: what waits, what left, and what came of it. */

const STATUS = { scheduled: "scheduled", sending: "going out", paused: "paused", done: "done", cancelled: "cancelled" };

function drawCampaign(told) {
  const node = $("#campaign");
  node.hidden = !told;
  if (!told) return;
  const refused = told.refused.reduce((sum, one) => sum + one.many, 0);
  const reasons = told.refused.map((one) => `${one.many} ${one.why}`).join(", ");
  const figures = [["In the queue", told.queued], ["Sent", told.sent], ["Refused", refused, reasons], ["Clicked", told.clicked], ["Ordered", told.bought, told.bought ? money(told.revenue, scene.business.currency) : ""]];
  $("h2", node).textContent = `${told.name} · ${STATUS[told.status] || told.status}`;
  $("dl", node).replaceChildren(...figures.map(([what, many, more]) => make("div", {}, make("dt", {}, what), make("dd", {}, make("b", {}, String(many)), more ? make("span", { class: "muted" }, ` (${more})`) : null))));
  const others = told.others.map((one) => (one.status === "sending" ? one.name : `${one.name} (${STATUS[one.status]})`));
  show($(".others", node), others.length ? `and ${others.length} more under way: ${others.join(", ")}` : "");
  $(".unfold", node).textContent = `${told.sent} sent`;
  // The lines that stay are kept, for whoever scrolled among them.
  const result = $(".result", node);
  place(result, told.result.map((line, index) => {
    const told = result.children[index] || make("p");
    if (told.textContent !== line) told.textContent = line;
    return told;
  }));
  $("#click").disabled = told.sent <= told.clicked;
  $("#buy").disabled = told.clicked <= told.bought;
}

/** On a small screen the figures stand behind a button, so that the phone is not pushed off it. */
function unfoldCampaign() {
  const folded = $("#campaign").classList.toggle("folded");
  $(".unfold").setAttribute("aria-expanded", String(!folded));
}

/** One thing at a time in a part of the page; what goes wrong is said above the phones. */
async function busy(part, button, work) {
  if (part.hasAttribute("aria-busy")) return;
  for (const node of [part, button]) node.setAttribute("aria-busy", "true");
  show($("#trouble"), "");
  try {
    $("#outcome").textContent = await work();
  } catch (error) {
    $("#outcome").textContent = "";
    show($("#trouble"), error.message);
  } finally {
    for (const node of [part, button]) node.removeAttribute("aria-busy");
  }
}

async function answerCampaign(what) {
  const told = await call("/sim/api/campaign", { business: scene.business.id, do: what });
  return `${told.many} ${what === "click" ? "opened the link" : "bought"}`;
}

function take(state) {
  const people = JSON.stringify([state.people, state.business]);
  const same = scene && JSON.stringify([scene.people, scene.business]) === people;
  scene = { ready: scene && scene.ready, ready_mail: scene && scene.ready_mail, ...state };
  const zone = state.business.timezone;
  document.title = `${state.business.name} · Parley sandbox`;
  $("#shop").textContent = state.business.name;
  $("#now").textContent = `${day(state.now, zone)}, ${hour(state.now, zone)}`;
  $("#now").dateTime = state.now;
  $("#zone").textContent = `${zone.split("/").pop().replaceAll("_", " ")}${state.paused ? " · sending is paused" : ""}`;
  const soon = state.next && day(state.next.at, zone) === day(state.now, zone) ? hour : dayHour;
  $("#coming").textContent = state.next ? `Next: ${soon(state.next.at, zone)}, ${state.next.text}` : "Nothing is planned.";
  if (!$(".clock").hasAttribute("aria-busy")) $("#next").disabled = !state.next;
  drawCampaign(state.campaign);
  for (const phone of phones) {
    if (!same) phone.list();
    phone.head();
  }
}

/** What is under a finger stays where it is: a message drawn anew between press and release would lose the click. */
const pressed = {
  held: false,
  late: new Map(), // the newest thread of each address that came meanwhile

  deliver(thread) {
    if (this.held) { this.late.set(thread.address, thread); return; }
    this.late.delete(thread.address);
    for (const phone of phones) if (phone.address === thread.address) phone.take(thread);
  },

  release() {
    this.held = false;
    // The click comes after the release, and before this.
    setTimeout(() => { if (!this.held) for (const thread of [...this.late.values()]) this.deliver(thread); });
  },
};

async function refresh() {
  const business = new URLSearchParams(location.search).get("business");
  take(await call(`/sim/api/state${business ? `?business=${encodeURIComponent(business)}` : ""}`));
}

function listen() {
  if (source) source.close();
  const query = new URLSearchParams({ business: scene.business.id });
  for (const phone of phones) if (phone.address) query.append("address", phone.address);
  source = new EventSource(`/sim/api/stream?${query}`);
  source.addEventListener("open", () => { $("#link").hidden = true; });
  source.addEventListener("state", (event) => take(JSON.parse(event.data)));
  source.addEventListener("thread", (event) => pressed.deliver(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    $("#link").hidden = false;
    // A stream that was refused does not come back by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

async function push(path, body) {
  const coming = path === "/sim/api/next" && scene.next ? scene.next.address : null;
  const bar = $(".clock");
  const buttons = [...bar.querySelectorAll("button")];
  const active = document.activeElement;
  bar.setAttribute("aria-busy", "true");
  for (const button of buttons) button.disabled = true;
  show($("#trouble"), "");
  $("#outcome").textContent = "Playing …";
  try {
    const told = await call(path, body);
    const parts = [`${told.sent} sent`, told.refused ? `${told.refused} refused` : "", told.waiting ? `${told.waiting} waiting` : ""];
    $("#outcome").textContent = parts.filter(Boolean).join(", ");
    const one = coming && people("customer").find(({ address }) => address === coming);
    if (one && phones[0].address !== coming) $("#outcome").append(" · ", make("button", { type: "button", onclick: () => { phones[0].choose(coming); face(0); } }, `Show ${named(one)}`));
  } catch (error) {
    $("#outcome").textContent = "";
    show($("#trouble"), error.message);
  } finally {
    bar.removeAttribute("aria-busy");
    for (const button of buttons) button.disabled = false;
    $("#next").disabled = !scene.next;
    if (buttons.includes(active)) active.focus();
  }
}

/* The guide: what a newcomer tries first, each by one tap. */

const usualPhone = (kind) => phones.find((phone) => phone.usual === kind);
/** The phone that a partner may take: that in the middle, where there is one. */
const besidePhone = () => phones[phones.length > 2 ? 1 : 0];

/** A picture as from a camera. */
function drawPoster(words) {
  const canvas = make("canvas", { width: 640, height: 400 });
  const draw = canvas.getContext("2d");
  for (const [colour, shape] of [["#1f4e5f", [0, 0, 640, 400]], ["#79c2b6", [40, 40, 560, 320]]]) {
    draw.fillStyle = colour;
    draw.fillRect(...shape);
  }
  Object.assign(draw, { fillStyle: "#17323d", font: "bold 56px sans-serif", textAlign: "center" });
  draw.fillText(words, 320, 220);
  return { url: canvas.toDataURL("image/jpeg", 0.8), kind: "image", content_type: "image/jpeg" };
}

/** Move the clock until a reminder is due; whether the newest one left. */
async function isReminded(phone) {
  await call("/sim/api/settle", {});
  await call("/sim/api/clock", { advance: `${scene.business.reminds_after}m` });
  const thread = await call(`/sim/api/threads?${new URLSearchParams({ business: scene.business.id, address: phone.address })}`);
  const reminder = thread.items.filter(({ template }) => template && template.startsWith("cart_reminder")).at(-1);
  return Boolean(reminder && reminder.sent_at);
}

const GUIDE = {
  /** A customer whose reminder would leave fills a cart, and the clock moves to the reminder. */
  async cart() {
    const [phone, known] = [usualPhone("customer"), scene.ready];
    phone.choose(known || `new:${newcomers().find((channel) => channel !== "sms") || newcomers()[0]}`);
    await phone.abandon();
    if (!known && phone.channel === "sms") await phone.say("YES");
    if (await isReminded(phone)) return `${phone.name} got a reminder. Press “why now?” under it, or answer it.`;
    return `${phone.name} got no reminder. Their phone shows the reason.`;
  },

  /** A customer by mail fills a cart, and the clock moves to the mail. */
  async mail() {
    const phone = usualPhone("customer");
    phone.choose(scene.ready_mail || "new:email");
    await phone.abandon();
    if (await isReminded(phone)) return `${phone.name} got a mail. Open it: follow its link, unsubscribe, or reply with “stop” or a question for the staff.`;
    return `${phone.name} got no mail. The mailbox shows the reason.`;
  },

  /** A customer reserves what only shops have. */
  async order() {
    const phone = usualPhone("customer");
    phone.choose(scene.ready || `new:${newcomers()[0]}`);
    const [ware] = (await call(`/sim/api/goods?business=${encodeURIComponent(scene.business.id)}`)).items;
    await phone.reserve({ sku: ware.sku, size: ware.sizes[0], quantity: 1 }, false, press());
    return `${phone.name} wants ${ware.title}, and the shops are asked. Tap an answer on the shop’s phone.`;
  },

  /** A customer who agreed to a partner's offers gives something back; the partner's phone stands beside theirs. */
  async return() {
    const phone = usualPhone("customer");
    const ready = await call(`/sim/api/returns/ready?business=${encodeURIComponent(scene.business.id)}`);
    phone.choose(ready.person || `new:${newcomers()[0]}`);
    if (ready.partner) besidePhone().choose(ready.partner);
    await phone.handBack({ item: ready.item || 0 }, press());
    if (!ready.person) return `${phone.name} gave something back, and got no offer. The phone shows why.`;
    return `${phone.name} gave something back, and the app shows an offer of ${besidePhone().name}. Open it, then see the message.`;
  },

  /** A partner writes as from a phone: a photo, a caption and a link. */
  async offer() {
    const phone = besidePhone();
    const partner = phone.kind === "partner" ? phone.found : people("partner")[0];
    phone.choose(partner.address);
    face(phones.indexOf(phone));
    const link = `https://${partner.name.toLowerCase().replace(/[^a-z]/g, "")}.example/rain-jackets`;
    await phone.say(`Rain jackets, 25 % off\nLight, and dry for a day.\n${link}`, { media: [drawPoster("Rain jackets")] });
    await call("/sim/api/settle", {});
    return `${partner.name} sent a photo with a caption and a link. Tap the answers there, then “Approve” on the staff’s phone.`;
  },

  async winback() {
    await usualPhone("staff").say(WIN_BACK);
    await call("/sim/api/settle", {});
    face(phones.indexOf(usualPhone("staff")));
    return "The preview shows who gets the message and what it costs. Tap “Launch it”, then “Next event”.";
  },
};

function showGuide(shown) {
  $("#guide").hidden = !shown;
  $("#help").setAttribute("aria-expanded", String(shown));
}

/** On a small screen the chat gets the room of the guide once somebody does something. */
const giveRoom = () => NARROW.matches && showGuide(false);

async function tryOut(name) {
  face(0);
  await refresh();
  const told = await GUIDE[name]();
  giveRoom();
  return told;
}

/* Tabs, where the screen shows one phone at a time. */

const tab = (index) => $(".tabs").children[index];

function unread(index, is) {
  tab(index).classList.toggle("unread", is);
  $(".news", tab(index)).textContent = is ? "new messages" : "";
}

function face(index, focus = false) {
  phones.forEach((phone, place) => {
    phone.root.classList.toggle("behind", place !== index);
    tab(place).setAttribute("aria-selected", String(place === index));
    tab(place).tabIndex = place === index ? 0 : -1;
  });
  unread(index, false);
  phones[index].follow();
  forget(true);
  if (focus) tab(index).focus();
}

function turn(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const current = phones.findIndex((phone) => !phone.root.classList.contains("behind"));
  face((current + step + phones.length) % phones.length, true);
}

async function begin() {
  story.node = $("#story");
  $(".close", story.node).addEventListener("click", leaveStory);
  document.addEventListener("keydown", (event) => event.key === "Escape" && leaveStory());
  document.addEventListener("click", (event) => {
    if (story.pinned && !story.node.contains(event.target) && !event.target.closest(".why")) forget(true);
  });
  window.addEventListener("resize", () => forget(true));
  WIDE.addEventListener("change", besides);
  document.addEventListener("pointerdown", () => { pressed.held = true; }, true);
  for (const over of ["pointerup", "pointercancel", "blur"]) window.addEventListener(over, () => pressed.release());
  $("#half").addEventListener("click", () => push("/sim/api/clock", { advance: "30m" }));
  $("#day").addEventListener("click", () => push("/sim/api/clock", { advance: "24h" }));
  $("#next").addEventListener("click", () => push("/sim/api/next", {}));
  $(".unfold").addEventListener("click", unfoldCampaign);
  $("#help").addEventListener("click", () => showGuide($("#guide").hidden));
  for (const name of Object.keys(GUIDE)) $(`#try-${name}`).addEventListener("click", (event) => busy($("#guide"), event.currentTarget, () => tryOut(name)));
  for (const what of ["click", "buy"]) $(`#${what}`).addEventListener("click", (event) => busy($("#campaign"), event.currentTarget, () => answerCampaign(what)));
  try {
    await refresh();
  } catch (error) {
    show($("#trouble"), error.message);
    setTimeout(begin.again, 3000);
    return;
  }
  phones = kinds().map((kind, index, all) => new Phone(all.indexOf(kind) === index ? kind : `${kind}-${index + 1}`, kind, index));
  if (!phones.length) {
    show($("#trouble"), 'No channel is connected: add [channels.sms] with provider = "simulator" to the file and apply it.');
    return;
  }
  $("#phones").replaceChildren(...phones.flatMap((phone) => [phone.root, phone.card]));
  $(".tabs").replaceChildren(...phones.map((phone, index) => make("button", {
    type: "button", role: "tab", id: `tab-${phone.id}`, "aria-controls": phone.root.id, onclick: () => face(index), onkeydown: turn,
  }, make("span", { class: "whom" }, ROLES[phone.usual].title), make("span", { class: "news unseen" }))));
  for (const phone of phones) phone.list();
  for (const phone of phones) phone.draw();
  $("#try-mail").hidden = !newcomers().includes("email");
  $("#try-order").hidden = !usualPhone("shop") || !scene.business.sources;
  $("#try-return").hidden = !scene.returns || !newcomers().length;
  $("#try-offer").hidden = !people("partner").length;
  $("#try-winback").hidden = !usualPhone("staff") || !usualPhone("staff").address;
  face(0);
  listen();
}

begin.again = () => location.reload();
begin();
