// A request that failed under htmx says so in words, in the one alert region, and leaves what was typed where it is.
(() => {
  const words = {
    0: "Pas de réseau. Votre texte reste ici. Réessayez.",
    400: "Cette page n'est plus à jour. Votre texte reste ici\u00a0: copiez-le, rechargez la page, puis recommencez.",
    401: "Votre session est terminée. Votre texte reste ici. Envoyez-le\u00a0: vous pourrez vous reconnecter.",
    403: "Vous n'avez pas accès à cette action.",
    404: "Cette fiche n'existe plus, ou vous n'y avez pas accès.",
    413: "C'est trop long pour être envoyé. Raccourcissez le texte.",
    429: "Trop d'essais. Attendez un peu, puis réessayez.",
    500: "Une erreur est arrivée. Votre texte reste ici. Réessayez\u00a0; si cela continue, prévenez la personne qui gère le serveur.",
    503: "Le serveur est occupé. Votre texte reste ici. Réessayez dans quelques secondes.",
  }
  // What the server draws itself: a form to correct, a colleague who was first.
  const drawn = [409, 422]

  let asker = null
  const say = (text, from) => {
    const place = document.getElementById("alerte")
    asker = text ? from : null
    place.className = text ? "notice notice--urgent" : ""
    if (place.textContent !== text) place.textContent = text
  }
  const failed = (status, from) => say(words[status] || words[status < 500 ? 404 : 500], from)

  // An expired session never tears the page away: the next sending of the form is a plain one, which leads to sign-in.
  document.addEventListener("htmx:before:response", (event) => {
    const { response, sourceElement } = event.detail.ctx
    if (response.status !== 401) return
    event.preventDefault()
    failed(401, sourceElement)
    const plain = (sending) => sending.stopImmediatePropagation()
    sourceElement.closest("form")?.addEventListener("submit", plain, { capture: true, once: true })
  })
  // The sentence goes away when the same control succeeds; the minute's poll does not wipe what a form was told.
  document.addEventListener("htmx:after:request", (event) => {
    const { response, sourceElement } = event.detail.ctx
    if (response.status >= 400 && !drawn.includes(response.status)) failed(response.status, sourceElement)
    else if (sourceElement === asker || !asker?.isConnected) say("")
  })
  document.addEventListener("htmx:error", (event) => {
    const { response, sourceElement } = event.detail.ctx ?? {}
    failed(response ? 500 : 0, sourceElement)
  })
})()
