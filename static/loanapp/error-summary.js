// The summary takes the focus, so that whoever does not see it is told of it.
document.getElementById("error-summary").focus();
