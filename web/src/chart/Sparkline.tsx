type Props = {
  y: number[]
  /** Default: evenly spread. */
  x?: number[]
  colour?: string
  height?: number
  label: string
}

const width = 100

/** A small line without axes: y by x; what isn't finite is a gap. As wide as its container. */
export function Sparkline({ y, x, colour = 'var(--mantine-primary-color-filled)', height = 24, label }: Props) {
  return (
    <svg
      role="img"
      aria-label={label}
      width="100%"
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      data-points={y.length}
    >
      <path
        d={sparkPath(y, x, height)}
        fill="none"
        stroke={colour}
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

/** The path of a sparkline, in a box of 100 × height. */
export function sparkPath(y: number[], x: number[] | undefined, height: number): string {
  const finite = y.filter(Number.isFinite)
  if (finite.length === 0) return ''
  const [low, high] = ends(finite)
  const at = x ?? y.map((_, i) => i)
  const [first, last] = ends(at.filter(Number.isFinite))
  const px = (v: number) => (last > first ? ((v - first) / (last - first)) * (width - 4) + 2 : width / 2)
  const py = (v: number) => (high > low ? height - 2 - ((v - low) / (high - low)) * (height - 4) : height / 2)
  let path = ''
  let pen = false
  y.forEach((v, i) => {
    const there = at[i] ?? Number.NaN
    const drawn = Number.isFinite(v) && Number.isFinite(there)
    if (drawn) path += `${pen ? 'L' : 'M'}${px(there).toFixed(1)} ${py(v).toFixed(1)}${pen ? '' : 'h0.01'}`
    pen = drawn
  })
  return path
}

function ends(list: number[]): [number, number] {
  return list.reduce(
    ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
}
