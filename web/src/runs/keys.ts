/** Where a key goes from a row of a list; undefined: the key doesn't go anywhere. */
export function moved(key: string, from: number, length: number, page: number): number | undefined {
  const to = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: length - 1,
  }[key]
  return to === undefined || length === 0 ? undefined : Math.min(Math.max(to, 0), length - 1)
}
