import classes from './chart.module.css'

export type TipRow = { colour: string; name: string; value: string; more?: string; first?: boolean }
export type TipText = { place: string; rows: TipRow[]; rest: number }

let box: HTMLDivElement | undefined

const part = (className: string | undefined, text: string) => {
  const e = document.createElement('span')
  e.className = className ?? ''
  e.textContent = text
  return e
}

function rowOf(row: TipRow): HTMLElement {
  const e = document.createElement('div')
  e.className = (row.first ? classes.tipFirst : classes.tipRow) ?? ''
  const swatch = part(classes.swatch, '')
  swatch.style.background = row.colour
  e.append(swatch, part(classes.tipName, row.name), part(classes.tipValue, row.value))
  if (row.more) e.append(part(classes.tipMore, row.more))
  return e
}

/** Shows the page's only tooltip of charts beside a place of the window. React isn't asked: this happens with each move. */
export function showTip(text: TipText, left: number, top: number): void {
  if (!box) {
    box = document.createElement('div')
    box.className = classes.tip ?? ''
    box.setAttribute('role', 'tooltip')
    document.body.append(box)
  }
  const rest = text.rest > 0 ? [part(classes.tipMore, `and ${text.rest.toLocaleString('en')} more`)] : []
  box.replaceChildren(part(classes.tipPlace, text.place), ...text.rows.map(rowOf), ...rest)
  box.style.display = 'block'
  const { offsetWidth: w, offsetHeight: h } = box
  const gap = 14
  const x = left + gap + w > window.innerWidth ? Math.max(4, left - gap - w) : left + gap
  const y = Math.max(4, Math.min(top + gap, window.innerHeight - h - 4))
  box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
}

export function hideTip(): void {
  if (box) box.style.display = 'none'
}
