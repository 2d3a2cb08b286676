// What an answer sets aside is hidden and not sent: [data-when="place=home"] stands while "place" is "home". And who will
// read follows what is chosen: [data-readers]. Without this script everything stands, and each line says when it holds.
(() => {
  const form = document.querySelector("form.asks")
  if (!form) return
  const all = (css) => [...form.querySelectorAll(css)]
  // What is set aside has no answer.
  const answered = (name) => new FormData(form).get(name) ?? ""
  const stand = (part, stands) => {
    part.hidden = !stands
    part.querySelectorAll("input, select, textarea").forEach((field) => { field.disabled = !stands })
  }
  all("[data-unscripted]").forEach((words) => { words.hidden = true })

  const readers = () => {
    const whom = answered("whom"), about = answered("about_id"), person = answered("person_id")
    const wanted = whom === "office" ? about : whom
    const lines = all("[data-readers]")
    const line = lines.find((one) => one.dataset.readers === wanted) ?? lines[0]
    lines.forEach((one) => { one.hidden = one !== line })
    const share = form.querySelector("[data-share]")
    if (!share) return
    const names = all("[data-referent]")
    const hers = names.find((one) => one.dataset.persons.split(" ").includes(person) && one.dataset.referent !== about)
    names.forEach((one) => { one.hidden = one !== hers })
    stand(share, Boolean(person && hers) && line?.dataset.outside === undefined)
  }
  const follow = () => {
    all("[data-when]").forEach((part) => {
      const [name, values] = part.dataset.when.split("=")
      stand(part, values.split(" ").includes(answered(name)))
    })
    if (form.querySelector("[data-readers]")) readers()
  }
  form.addEventListener("change", follow)
  follow()
})()
