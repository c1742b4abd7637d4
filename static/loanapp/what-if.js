// Answers as soon as an amount or a term is changed. Without this script the button does.
const form = document.getElementById("what-if");
let newest = "";

function show(...nodes) {
  document.getElementById("what-if-answer").replaceChildren(...nodes);
}

async function ask() {
  const typed = new FormData(form);
  const question = new URLSearchParams(typed).toString();
  if (question === newest) return;
  newest = question;
  try {
    const response = await fetch(form.action, { method: "POST", body: typed });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const answer = page.getElementById("what-if-answer");
    if (question !== newest) return; // something else was asked meanwhile
    if (answer) show(...answer.childNodes);
    else form.submit(); // the session has ended, say: let the page tell
  } catch {
    if (question !== newest) return;
    newest = ""; // so that the button asks again
    const failed = document.createElement("p");
    failed.className = "error";
    failed.textContent = document.getElementById("what-if-answer").dataset.failed;
    show(failed);
  }
}

form.addEventListener("change", ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
