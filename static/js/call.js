// The call sheet, answered with one hand: a digit picks the answer of the question in focus and goes to the next;
// Enter goes on, Ctrl + Enter saves. Inside a text a digit is a digit. Without this script the sheet works as any form.
(() => {
  const sheet = document.querySelector("form.call")
  if (!sheet) return
  const asked = () => [...sheet.querySelectorAll("[role=radiogroup], fieldset, textarea, .input")].filter((el) => !el.parentElement.closest("fieldset, [role=radiogroup]"))
  const radios = (question) => [...question.querySelectorAll("input[type=radio][data-pick]")]
  const enter = (question) => {
    const inside = radios(question)
    const place = inside.find((radio) => radio.checked) || inside[0] || question.querySelector("input, select, textarea") || question
    place.focus()
  }
  const current = () => asked().find((question) => question.contains(document.activeElement))
  // A sheet of paper is typed box after box, from one caregiver to the next; its words come only when there are any.
  const nextOf = (question) => {
    const all = asked()
    return sheet.dataset.boxesFirst === undefined ? all[all.indexOf(question) + 1] : unanswered()
  }
  const onward = (question) => {
    const following = nextOf(question)
    if (following) enter(following)
    else sheet.querySelector("button:not([type=button])").focus()
  }
  const unanswered = () => asked().find((question) => radios(question).length && !radios(question).some((radio) => radio.checked))

  sheet.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault()
      sheet.requestSubmit()
    } else if (event.key === "Enter" && event.target.matches("input[type=radio]")) {
      event.preventDefault()
      onward(current())
    }
  })
  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keys === "off" || event.ctrlKey || event.altKey || event.metaKey) return
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)
    if (!digit || event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return
    const question = current() || unanswered()
    const picked = question && radios(question).find((radio) => radio.dataset.pick === digit[1])
    if (!picked) return
    event.preventDefault()
    picked.focus()
    picked.click()
    onward(question)
  })
})()
