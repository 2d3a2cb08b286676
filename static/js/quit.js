// "Quitter vite": nothing is seen any more, the draft goes, the session ends, and the sign-in page takes the place of this
// one: "back" does not show it. Escape twice does the same. Without this script the form signs out like any other.
// Without network the server cannot be told: a cookie that says nothing else is, and the first request that gets through ends
// the session before anything is shown (guard/doors.py). A page that looks like the sign-in page stands there meanwhile.
(() => {
  const form = document.querySelector("form[data-quit]")
  if (!form) return
  const root = document.documentElement, secure = location.protocol === "https:" ? "; secure" : ""
  // As long as the longest session.
  const remember = () => { document.cookie = `trait-quit=1; path=/; max-age=2592000; samesite=lax${secure}` }
  const forgotten = () => new Promise((done) => {
    if (!self.indexedDB) return done()
    const asked = indexedDB.deleteDatabase("brouillon")
    asked.onsuccess = asked.onerror = asked.onblocked = done
  })
  const told = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, redirect: "manual" })
    .then(() => true, () => false)
  const draw = (tag, textContent, className = "") => Object.assign(document.createElement(tag), { textContent, className })
  const stand = () => {
    const house = document.querySelector(".brand"), page = draw("main", "", "plain"), brand = draw("p", "", "brand")
    brand.append(...house.childNodes)
    page.append(brand, draw("h1", "Bienvenue"), draw("p", "Pas de réseau pour le moment."))
    history.replaceState(null, "", form.dataset.quit)
    document.title = `Bienvenue – ${brand.textContent}`
    document.body.className = ""
    document.body.replaceChildren(page)
    root.hidden = false
    const open = () => fetch("/etat", { cache: "no-store" }).then(() => location.replace(form.dataset.quit), () => {})
    addEventListener("online", open)
    setInterval(open, 5000)
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    root.hidden = true
    remember()
    const late = new Promise((done) => setTimeout(done, 2000, false))
    const gone = forgotten()
    const ended = await Promise.race([told(), late])
    await Promise.race([gone, late])
    if (ended) location.replace(form.dataset.quit)
    else stand()
  })
  let pressed = 0
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    if (event.timeStamp - pressed < 1500 && pressed) form.requestSubmit()
    pressed = event.timeStamp
  })
})()
