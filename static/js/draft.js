// What she has typed stays on this phone until it is sent: encrypted under a key that no script can read out, kept for her
// account alone, a day at most (forget.js). Without HTTPS nothing is kept, and the page says so as it stands. What could not
// leave is sent by itself when the network is back, under the same key: it counts once. Once she has pressed "Envoyer", what
// is kept remembers it: any page of hers sends it, as it was when she pressed. What she has not sent waits for her.
(() => {
  const of = document.body.dataset.draftOf, form = document.querySelector("form[data-draft]")
  const place = document.getElementById("alerte")
  // Sent just now: forget.js erases it.
  if (!of || document.querySelector("[data-draft-sent]")) return
  const again = 15000
  const lost = "Pas de réseau. Votre message partira dès que possible."
  const stay = " Ne fermez pas cette page."
  const close = " Vous pouvez fermer cette page\u00a0: il partira quand vous reviendrez ici, dans les 24\u00a0heures."
  const say = (words) => {
    if (place.textContent === words) return
    Object.assign(place, { className: words ? "notice notice--urgent" : "", textContent: words })
    if (words) place.scrollIntoView({ block: "center" })
  }
  // False once she has left in haste (quit.js): nothing is written, nor sent, behind her.
  const here = () => place.isConnected && !document.documentElement.hidden
  let pressed = false, kept = Promise.resolve(false), waiting = null, save = null, soon = 0
  const later = () => {
    clearTimeout(soon)
    if (save) soon = setTimeout(() => save().catch(() => {}), 200)
  }
  // She changes her mind, or her words: it waits for her.
  const stop = () => {
    if (waiting) clearInterval(waiting.again)
    if (pressed) later()
    if (waiting || pressed) say("")
    waiting = null
    pressed = false
  }
  const retry = () => waiting && here() && form.requestSubmit(waiting.by)
  if (form) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || pressed) return
      pressed = true
      // The day it is written, wherever it waits: "aujourd'hui" is that one.
      form.elements.written_on.value = new Date().toLocaleDateString("sv-SE")
      if (save) kept = save().then(() => true, () => false)
    })
    document.addEventListener("unsent", async (event) => {
      if (event.target !== form) return
      event.preventDefault()
      // "online" says nothing of a lift: it is tried again anyway.
      waiting ??= { by: event.detail, again: setInterval(retry, again) }
      const words = lost + (await kept ? close : stay)
      if (waiting && here()) say(words)
    })
    addEventListener("online", retry)
    form.addEventListener("input", stop)
    addEventListener("popstate", stop)
  }

  if (!isSecureContext || !self.crypto?.subtle || !self.indexedDB) return
  const name = "brouillon", lines = new TextEncoder()
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = (event) => {
      event.preventDefault()
      failed(request.error)
    }
  })
  const box = async (mode, act) => {
    const opened = indexedDB.open(name)
    // None was ever kept here: none is made to look for it.
    opened.onupgradeneeded = () => mode === "readonly" ? opened.transaction.abort() : opened.result.createObjectStore(name)
    const held = await asked(opened)
    try { return await asked(act(held.transaction(name, mode).objectStore(name))) } finally { held.close() }
  }
  const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: lines.encode(of) })
  const keep = async (secret, at, told) => {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const words = await crypto.subtle.encrypt(cipher(iv), secret, lines.encode(JSON.stringify(told)))
    if (here()) await box("readwrite", (store) => store.put({ of, at, secret, iv, words }, name))
  }
  const found = async () => {
    const draft = await box("readonly", (store) => store.get(name)).catch(() => null)
    if (!draft || draft.of !== of || Date.now() - draft.at > 864e5) return null
    const told = await crypto.subtle.decrypt(cipher(draft.iv), draft.secret, draft.words)
    return { secret: draft.secret, at: draft.at, ...JSON.parse(new TextDecoder().decode(told)) }
  }

  // What waits leaves from whatever page she opens. A page is looked at over a shoulder: it does not say what has left.
  const tell = (kind, words, href, link) => {
    const said = Object.assign(document.createElement("p"), { className: `notice ${kind}` })
    said.append(`${words} `, Object.assign(document.createElement("a"), { href, textContent: link }))
    document.querySelector("main [role=status]").append(said)
  }
  const refused = async (draft) => {
    // The server says on this page what is missing.
    if (form) return form.requestSubmit(form.querySelector("[data-now]"))
    await keep(draft.secret, draft.at, { said: draft.said, sent: null, to: draft.to })
    tell("", "Votre message n'est pas parti\u00a0: une réponse est à revoir.", draft.to, "L'ouvrir")
  }
  const left = async (receipt) => {
    await box("readwrite", (store) => store.clear())
    if (form) location.replace(receipt)
    else tell("notice--ok", "Votre message est parti.", receipt, "Voir le reçu")
  }
  // True when there is nothing to try again from this page.
  const send = async () => {
    const draft = await found()
    if (!draft?.sent || !here() || (form && !pressed)) return true
    const body = new URLSearchParams(draft.sent)
    body.append("csrf_token", document.querySelector("[name=csrf_token]").value)
    const answer = await fetch(draft.to, { method: "POST", body })
    if (!here()) return true
    if (answer.status === 422) await refused(draft)
    else if (answer.ok && new URL(answer.url).searchParams.has("recu")) await left(answer.url)
    return answer.status < 500 && answer.status !== 429
  }
  const away = async () => {
    if (await send().catch(() => false)) return
    if (form && pressed && here()) say(lost + close)
    setTimeout(away, again)
  }
  if (!form) return away()

  const fields = () => [...form.elements].filter((field) => field.name && field.name !== "csrf_token")
  const ticked = (field) => /radio|checkbox/.test(field.type)
  let secret = null
  save = async () => {
    clearTimeout(soon)
    soon = 0
    const said = fields().filter((field) => !ticked(field) || field.checked).map((field) => [field.name, field.value])
    // As the form itself sends it: the same words under the same key are one record.
    const sent = pressed ? [...new FormData(form)].filter(([field]) => field !== "csrf_token") : null
    secret ??= await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
    await keep(secret, Date.now(), { said, sent, to: form.getAttribute("action") })
  }
  const put = (said) => {
    fields().forEach((field) => {
      if (ticked(field)) field.checked = said.some(([named, value]) => named === field.name && value === field.value)
      else field.value = said.find(([named]) => named === field.name)?.[1] ?? field.value
    })
    form.dispatchEvent(new Event("change"))
  }
  const back = async () => {
    // What the server sent back to be corrected is newer than what is kept, and no longer sent.
    if (form.querySelector(".errors")) return save()
    const draft = await found()
    if (!draft) return
    secret = draft.secret
    put(draft.said)
    if (!draft.sent) return
    pressed = true
    kept = Promise.resolve(true)
    away()
  }
  const says = document.querySelector("[data-draft-says]")
  back().then(() => {
    says.textContent = says.dataset.draftSays
    form.addEventListener("input", later)
    addEventListener("visibilitychange", () => document.hidden && soon && save().catch(() => {}))
  }).catch(() => {})
})()
