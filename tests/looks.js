// What every page must be, asked of the page itself as the browser drew it. Each question gives a list of faults.
(() => {
  const shown = (el) => el.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && el.getBoundingClientRect().width > 1
  const brief = (el) => el.outerHTML.replace(/\s+/g, " ").slice(0, 140)
  const all = (css) => [...document.querySelectorAll(css)].filter(shown)

  const wide = () => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    return [`${document.documentElement.scrollWidth} px wide`, ...all("body *").filter((el) => el.getBoundingClientRect().right > room + 1).slice(0, 4).map(brief)]
  }

  const small = () => all("body *").filter((el) => {
    const speaks = [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
    return speaks && parseFloat(getComputedStyle(el).fontSize) < 15.99
  }).map(brief)

  // A link in a sentence is as high as its line; a radio is touched by its whole label.
  const inSentence = (el) => {
    const around = el.matches("a") && el.closest("p, dd, td, li, .notice, label")
    const part = around && [...around.childNodes].find((node) => node.contains(el))
    return part && [part.previousSibling, part.nextSibling].some((node) => node?.nodeType === Node.TEXT_NODE && node.textContent.trim())
  }
  const narrow = () => all("a[href], button, input, select, textarea, summary").filter((el) => {
    const touched = el.closest("label.choice") ?? el
    const { width, height } = touched.getBoundingClientRect()
    return (height < 43.5 || width < 43.5) && !inSentence(el) && !el.closest(".errors, .skip") && !el.matches(".skip")
  }).map(brief)

  const cut = () => all("body *").filter((el) => {
    const style = getComputedStyle(el)
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY) || style.textOverflow === "ellipsis"
    return hides && !el.matches(".sr, .sr *, .skip") && el.getBoundingClientRect().height > 2 && (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1)
  }).map(brief)

  // How a control and what surrounds it are drawn: it must change when the keyboard comes to it.
  const drawn = (el) => [el, el.parentElement, el.closest("label, li")].filter(Boolean).map((part) => {
    const { outline, outlineOffset, boxShadow, backgroundColor, borderColor, textDecoration } = getComputedStyle(part)
    return [outline, outlineOffset, boxShadow, backgroundColor, borderColor, textDecoration].join(" ")
  }).join("|")
  const unlit = () => all("a[href], button, input:not([type=hidden]), select, textarea, summary").filter((el) => {
    document.activeElement?.blur()
    const before = drawn(el)
    el.focus()
    return document.activeElement === el && drawn(el) === before
  }).map(brief)

  window.looks = { wide, small, narrow, cut, unlit }
})()
