// One question per screen. The server sends every question in one form (form.steps, each a .step), which works as it is;
// here one shows at a time. Each step is a place in the history: the phone's own "back" goes one question back.
(() => {
  const form = document.querySelector("form.steps")
  const steps = [...(form?.querySelectorAll(".step") ?? [])]
  if (steps.length < 2) return
  const last = steps.length - 1
  // A form whose last screen asks nothing counts its screens, not its questions.
  const word = form.dataset.stepWord ?? "Question"
  // Steps that belong together under one title, which shows with any of them.
  const groups = form.querySelectorAll(".steps-group")
  const end = form.querySelector(".steps-end")
  // A way to send before the last screen; never on the first, where nothing is answered yet.
  const early = form.querySelector(".steps-now")
  const draw = (tag, className, more) => Object.assign(document.createElement(tag), { className }, more)
  const empty = (step) => steps[step].querySelector(":invalid:not(fieldset)")
  const words = draw("p", "progress", { tabIndex: -1 })
  const bar = draw("progress", "bar", { max: last + 1, ariaHidden: "true" })
  const back = draw("button", "button button--quiet", { type: "button", textContent: "Précédent" })
  const next = draw("button", "button", { type: "button", textContent: "Suivant" })
  const moves = draw("div", "acts")
  moves.append(next, back)
  steps[0].before(words, bar)
  ;(end ?? steps[last]).after(moves)
  if (early) moves.after(early)
  form.noValidate = true
  // What speaks of the screens is said only where there are some.
  form.querySelectorAll("[data-steps-only]").forEach((part) => { part.hidden = false })

  let at = 0
  const show = (step, focus) => {
    at = Math.min(Math.max(step, 0), last)
    steps.forEach((part, index) => { part.hidden = index !== at })
    words.textContent = `${word} ${at + 1} sur ${last + 1}`
    bar.value = at + 1
    back.hidden = at === 0
    next.hidden = at === last
    if (end) end.hidden = at !== last
    if (early) early.hidden = at === 0 || at === last
    groups.forEach((group) => { group.hidden = !group.querySelector(".step:not([hidden])") })
    if (!focus) return
    words.focus()
    scrollTo(0, 0)
  }
  const go = (step) => {
    history.pushState({ step, ours: true }, "")
    show(step, true)
  }
  // A step whose answers are all set aside is passed over.
  const aside = (step) => {
    const fields = [...steps[step].querySelectorAll("input, select, textarea")]
    return fields.length > 0 && fields.every((field) => field.disabled)
  }
  const following = (step) => step < last && aside(step) ? following(step + 1) : step
  const before = (step) => step > 0 && aside(step) ? before(step - 1) : step
  // Leaves this step, unless its answer is missing: then the browser says so in its own words.
  const leave = () => empty(at) ? empty(at).reportValidity() : go(following(at + 1))
  // A link of the error summary leads to its question, wherever it is.
  const lead = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1))
    const step = steps.findIndex((part) => target && part.contains(target))
    if (step < 0) return
    show(step)
    target.focus()
  }

  next.addEventListener("click", leave)
  back.addEventListener("click", () => {
    if (history.state?.ours) return history.back()
    history.replaceState({ step: before(at - 1) }, "")
    show(before(at - 1), true)
  })
  addEventListener("popstate", (event) => event.state ? show(event.state.step, true) : lead())
  form.addEventListener("submit", (event) => {
    // What cannot wait leaves from where it is; the server says what is missing.
    if (event.submitter?.dataset.now !== undefined) return
    const missing = steps.findIndex((_, step) => empty(step))
    if (missing < 0 && at === last) return
    event.preventDefault()
    if (at < last) return leave()
    if (missing !== at) go(missing)
    empty(missing).reportValidity()
  })
  const wrong = steps.findIndex((part) => part.querySelector(".error"))
  const first = history.state?.step ?? Math.max(wrong, 0)
  history.replaceState({ ours: history.state?.ours, step: first }, "")
  show(first)
})()
