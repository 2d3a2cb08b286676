// On a phone without network the form stays on the page with its text. Nothing is kept on the device.
(() => {
  const say = (words) => {
    const place = document.getElementById("alerte")
    place.className = words ? "notice notice--urgent" : ""
    place.textContent = words
    if (words) place.scrollIntoView({ block: "center" })
  }
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method !== "post") return
    event.preventDefault()
    event.stopImmediatePropagation()
    say("Pas de réseau. Votre texte est gardé sur cette page. Réessayez.")
  }, true)
  addEventListener("online", () => say(""))
})()
