"""A browser without network: what it has kept, and how one takes its network away."""

from playwright.sync_api import Locator, Page, expect

#: Whether this browser has kept the record, under the name that it has now.
KEPT = """
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

#: Whether a screen with this text was kept, such as a board.
COPIED = KEPT.replace("key.includes(id)", "`${key.slice(0, 3)}`.includes(id)")

#: Whether as many screens with this text were kept.
COPIES = KEPT.replace("[id, text]", "[count, text]").replace(
    "all.some(({ key, body }) => key.includes(id) && body.includes(text))",
    "all.filter(({ body }) => body.includes(text)).length >= count",
)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"div[data-field='{name}']")


def kept(page: Page, person: dict[str, str], text: str = "") -> None:
    """Waits until the app and this record can be opened without network."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(KEPT, arg=[person["id"], text or person["name"]])


def offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
