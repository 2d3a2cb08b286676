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

  // "Previous" gives the text back, in a page with another key: the one it was sent under stays with its place in the
  // history. Sent again as it was, it is the same record; changed after it was sent, it is another one.
  const sent = new Set()
  const key = (form) => form?.querySelector("input[type=hidden][name=key]")
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (defaultPrevented || !key(target)) return
    sent.add(target)
    history.replaceState({ ...history.state, sent: { [target.action]: key(target).value } }, "")
  })
  document.querySelectorAll("form[method=post]").forEach((form) => {
    const under = history.state?.sent?.[form.action]
    if (!under || !key(form)) return
    key(form).value = under
    sent.add(form)
  })
  document.addEventListener("input", ({ target }) => {
    if (sent.delete(target.form)) key(target.form).value = random()
  })
})()
