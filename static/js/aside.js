// "Je ne réponds pas au sujet de…": the other questions of her part are set aside, and come back when the box is emptied.
// Written for old phones. Without this script the server leaves them aside.
(function () {
  var boxes = document.querySelectorAll("input[data-aside]")
  function follow(box) {
    var fields = box.form.querySelectorAll("input, textarea")
    for (var i = 0; i < fields.length; i += 1) {
      var field = fields[i]
      if (field !== box && field.name.split("-")[0] === box.name.split("-")[0]) field.disabled = box.checked
    }
  }
  for (var i = 0; i < boxes.length; i += 1) {
    boxes[i].addEventListener("change", function () { follow(this) })
    follow(boxes[i])
  }
})()
