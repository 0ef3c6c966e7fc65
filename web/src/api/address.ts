/** Where the page lies on its server, with a slash at the end: the server says it in <base>. */
export const base = new URL('.', document.baseURI)

/** The path below which the router works, without a slash at the end. */
export const basename = base.pathname.replace(/\/$/, '')

/** The absolute address of a path of the server, such as "api/v1/me". */
export function address(path: string): string {
  return new URL(path.replace(/^\//, ''), base).href
}
