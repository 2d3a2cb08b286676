// A draft (draft.js) outlives neither its session, nor its day, nor its sending. Each page of the phone looks; the sign-in
// page, which names no session, forgets everything.
(() => {
  if (!self.indexedDB) return
  const name = "brouillon", of = document.body.dataset.draftOf
  if (!of || document.querySelector("[data-draft-sent]")) return indexedDB.deleteDatabase(name)
  const asked = indexedDB.open(name)
  // None was ever kept here: none is made to look for it.
  asked.onupgradeneeded = () => asked.transaction.abort()
  asked.onerror = (event) => event.preventDefault()
  asked.onsuccess = () => {
    const held = asked.result, box = held.transaction(name, "readwrite").objectStore(name), found = box.get(name)
    found.onsuccess = () => {
      const draft = found.result
      if (draft && (draft.of !== of || Date.now() - draft.at > 864e5)) box.clear()
      held.close()
    }
  }
})()
