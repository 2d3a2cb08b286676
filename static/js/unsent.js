// A form leaves the page only once the server is known to be there: "online" says nothing of a lift or a country road, and
// a page that could not be sent is replaced by the browser's own, without the text. Nothing is kept on the device.
(() => {
  // An older phone has not what it takes to ask first: its forms leave as they always did.
  if (!HTMLFormElement.prototype.requestSubmit || !AbortSignal.timeout) return
  const lost = "Pas de réseau. Votre texte est gardé sur cette page. Réessayez."
  const say = (words) => {
    const place = document.getElementById("alerte")
    // She left in haste without network (quit.js): there is nothing here any more.
    if (!place) return
    place.className = words ? "notice notice--urgent" : ""
    place.textContent = words
    if (words) place.scrollIntoView({ block: "center" })
  }
  const reached = async () => {
    if (!navigator.onLine) return false
    try {
      return (await fetch("/etat", { cache: "no-store", signal: AbortSignal.timeout(10000) })).ok
    } catch {
      return false
    }
  }
  const asking = new Set()
  const through = new Set()
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event
    if (event.defaultPrevented || form.method !== "post" || through.has(form)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (asking.has(form)) return
    asking.add(form)
    const there = await reached()
    asking.delete(form)
    if (there) say("")
    // A page that sends by itself once the network is back says so in its own words (draft.js).
    else if (form.dispatchEvent(new CustomEvent("unsent", { bubbles: true, cancelable: true, detail: submitter }))) say(lost)
    if (!there) return
    through.add(form)
    form.requestSubmit(submitter)
    through.delete(form)
  })
  addEventListener("online", () => say(""))
})()
