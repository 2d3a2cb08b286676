// "Quitter vite": nothing is seen any more, the draft goes, the session ends, and the sign-in page takes the place of this
// one: "back" does not show it. Escape twice does the same. Without this script the form signs out like any other.
(() => {
  const form = document.querySelector("form[data-quit]")
  if (!form) return
  const forgotten = () => new Promise((done) => {
    if (!self.indexedDB) return done()
    const asked = indexedDB.deleteDatabase("brouillon")
    asked.onsuccess = asked.onerror = asked.onblocked = done
  })
  const left = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, redirect: "manual" }).catch(() => {})
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    document.documentElement.hidden = true
    const late = new Promise((done) => setTimeout(done, 2000))
    await Promise.race([Promise.all([forgotten(), left()]), late])
    location.replace(form.dataset.quit)
  })
  let pressed = 0
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    if (event.timeStamp - pressed < 1500 && pressed) form.requestSubmit()
    pressed = event.timeStamp
  })
})()
