/** How a link of the navigation says that its screen is shown. */
export const ACTIVE = { 'aria-current': 'page', 'data-active': true } as object
