// What she has typed stays on this phone until it is sent: encrypted under a key that no script can read out, kept for this
// session alone, a day at most (forget.js). Without HTTPS nothing is kept, and the page says so as it stands. Whatever the
// connection, what could not leave is sent by itself when the network is back, under the same key: it counts once.
(() => {
  const form = document.querySelector("form[data-draft]")
  if (!form) return
  const lost = "Pas de réseau. Votre message partira dès que possible. Ne fermez pas cette page."
  const place = document.getElementById("alerte")
  let waiting = null
  const send = () => waiting && form.requestSubmit(waiting.by)
  const stop = () => {
    if (!waiting) return
    clearInterval(waiting.again)
    waiting = null
    place.className = place.textContent = ""
  }
  document.addEventListener("unsent", (event) => {
    if (event.target !== form) return
    event.preventDefault()
    if (place.textContent !== lost) Object.assign(place, { className: "notice notice--urgent", textContent: lost })
    place.scrollIntoView({ block: "center" })
    // "online" says nothing of a lift: it is tried again anyway.
    waiting ??= { by: event.detail, again: setInterval(send, 15000) }
  })
  addEventListener("online", send)
  // She changes her mind, or her words: it waits for her.
  form.addEventListener("input", stop)
  addEventListener("popstate", stop)

  if (!isSecureContext || !self.crypto?.subtle || !self.indexedDB) return
  const name = "brouillon", of = form.dataset.draft, lines = new TextEncoder()
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = failed
  })
  const box = async (mode, act) => {
    const opened = indexedDB.open(name)
    opened.onupgradeneeded = () => opened.result.createObjectStore(name)
    const held = await asked(opened)
    try { return await asked(act(held.transaction(name, mode).objectStore(name))) } finally { held.close() }
  }
  const cipher = (iv) => ({ name: "AES-GCM", iv, additionalData: lines.encode(of) })
  const fields = () => [...form.elements].filter((field) => field.name && field.name !== "csrf_token")
  const ticked = (field) => /radio|checkbox/.test(field.type)
  let secret = null
  const save = async () => {
    const said = fields().filter((field) => !ticked(field) || field.checked).map((field) => [field.name, field.value])
    secret ??= await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const words = await crypto.subtle.encrypt(cipher(iv), secret, lines.encode(JSON.stringify(said)))
    // She has just left in haste: nothing is written behind her.
    if (!document.documentElement.hidden) await box("readwrite", (kept) => kept.put({ of, at: Date.now(), secret, iv, words }, name))
  }
  const put = (said) => {
    fields().forEach((field) => {
      if (ticked(field)) field.checked = said.some(([named, value]) => named === field.name && value === field.value)
      else field.value = said.find(([named]) => named === field.name)?.[1] ?? field.value
    })
    form.dispatchEvent(new Event("change"))
  }
  const back = async () => {
    const draft = await box("readonly", (kept) => kept.get(name))
    // What the server sent back to be corrected is newer than what is kept.
    if (!draft || draft.of !== of || Date.now() - draft.at > 864e5 || form.querySelector(".errors")) return
    secret = draft.secret
    put(JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(cipher(draft.iv), secret, draft.words))))
  }
  let soon = 0
  const later = () => {
    clearTimeout(soon)
    soon = setTimeout(() => save().catch(() => {}), 200)
  }
  const says = document.querySelector("[data-draft-says]")
  back().then(() => {
    says.textContent = says.dataset.draftSays
    form.addEventListener("input", later)
    addEventListener("visibilitychange", () => document.hidden && soon && save().catch(() => {}))
  }).catch(() => {})
})()
