// Moves the bar of a file that is checked or scored. Without this script the link does.
const EVERY = 1000; // milliseconds
const AT_MOST = 10000;
const GIVE_UP_AFTER = 30 * 60 * 1000; // a page left open keeps no login alive for ever
const begun = Date.now();
let pause = EVERY;

function replace(page, id) {
  document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
}

// The bar stays the same element, so that nobody loses the place on the page.
function move(page) {
  const bar = document.getElementById("progress");
  const other = page.getElementById("progress");
  if (other.hasAttribute("value")) bar.value = other.value;
  replace(page, "progress-name");
  replace(page, "progress-text");
  replace(page, "progress-note");
}

// Returns whether there is more to wait for.
function show(page) {
  const job = document.getElementById("job");
  const other = page.getElementById("job");
  if (!other) {
    location.reload(); // the session has ended, say: let the page tell
    return false;
  }
  if (other.className === job.className) {
    move(page);
    return true;
  }
  job.className = other.className;
  replace(page, "job");
  replace(page, "job-news"); // which is read out
  document.title = page.title;
  return "atWork" in other.dataset;
}

async function look() {
  let more = true;
  try {
    const response = await fetch(location.pathname);
    if (response.ok) {
      more = show(new DOMParser().parseFromString(await response.text(), "text/html"));
      pause = Math.min(AT_MOST, pause * 1.1);
    }
  } catch {
    pause = AT_MOST; // the server does not answer: it may be back later
  }
  if (more && Date.now() - begun < GIVE_UP_AFTER) setTimeout(look, pause);
}

setTimeout(look, pause);
