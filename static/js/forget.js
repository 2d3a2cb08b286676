// A draft (draft.js) outlives neither its sending, nor a sign-out, nor its day, and never waits for somebody else. Each page
// of the phone looks, and the sign-in page. A session that has only run out is no sign-out: the draft waits for its author.
(() => {
  // Put back by "Previous" after she left in haste (quit.js): the page is asked for again, and is hers no longer.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !document.cookie.includes("trait-quit=")) return
    document.documentElement.hidden = true
    location.reload()
  })

  if (!self.indexedDB) return
  const name = "brouillon", of = document.body.dataset.draftOf
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.matches("[data-out]")) indexedDB.deleteDatabase(name)
  })
  if (document.querySelector("[data-draft-sent], [data-draft-over]")) return indexedDB.deleteDatabase(name)
  const asked = indexedDB.open(name)
  // None was ever kept here: none is made to look for it.
  asked.onupgradeneeded = () => asked.transaction.abort()
  asked.onerror = (event) => event.preventDefault()
  asked.onsuccess = () => {
    const held = asked.result, box = held.transaction(name, "readwrite").objectStore(name), found = box.get(name)
    found.onsuccess = () => {
      const draft = found.result
      if (draft && ((of && draft.of !== of) || Date.now() - draft.at > 864e5)) box.clear()
      held.close()
    }
  }
})()
