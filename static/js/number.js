// The number of a sheet: once its last digit is typed and its check digit agrees, the sheet opens by itself.
// The same sum as rules/numbers.py (Damm). Without this script, Enter opens it.
(() => {
  const table = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"]
  const field = document.querySelector("input[data-digits]")
  if (!field) return
  const agrees = (digits) => [...digits].reduce((kept, digit) => table[kept][digit], "0") === "0"
  field.addEventListener("input", () => {
    if (/^[1-9]\d+$/.test(field.value) && field.value.length >= Number(field.dataset.digits) && agrees(field.value)) field.form.requestSubmit()
  })
})()
