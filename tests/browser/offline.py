"""A browser without network: what it has kept, and how one takes its network away."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

#: Whether this browser has kept the record, under the name that it has now.
_KEPT = """
async ([id, text]) => {
  const names = (await indexedDB.databases()).map(({ name }) => name)
  const name = names.find((one) => one.startsWith('freehold-'))
  if (!name) return false
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open(name)
    asked.onsuccess = () => resolve(asked.result)
  })
  const all = await new Promise((resolve) => {
    const asked = database.transaction('queries').objectStore('queries').getAll()
    asked.onsuccess = () => resolve(asked.result)
  })
  database.close()
  const keys = all.map(({ key }) => key[0])
  const known = keys.includes('me') && keys.includes('objects')
  return known && all.some(({ key, body }) => key.includes(id) && body.includes(text))
}
"""

_COPIED = _KEPT.replace("key.includes(id)", "`${key.slice(0, 3)}`.includes(id)")

_COPIES = _KEPT.replace("[id, text]", "[count, text]").replace(
    "all.some(({ key, body }) => key.includes(id) && body.includes(text))",
    "all.filter(({ body }) => body.includes(text)).length >= count",
)


#: Asks again and again, up to half a minute.
_UNTIL = """
async (arg) => {
  const isSo = SCRIPT
  const end = Date.now() + 30_000
  while (!(await isSo(arg))) {
    if (Date.now() > end) throw new Error('This did not become true within 30 s.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
"""


def becomes_true(page: Page, script: str, arg: Any) -> None:
    """Waits until an asynchronous function says yes.

    ``wait_for_function`` takes the promise itself for a yes.
    """
    page.evaluate(_UNTIL.replace("SCRIPT", script.strip()), arg)


def copied(page: Page, key: str, text: str) -> None:
    """Waits until a screen with this text is kept, such as a board."""
    becomes_true(page, _COPIED, [key, text])


def copies(page: Page, count: int, text: str) -> None:
    """Waits until as many screens with this text are kept."""
    becomes_true(page, _COPIES, [count, text])


def field(page: Page, name: str) -> Locator:
    return page.locator(f"div[data-field='{name}']")


def kept(page: Page, person: dict[str, str], text: str = "") -> None:
    """Waits until the app and this record can be opened without network."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    becomes_true(page, _KEPT, [person["id"], text or person["name"]])


def offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
