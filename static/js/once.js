// A second press within three seconds is a slip, so it is not sent. After that the button works again, because a
// network that failed says nothing to the page: a retry must always be possible (the form's key keeps it one record).
(() => {
  const pause = new Map()
  const free = (form) => {
    clearTimeout(pause.get(form))
    pause.delete(form)
    form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"))
  }
  document.addEventListener("submit", (event) => {
    if (!pause.has(event.target)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
  document.addEventListener("submit", (event) => {
    const form = event.target
    if (form.method !== "post" || (event.defaultPrevented && !form.hasAttribute("data-hx-post"))) return
    form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"))
    pause.set(form, setTimeout(free, 3000, form))
  })
  addEventListener("pageshow", () => [...pause.keys()].forEach(free))
  document.addEventListener("htmx:finally:request", (event) => pause.has(event.target) && free(event.target))
})()
