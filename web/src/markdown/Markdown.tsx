import { lazy, Suspense } from 'react'
import { Waiting } from '../ui/Waiting'

const Rendered = lazy(() => import('./Rendered'))

/** Markdown that people wrote: GitHub's flavour, no HTML, no address but http, https and mailto. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<Waiting height={24} />}>
      <Rendered text={text} />
    </Suspense>
  )
}
