// What was typed and isn't stored survives a reload, in this tab.

const key = (report: string, block: string) => `runledger.draft ${report} ${block}`

export function keepDraft(report: string, block: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(key(report, block))
    else sessionStorage.setItem(key(report, block), text)
  } catch {
    // The browser keeps nothing: then the page alone holds it.
  }
}

export function draftOf(report: string, block: string): string | undefined {
  try {
    return sessionStorage.getItem(key(report, block)) ?? undefined
  } catch {
    return undefined
  }
}
