import { type ComponentType, lazy, Suspense } from 'react'

/**
 * A component whose code is loaded when it's first shown: dialogs and editors, which most
 * visits don't open. Nothing stands in its place meanwhile.
 */
export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = lazy(async () => ({ default: await load() }))
  // biome-ignore lint/correctness/noComponentHookFactories: called at the level of modules only
  return function OnDemand(props: P) {
    return (
      <Suspense>
        <Part {...props} />
      </Suspense>
    )
  }
}
