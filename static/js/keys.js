// One key, one page: a link with data-page-key="n" opens when n is pressed outside a text.
// Whoever dictates or trembles turns it off in her account: <body data-keys="off">.
(() => {
  const typing = (el) => el.isContentEditable || el.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=submit])")
  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keys === "off" || event.defaultPrevented || event.repeat) return
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1 || typing(event.target)) return
    const link = document.querySelector(`[data-page-key="${CSS.escape(event.key.toLowerCase())}"]`)
    if (!link) return
    event.preventDefault()
    link.click()
  })
})()
