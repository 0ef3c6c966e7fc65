/** The colours of the page where an element is, as a canvas takes them. */
export type Ink = { text: string; quiet: string; border: string; surface: string }

/** Reads what the page's variables are there now. */
export function inkOf(within: HTMLElement): Ink {
  const probe = document.createElement('span')
  probe.style.transitionProperty = 'none' // else each colour would be on its way from the one before
  within.append(probe)
  const read = (variable: string) => {
    probe.style.color = `var(${variable})`
    return getComputedStyle(probe).color
  }
  const ink = {
    text: read('--rl-text'),
    quiet: read('--rl-quiet'),
    border: read('--rl-border'),
    surface: read('--rl-surface'),
  }
  probe.remove()
  return ink
}

const listeners = new Set<() => void>()
let watching = false

/** Tells when the page's colours change, until the function that is returned is called. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener)
  if (!watching) {
    watching = true
    new MutationObserver(() => {
      for (const l of listeners) l()
    }).observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme', 'class'] })
  }
  return () => listeners.delete(listener)
}
