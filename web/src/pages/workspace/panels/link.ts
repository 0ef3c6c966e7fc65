/** The address of a page with a panel on the full screen. */
export function linkTo(page: string, panel: string): string {
  const url = new URL(page)
  url.searchParams.set('panel', panel)
  return url.href
}
